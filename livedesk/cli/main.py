"""Reads the command line and hands over to one sub-command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from livedesk import __version__
from livedesk.cli import ask, chat, doctor, gui, loopback, token_server, transcripts
from livedesk.cli.running import run_options
from livedesk.core.work_pool import leave_hanging_threads


def main(arguments: Sequence[str] | None = None) -> int:
    """Run LiveDesk; returns the exit status, or ends the process where a thread hangs."""
    status = run(arguments)
    leave_hanging_threads(status)
    return status


def run(arguments: Sequence[str] | None = None) -> int:
    """The same without ending the process."""
    return run_options(_parser().parse_args(arguments))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="livedesk",
        description="A desktop voice assistant for the Gemini Live API.",
    )
    parser.add_argument("--version", action="version", version=f"LiveDesk {__version__}")
    parser.add_argument("--verbose", action="store_true", help="log what happens to stderr")
    gui.add_options(parser)
    parser.set_defaults(run=gui.run)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for module in (gui, chat, ask, transcripts, loopback, token_server, doctor):
        module.add_parser(commands)
    return parser
