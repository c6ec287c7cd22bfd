"""Reads the command line and hands over to one sub-command."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from livedesk import __version__
from livedesk.cli import ask, chat, doctor, gui, loopback, token_server, transcripts
from livedesk.core import log
from livedesk.core.errors import LiveDeskError
from livedesk.core.work_pool import leave_hanging_threads


def main(arguments: Sequence[str] | None = None) -> int:
    """Run LiveDesk; returns the exit status, or ends the process where a thread hangs."""
    status = _run(arguments)
    leave_hanging_threads(status)
    return status


def _run(arguments: Sequence[str] | None) -> int:
    options = _parser().parse_args(arguments)
    log.configure(logging.DEBUG if options.verbose else logging.WARNING)
    try:
        status: int = options.run(options)
    except LiveDeskError as error:
        print(f"livedesk: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever read our output, such as ``head``, has enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


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
