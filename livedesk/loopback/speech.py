"""Gives the practice server a voice: espeak-ng where the system has it, else recordings.

espeak-ng is under the GPL, so it is run as a program and never linked; the sound it makes is not
covered by its licence.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import shutil
import signal
from collections import OrderedDict
from typing import Protocol

import numpy as np

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples, samples_from_bytes
from livedesk.core.log import get_logger
from livedesk.loopback.recordings import Recordings
from livedesk.loopback.sample_rate import to_rate
from livedesk.loopback.voices import style_of

_log = get_logger("loopback")

# A canonical WAV header; espeak-ng writes no other chunks.
_HEADER_BYTES = 44
_ESPEAK_RATE_HZ = 22_050
# A sentence takes about 30 ms; a machine that needs 100 times that has something wrong.
_LIMIT_S = 5.0
# About two minutes of speech, 6 MB: every answer but the long story in two voices.
_CACHE_SAMPLES = 120 * PLAYBACK_RATE_HZ
_PAUSE_MS = 120
# Below this a sample of synthetic speech is silence.
_SILENCE = 60
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")


class Speech(Protocol):
    """Turns a sentence into sound."""

    async def speak(self, sentence: str, voice: str) -> Samples:
        """(n,) int16 mono at 24 kHz; with the pause after it."""
        ...


def choose_speech() -> Speech:
    """espeak-ng where it is installed, else the packaged recordings."""
    program = shutil.which("espeak-ng")
    return Recordings() if program is None else EspeakSpeech(program)


def sentences(text: str) -> list[str]:
    """``text`` in pieces that can be spoken one by one."""
    return [piece for piece in _SENTENCE.split(text.strip()) if piece]


class EspeakSpeech:
    """Speaks with espeak-ng as a program; what was said lately is remembered."""

    def __init__(self, program: str) -> None:
        self._program = program
        self._cache: OrderedDict[tuple[str, str], Samples] = OrderedDict()
        self._cached_samples = 0
        self._fallback = Recordings()

    async def speak(self, sentence: str, voice: str) -> Samples:
        """(n,) int16 mono at 24 kHz, by espeak-ng or, should that fail, from recordings."""
        key = (sentence, voice)
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        try:
            async with asyncio.timeout(_LIMIT_S):
                raw = await self._run(sentence, voice)
        except (OSError, TimeoutError) as error:
            _log.info("espeak-ng failed (%s), recordings speak instead", type(error).__name__)
            return await self._fallback.speak(sentence, voice)
        samples = _tidy(to_rate(samples_from_bytes(raw), _ESPEAK_RATE_HZ, PLAYBACK_RATE_HZ))
        self._remember(key, samples)
        return samples

    async def _run(self, sentence: str, voice: str) -> bytes:
        style = style_of(voice)
        process = await asyncio.create_subprocess_exec(
            self._program,
            *("-v", style.variant, "-p", str(style.pitch), "-s", str(style.words_per_minute)),
            *("--stdin", "--stdout", "-b", "1"),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            output, _ = await process.communicate(sentence.encode())
        except BaseException:
            # It may have ended by itself just now: that must not hide why nobody waits for it.
            with contextlib.suppress(ProcessLookupError):
                _end(process)
            if process.stdout is not None:
                await process.stdout.read()  # to its end, or the pipe is left open
            await process.wait()
            raise
        if process.returncode != 0 or len(output) <= _HEADER_BYTES:
            raise OSError(f"espeak-ng ended with {process.returncode}")
        return output[_HEADER_BYTES:]

    def _remember(self, key: tuple[str, str], samples: Samples) -> None:
        self._cache[key] = samples
        self._cached_samples += len(samples)
        while self._cached_samples > _CACHE_SAMPLES and len(self._cache) > 1:
            _, oldest = self._cache.popitem(last=False)
            self._cached_samples -= len(oldest)


def _end(process: asyncio.subprocess.Process) -> None:
    if os.name == "nt":
        process.kill()
    elif process.returncode is None:
        # ``kill`` would take the exit status away from asyncio's watcher, which then warns.
        os.kill(process.pid, signal.SIGKILL)


def _tidy(samples: Samples) -> Samples:
    """Without espeak-ng's own silence before and after, with a short pause at the end."""
    loud = np.flatnonzero(np.abs(samples.astype(np.int32)) > _SILENCE)
    if loud.size == 0:
        return samples
    pause = np.zeros(_PAUSE_MS * PLAYBACK_RATE_HZ // 1000, np.int16)
    return np.concatenate([samples[loud[0] : loud[-1] + 1], pause])
