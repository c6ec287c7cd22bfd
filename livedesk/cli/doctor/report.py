"""Runs the checks of ``livedesk doctor`` and prints what they find."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from livedesk import __version__
from livedesk.cli.doctor import loop, machine, server
from livedesk.cli.doctor.finding import Finding, Verdict

if TYPE_CHECKING:
    Subparsers = argparse._SubParsersAction[argparse.ArgumentParser]

CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    machine.check_python,
    machine.check_window,
    machine.check_sound,
    machine.check_speech,
    machine.check_tables,
    server.check_key,
    server.check_server,
    server.check_practice_server,
)
AUDIO_CHECKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    machine.check_sound,
    loop.check_devices,
    loop.check_loop,
)
_INDENT = " " * 28


def add_parser(commands: Subparsers) -> None:
    """Declare ``livedesk doctor``."""
    parser = commands.add_parser("doctor", help="what works on this machine, and what does not")
    parser.add_argument(
        "--audio", action="store_true", help="play a chirp and measure what comes back"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print every finding as it is made; returns 1 when one of them is a problem."""
    print(f"LiveDesk {__version__}")
    n_problems = 0
    for check in AUDIO_CHECKS if options.audio else CHECKS:
        for finding in check():
            n_problems += finding.verdict is Verdict.PROBLEM
            print(as_text(finding), flush=True)
    print("No problem was found." if n_problems == 0 else f"Problems: {n_problems}.")
    return 1 if n_problems else 0


def as_text(finding: Finding) -> str:
    """One line, and a second with the advice where there is some."""
    line = f"{finding.verdict.value:<8} {finding.subject:<18} {finding.fact}"
    return f"{line}\n{_INDENT}{finding.advice}" if finding.advice else line
