"""Faster or slower speech of the same pitch, by overlap-add at the places that fit best (WSOLA).

W. Verhelst, M. Roelands: An overlap-add technique based on waveform similarity (WSOLA) for high
quality time-scale modification of speech, ICASSP 1993.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.sound_file import RECORDING_RATE_HZ
from livedesk.core.audio_format import Samples, samples_in

# Two periods of the lowest voices; shorter sounds rough, longer doubles consonants.
_WINDOW = samples_in(32, RECORDING_RATE_HZ)
_HOP = _WINDOW // 2
# How far the best place is looked for: half a period of the lowest voices.
_REACH = samples_in(8, RECORDING_RATE_HZ)

_Floats = NDArray[np.float32]


class Stretch:
    """A stream of mono sound at 24 000 Hz, made ``speed`` times as fast."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        phase = np.arange(_WINDOW, dtype=np.float32) / _WINDOW
        self._window: _Floats = (0.5 - 0.5 * np.cos(2 * np.pi * phase)).astype(np.float32)
        self._input: _Floats = np.zeros(_REACH, np.float32)
        self._wanted = float(_REACH)
        self._natural: int | None = None
        self._tail: _Floats = np.zeros(_HOP, np.float32)

    def push(self, samples: Samples) -> Samples:
        """(n,) int16 in; what can be given out of it by now, (m,) int16."""
        if self._speed == 1.0:
            return samples
        self._input = np.concatenate((self._input, samples.astype(np.float32)))
        given: list[_Floats] = []
        while True:
            target = round(self._wanted)
            needed = max(target + _REACH, self._natural or 0) + _WINDOW
            if needed > len(self._input):
                break
            given.append(self._step(target))
            self._forget()
        if not given:
            return np.empty(0, np.int16)
        out: Samples = np.clip(np.concatenate(given), -32_768, 32_767).astype(np.int16)
        return out

    def finish(self) -> Samples:
        """The rest of the stream."""
        if self._speed == 1.0:
            return np.empty(0, np.int16)
        return self.push(np.zeros(_WINDOW + 2 * _REACH, np.int16))

    def _step(self, target: int) -> _Floats:
        place = target if self._natural is None else self._best(target, self._natural)
        frame = self._input[place : place + _WINDOW] * self._window
        out: _Floats = self._tail + frame[:_HOP]
        self._tail = frame[_HOP:]
        self._natural = place + _HOP
        self._wanted += _HOP * self._speed
        return out

    def _best(self, target: int, natural: int) -> int:
        """Where near ``target`` the sound is most like what would have followed."""
        like = self._input[natural : natural + _HOP]
        area = self._input[target - _REACH : target + _REACH + _HOP]
        products = np.correlate(area, like, "valid")
        squares = np.concatenate((np.zeros(1), np.cumsum(area.astype(np.float64) ** 2)))
        energy = squares[_HOP:] - squares[:-_HOP]
        return target - _REACH + int(np.argmax(products / np.sqrt(energy + 1.0)))

    def _forget(self) -> None:
        """Drop the input that no later step looks at."""
        n_old = min(round(self._wanted) - _REACH, self._natural or 0)
        if n_old > RECORDING_RATE_HZ:
            self._input = self._input[n_old:]
            self._wanted -= n_old
            self._natural = None if self._natural is None else self._natural - n_old
