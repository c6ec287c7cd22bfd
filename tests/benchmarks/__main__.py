"""Measures the real program and prints a table: ``packaging/bench [--trials N]``.

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
from pathlib import Path

from benchmarks import start, talk
from benchmarks.bench import Bench
from benchmarks.figures import table
from helpers.isolation import clean_environment


def main() -> int:
    """Measure, print, and end with status 0."""
    parser = argparse.ArgumentParser(prog="packaging/bench", description="Figures of LiveDesk.")
    parser.add_argument("--trials", type=int, default=20, help="of each measurement; default 20")
    options = parser.parse_args()
    clean_environment()
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder, Bench(Path(folder)) as b:
        figures = [*start.measure(b, options.trials), *talk.measure(b, options.trials)]
    sys.stdout.write(f"{platform.system()}, Python {platform.python_version()}, ")
    sys.stdout.write(f"{os.cpu_count()} cores, practice server\n\n{table(figures)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
