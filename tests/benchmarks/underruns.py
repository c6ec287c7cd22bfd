"""Whether the voice breaks off in a long talk while another program keeps one core busy."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks.bench import Bench, cpu_s, note
from benchmarks.figures import Figure

_STORY_LIMIT_S = 240.0


def measure(bench: Bench, minutes: float) -> list[Figure]:
    """One story after the other in the real window for so long."""
    with bench.window("--talk") as window, _one_busy_core():
        window.wait_for_phase("LISTENING")
        begun_s, used_s = time.monotonic(), cpu_s(window.pid)
        n_stories = 0
        while time.monotonic() - begun_s < minutes * 60:
            bench.ask_aloud("tell me a long story")
            window.wait_for_phase("SPEAKING")
            window.wait_for_phase("LISTENING", timeout_s=_STORY_LIMIT_S)
            n_stories += 1
            note(f"{(time.monotonic() - begun_s) / 60:.1f} min: {window.ask('sound')}")
        lasted_s = time.monotonic() - begun_s
        cpu = (cpu_s(window.pid) - used_s) / lasted_s * 100
        sound = window.ask("sound")
    return [
        Figure("lasted", "min", [lasted_s / 60]),
        Figure("stories told to their end", "", [float(n_stories)]),
        Figure("underruns", "", [float(sound["underruns"])]),
        Figure("blocks the speaker had to do without", "", [float(sound["lost_blocks"])]),
        Figure("blocks of the microphone that were lost", "", [float(sound["overruns"])]),
        Figure("CPU, practice server included", "% of a core", [cpu]),
    ]


@contextmanager
def _one_busy_core() -> Iterator[None]:
    busy = subprocess.Popen([sys.executable, "-c", "while True: pass"])
    try:
        yield
    finally:
        busy.kill()
        busy.wait()
