"""Measures the real program and prints tables: ``packaging/bench [WHAT …] [--trials N]``.

WHAT is ``window``, ``reading``, ``duck``, ``faults``, ``soak``, ``tokens``, ``tools`` or
``underruns``; all of them by default.

Real window on a virtual screen, real sound through PulseAudio's virtual devices, the practice
server inside the program. What the sound server adds is part of every figure that ends at the
speaker.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    duck,
    faults,
    reading,
    soak,
    start,
    talk,
    tokens,
    tool_faults,
    tool_overhead,
    underruns,
)
from benchmarks.bench import Bench
from benchmarks.figures import table
from helpers.isolation import clean_environment


def main() -> int:
    """Measure, print, and end with status 0."""
    parser = argparse.ArgumentParser(prog="packaging/bench", description="Figures of LiveDesk.")
    parser.add_argument("--trials", type=int, default=20, help="of each measurement; default 20")
    parser.add_argument(
        "--minutes", type=float, default=2.0, help="of soak and underruns; default 2"
    )
    parser.add_argument("what", nargs="*", metavar="WHAT", help=f"of {', '.join(_PARTS)}")
    options = parser.parse_args()
    if unknown := set(options.what) - set(_PARTS):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    clean_environment()
    sys.stdout.write(f"{platform.system()}, Python {platform.python_version()}, ")
    sys.stdout.write(f"{os.cpu_count()} cores, practice server\n")
    for name in options.what or _PARTS:
        sys.stdout.write(f"\n{_PARTS[name](options)}\n")
        sys.stdout.flush()
    return 0


def _window(options: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder, Bench(Path(folder)) as b:
        figures = [*start.measure(b, options.trials), *talk.measure(b, options.trials)]
    return table(figures)


def _reading(options: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder, Bench(Path(folder)) as b:
        return table(reading.measure(b, options.trials))


def _duck(options: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder, Bench(Path(folder)) as b:
        return table(duck.measure(b, options.trials))


def _faults(options: argparse.Namespace) -> str:
    return faults.table(faults.measure(min(options.trials, _MOST_FAULT_TRIALS)))


def _soak(options: argparse.Namespace) -> str:
    return soak.measure(options.minutes).table()


def _tokens(_: argparse.Namespace) -> str:
    return table(tokens.measure())


def _tools(options: argparse.Namespace) -> str:
    return f"{table(tool_overhead.measure(options.trials))}\n\n{tool_faults.measured()}"


def _underruns(options: argparse.Namespace) -> str:
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder, Bench(Path(folder)) as b:
        return table(underruns.measure(b, options.minutes))


_PARTS: dict[str, Callable[[argparse.Namespace], str]] = {
    "window": _window,
    "reading": _reading,
    "duck": _duck,
    "faults": _faults,
    "soak": _soak,
    "tokens": _tokens,
    "tools": _tools,
    "underruns": _underruns,
}
# Some faults take a quarter of a minute to be noticed.
_MOST_FAULT_TRIALS = 10


if __name__ == "__main__":
    sys.exit(main())
