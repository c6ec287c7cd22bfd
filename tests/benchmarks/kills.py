"""Kills the store a thousand times: ``python -m benchmarks.kills [--kills N]``."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from helpers.store_kills import many_kills


def main() -> int:
    """Kill, print the table; status 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="benchmarks.kills")
    parser.add_argument("--kills", type=int, default=1_000)
    options = parser.parse_args()
    began_s = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="livedesk-kills-") as folder:
        result = many_kills(Path(folder), options.kills, random.Random(), longest_s=0.15)
    sys.stdout.write(
        "| kills | acknowledged | found | lost | written, not acknowledged | integrity failures "
        "| seconds |\n|---|---|---|---|---|---|---|\n"
        f"| {result.kills} | {result.acknowledged} | {result.found} | {result.lost} "
        f"| {result.unacknowledged} | {result.broken} | {time.monotonic() - began_s:.0f} |\n"
    )
    return 1 if result.lost or result.broken else 0


if __name__ == "__main__":
    sys.exit(main())
