"""A long talk on open speakers: ``python -m benchmarks.echo_talk [--minutes N] [--no-canceller]``.

The speaker's monitor is mixed into the microphone at -6 dB and 60 ms. Stories are told through the
real engine; the person lets them go on for a while, then talks over them. Printed is how often the
assistant interrupted itself (target 0), and how many barge-ins were heard (target all).
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import sys
import tempfile
import time
from itertools import cycle
from pathlib import Path

from benchmarks.bench import cpu_s, note
from benchmarks.figures import Figure, table
from helpers.isolation import clean_environment
from helpers.spoken_talk import SpokenTalk
from helpers.virtual_sound import VirtualSound

from livedesk.core.audio_processing import Preset, Processing

# Every tenth story is heard for more than 30 s.
_LISTEN_S = (6.0, 8.0, 5.0, 10.0, 7.0, 6.5, 9.0, 5.5, 7.5, 32.0)
_BARGE_INS = ("how are you", "what time is it", "stop", "tell me a joke")


class Tally:
    """What happened so far."""

    def __init__(self) -> None:
        self.self_interruptions = 0
        self.tried = 0
        self.heard_ms: list[float] = []
        self.delays_ms: list[float] = []


async def talk_for(talk: SpokenTalk, duration_s: float) -> Tally:
    """Stories and barge-ins until the time is over."""
    tally, listens, phrases = Tally(), cycle(_LISTEN_S), cycle(_BARGE_INS)
    end_s = time.monotonic() + duration_s
    while time.monotonic() < end_s:
        await talk.begin_story()
        tally.self_interruptions += await talk.listen(next(listens))
        phrase = next(phrases)
        if talk.audio.echo_delay_ms is not None:
            tally.delays_ms.append(talk.audio.echo_delay_ms)
        heard_ms = await _barge_in(talk, phrase)
        tally.tried += 1
        if heard_ms is not None:
            tally.heard_ms.append(heard_ms)
        else:
            note(f"not heard: {phrase!r} at {duration_s - end_s + time.monotonic():.0f} s")
        note(f"{len(tally.heard_ms)} of {tally.tried}, self {tally.self_interruptions}")
        await talk.until(lambda: not talk.audio.is_playing, 120)
    return tally


async def _barge_in(talk: SpokenTalk, phrase: str) -> float | None:
    """Talk over a story: milliseconds until it was silenced, None when it went on."""
    n_cut, begun_s = talk.n_cut, time.monotonic()
    saying = asyncio.gather(talk.say(phrase))
    try:
        await talk.until(lambda: talk.n_cut > n_cut, 6.0)
    except TimeoutError:
        await saying
        return None
    cut_ms = (time.monotonic() - begun_s) * 1000
    await saying
    await asyncio.sleep(1.5)
    return cut_ms


async def measure(minutes: float, processing: Processing) -> Tally:
    """The whole run on virtual devices of its own."""
    with VirtualSound() as sound, tempfile.TemporaryDirectory() as folder:
        os.environ.update(sound.env)
        sound.echo(True)
        async with SpokenTalk(sound, Path(folder), processing) as talk:
            begun_cpu_s, begun_s = cpu_s(os.getpid()), time.monotonic()
            tally = await talk_for(talk, minutes * 60)
            busy = (cpu_s(os.getpid()) - begun_cpu_s) / (time.monotonic() - begun_s)
            note(f"processor: {busy:.1%} of one core, practice server included")
            note(f"underruns {talk.audio.underruns}, overruns {talk.audio.overruns}")
            note(f"errors: {[error.user_message for error in talk.errors]}")
    return tally


def main() -> int:
    """Measure and print; status 1 when the assistant interrupted itself or missed the person."""
    parser = argparse.ArgumentParser(description="A long talk on open speakers.")
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--no-canceller", action="store_true", help="for comparison")
    options = parser.parse_args()
    clean_environment()
    logging.basicConfig(level=logging.WARNING)
    processing = Processing() if options.no_canceller else Preset.SPEAKERS.processing
    tally = asyncio.run(measure(options.minutes, processing))
    figures = [
        Figure("barge-in until silenced, from the start of the sound file", "ms", tally.heard_ms),
        Figure("echo delay, as found", "ms", tally.delays_ms),
    ]
    sys.stdout.write(f"self-interruptions: {tally.self_interruptions}\n")
    sys.stdout.write(f"barge-ins heard: {len(tally.heard_ms)} of {tally.tried}\n\n")
    sys.stdout.write(f"{table(figures)}\n")
    return int(tally.self_interruptions > 0 or len(tally.heard_ms) < tally.tried)


if __name__ == "__main__":
    sys.exit(main())
