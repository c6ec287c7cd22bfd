"""``livedesk`` and ``livedesk gui``: the window, or the terminal where there is no display."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from livedesk.cli import chat

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: Subparsers) -> None:
    """Declare ``livedesk gui``."""
    parser = commands.add_parser("gui", help="open the window (the default)")
    add_options(parser)
    parser.set_defaults(run=run)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Declare what ``livedesk`` and ``livedesk gui`` both take."""
    parser.add_argument(
        "--talk", action="store_true", help="begin to talk as soon as the window is up"
    )


def run(options: argparse.Namespace) -> int:
    """Open the window; returns the exit status."""
    if not _has_display():
        print("There is no display here, so LiveDesk goes on in the terminal.")
        return chat.run(options)
    from livedesk.ui.application import LaunchOptions  # Qt only with a window
    from livedesk.ui.application import run as run_window

    return run_window(LaunchOptions(talk=options.talk))


def _has_display() -> bool:
    if sys.platform != "linux":
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
