"""How long it takes until there is a window, and until it listens."""

from __future__ import annotations

from benchmarks.bench import Bench, note
from benchmarks.figures import Figure


def measure(bench: Bench, trials: int) -> list[Figure]:
    """Start the program over and over with ``--talk``; the practice server starts with it."""
    painted_ms, ready_ms = [], []
    for trial in range(trials):
        note(f"start {trial + 1} of {trials}")
        with bench.window("--talk") as window:
            marks = window.wait_for_phase("LISTENING")["marks"]
            painted_ms.append((marks["PAINTED"] - window.started_at_s) * 1000)
            ready_ms.append((marks["LISTENING"] - window.started_at_s) * 1000)
    return [
        Figure("start to window", "ms", painted_ms),
        Figure("start to ready", "ms", ready_ms),
    ]
