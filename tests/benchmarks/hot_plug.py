"""A headset plugged in and out of a talk: ``python -m benchmarks.hot_plug [--rounds N]``.

First every gap is measured: from pulling the headset out until the assistant is heard at the other
speaker, and the longest pause between two frames of the microphone. Then questions are asked while
the headset comes and goes at random moments, and lost turns are counted.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from benchmarks.bench import note
from benchmarks.figures import Figure, table
from helpers.hot_plug import PluggedTalk, Plugging, plug_at_random
from helpers.isolation import clean_environment
from helpers.speaker_monitor import SpeakerMonitor
from helpers.virtual_sound import VirtualSound

from livedesk.core.audio_format import AudioFrame

_RATE_HZ = 24_000
_TONE_S = 6.0
_SETTLE_S = 0.5


async def _gaps(sound: VirtualSound, folder: Path, n_trials: int) -> list[Figure]:
    sound_ms: list[float] = []
    frame_ms: list[float] = []
    monitor = SpeakerMonitor(sound.record())
    async with PluggedTalk(sound, folder) as talk:
        stamps: list[float] = []

        def on_frame(frame: AudioFrame) -> None:
            stamps.append(frame.captured_at_s)

        await talk.audio.open_microphone(on_frame)
        for trial in range(n_trials):
            note(f"unplugged {trial + 1} of {n_trials}")
            await talk.headset.toggle("speaker", "microphone")
            await talk.until(lambda: talk.is_on_best_devices)
            talk.audio.begin_turn()
            talk.audio.play(_tone(), _RATE_HZ)
            await asyncio.sleep(_SETTLE_S)
            stamps.clear()
            await talk.headset.unplug("microphone")
            unplugged_s = time.monotonic()
            await talk.headset.unplug("speaker")
            heard_s = await asyncio.to_thread(monitor.wait_for_sound, unplugged_s)
            sound_ms.append((heard_s - unplugged_s) * 1000)
            await talk.until(lambda: talk.is_on_best_devices)
            await asyncio.sleep(_SETTLE_S)
            pauses = [after - before for before, after in itertools.pairwise(stamps)]
            frame_ms.append(max(pauses, default=0.0) * 1000)
            talk.audio.flush()
    return [
        Figure("speaker unplugged to sound again", "ms", sound_ms),
        Figure("longest pause of the microphone's frames", "ms", frame_ms),
    ]


def _tone() -> bytes:
    t = np.arange(round(_RATE_HZ * _TONE_S)) / _RATE_HZ
    return (9000 * np.sin(2 * np.pi * 300 * t)).astype("<i2").tobytes()


async def _rounds(sound: VirtualSound, folder: Path, n_rounds: int, seed: int) -> Plugging:
    async with PluggedTalk(sound, folder) as talk:
        return await plug_at_random(talk, n_rounds, seed)


async def measure(n_rounds: int, n_trials: int, seed: int) -> tuple[list[Figure], Plugging]:
    """Gaps first, then the random talk; on virtual devices of its own."""
    with VirtualSound() as sound, tempfile.TemporaryDirectory() as folder:
        os.environ.update(sound.env)
        figures = await _gaps(sound, Path(folder), n_trials)
        return figures, await _rounds(sound, Path(folder), n_rounds, seed)


def main() -> int:
    """Measure and print; status 1 when a turn was lost."""
    parser = argparse.ArgumentParser(description="A headset plugged in and out of a talk.")
    parser.add_argument("--rounds", type=int, default=100, help="of the random talk")
    parser.add_argument("--trials", type=int, default=20, help="of each gap")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    clean_environment()
    figures, outcome = asyncio.run(measure(options.rounds, options.trials, options.seed))
    sys.stdout.write(f"{table(figures)}\n\nplugged: {outcome.n_rounds}\n")
    for name, found in (("lost turns", outcome.lost), ("on the wrong device", outcome.stuck)):
        sys.stdout.write(f"{name}: {len(found)} {' '.join(found)}\n")
    return int(bool(outcome.lost or outcome.stuck))


if __name__ == "__main__":
    sys.exit(main())
