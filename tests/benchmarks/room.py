"""The table of the simulated room: ``python -m benchmarks.room`` in the tests' folder."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from helpers.room import (
    Nlms,
    Room,
    Scene,
    convergence_s,
    erle_db,
    near_snr_db,
    near_stoi,
    processed,
    scene,
)

from livedesk.audio.echo import EchoCanceller, open_canceller
from livedesk.audio.half_duplex import HalfDuplexGate
from livedesk.core.audio_format import Samples
from livedesk.core.audio_processing import Processing

ROOMS = {
    "60 ms": Room(),
    "20 ms": Room(delay_ms=20),
    "120 ms": Room(delay_ms=120),
    "250 ms": Room(delay_ms=250),
    "60 ms, 100 ppm": Room(drift_ppm=100),
    "60 ms, -100 ppm": Room(drift_ppm=-100),
}
CANCELLERS: dict[str, Callable[[], EchoCanceller | None]] = {
    "none": lambda: None,
    "NLMS": Nlms,
    "half duplex": HalfDuplexGate,
    "AEC": lambda: open_canceller(Processing(echo_cancelling=True)),
    "AEC + NS": lambda: open_canceller(Processing(echo_cancelling=True, noise_suppression=True)),
}
_WINDOWS_S = ((0.5, 2.0), (2.0, 5.0), (5.0, 9.0))


class _Timed:
    """Counts what a canceller costs."""

    def __init__(self, canceller: EchoCanceller) -> None:
        self._canceller = canceller
        self.costs_us: list[float] = []

    def process(self, near: Samples, far: Samples | None) -> None:
        begun_s = time.thread_time()
        self._canceller.process(near, far)
        self.costs_us.append((time.thread_time() - begun_s) * 1e6)

    def set_delay_ms(self, delay_ms: float) -> None:
        self._canceller.set_delay_ms(delay_ms)


def main() -> None:
    """Print one line for each room and canceller."""
    out = sys.stdout.write
    windows = " ".join(f"{a:g}-{b:g}s" for a, b in _WINDOWS_S)
    out(f"{'room':16} {'canceller':12} ERLE dB {windows} | converged s | ")
    out("near segSNR dB | STOI | CPU us/10 ms\n")
    with tempfile.TemporaryDirectory() as folder:
        for room_name, room in ROOMS.items():
            recorded = scene(room, Path(folder))
            for name, build in CANCELLERS.items():
                out(f"{room_name:16} {name:12} {_line(recorded, build())}\n")


def _line(recorded: Scene, canceller: EchoCanceller | None) -> str:
    timed = _Timed(canceller) if canceller is not None else None
    cleaned = processed(recorded, timed)
    erles = " / ".join(f"{erle_db(recorded, cleaned, *window):5.1f}" for window in _WINDOWS_S)
    cost_us = float(np.median(timed.costs_us)) if timed is not None else 0.0
    return (
        f"{erles} | {convergence_s(recorded, cleaned):5.2f} | "
        f"{near_snr_db(recorded, cleaned):5.1f} | {near_stoi(recorded, cleaned):4.2f} | "
        f"{cost_us:6.0f}"
    )


if __name__ == "__main__":
    main()
