"""Hears the person begin to speak over the assistant, before the canceller lets them through.

While it expects an echo, AEC3 holds down the first 60 to 250 ms of a person who speaks, and for as
long where there is none, as with headphones. So the speaker is turned down by what the microphone
took: by any band of it that is louder than an echo has made it. Where the echo is as loud as the
person that says nothing, and the speech gate behind the canceller is the first to hear them.

Without an echo, in the real window: 28 ms from the onset (median of 30; p95 243 ms on a busy
machine). With one it depends on the word and on what is played just then: in simulated rooms with
an echo 20 dB below what is played 20 to 30 ms for some words, more than 300 ms for others, which
the gate then hears first. Of echoes alone it heard nobody in 200 s of simulated rooms. A live
speaker at -20 dB was ducked for nobody about once a minute, by this or by the gate; at -6 dB not
once.
"""

from __future__ import annotations

from collections import deque
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.levels import SILENCE_DB
from livedesk.core.audio_format import FULL_SCALE, Samples

# Short enough that two in a row fit into one block of the microphone; a click is one.
STEP_MS = 10
# What is looked at in each step: a window twice as long.
WINDOW_MS = 20
_STEPS_TO_BEGIN = 2
# As in the speech gate: 300 ms without are a pause, less is a breath inside a sentence.
_STEPS_OF_PAUSE = 30
# Narrow enough that an echo and a voice seldom lie in the same one; hum lies below all of them.
_EDGES_HZ = (200, 500, 900, 1500, 2400, 3800, 7500)
_N_BANDS = len(_EDGES_HZ) - 1
# The floor is the quietest step of the last 1.6 s.
_NOISE_STEPS = 160
_ABOVE_NOISE_DB = 12.0
_QUIETEST_DB = -58.0
# The loudest of the last 6 s is what an echo can be; before a second of it was heard, nothing is.
_LEARNED_STEPS = 600
_STEPS_TO_LEARN = 100
_ABOVE_ECHO_DB = 6.0
_PLAYING_DB = -70.0
# An echo comes up to 300 ms late and rings on; where its delay is known, it is looked for there:
# the two sides are brought together to 40 ms, and 120 ms cover a room's answer.
_ECHO_STEPS = 50
_BEFORE_STEPS, _AFTER_STEPS = 4, 12
# A delay that is found more exactly is the same one.
_SAME_DELAY_STEPS = 2

Bands = NDArray[np.float64]


class EarlyOnset:
    """Decides in steps of 10 ms, from the bands of both sides alone. Pure; used by one thread.

    What the person says is not taken for an echo: what stands out is not learned from.
    """

    def __init__(self) -> None:
        self._noise = np.full((_NOISE_STEPS, _N_BANDS), np.inf)
        self._n_steps = 0
        self._far: deque[Bands] = deque(maxlen=_ECHO_STEPS + _AFTER_STEPS)
        # How much louder the microphone was than what was played, step by step.
        self._ratios = np.full((_LEARNED_STEPS, _N_BANDS), -np.inf)
        self._n_learned = 0
        self._delay: int | None = None
        self._n_loud = self._n_quiet = 0

    def set_delay_ms(self, delay_ms: float | None) -> None:
        """How late the echo is, as far as known. Another delay is another room."""
        delay = None if delay_ms is None else round(delay_ms / STEP_MS)
        if delay is None or self._delay is None:
            is_same = delay is self._delay
        else:
            is_same = abs(delay - self._delay) <= _SAME_DELAY_STEPS
        if not is_same:
            self._delay = delay
            self._n_learned = 0

    def hear_far(self, bands: Bands) -> None:
        """``bands_db`` of what left for the speaker, step by step."""
        self._far.append(bands)

    def begins(self, near: Bands, *, is_speech: bool, n_later: int = 0) -> bool:
        """Whether the person begins to speak in this step.

        Args:
            near: ``bands_db`` of what the microphone took.
            is_speech: whether the speech gate hears the person anyway.
            n_later: steps of the microphone that are there already, after this one.
        """
        self._noise[self._n_steps % _NOISE_STEPS] = near
        self._n_steps += 1
        floor = np.maximum(self._noise.min(axis=0) + _ABOVE_NOISE_DB, _QUIETEST_DB)
        played = self._played(n_later)
        if played is None:
            return self._follow(bool(np.any(near > floor)))
        knows_echo = self._n_learned >= _STEPS_TO_LEARN
        echo = self._ratios[: self._n_learned].max(axis=0) if knows_echo else np.inf
        is_loud = bool(np.any(near > np.maximum(floor, played + echo + _ABOVE_ECHO_DB)))
        if not (is_loud or is_speech):
            self._ratios[self._n_learned % _LEARNED_STEPS] = near - played
            self._n_learned += 1
        return self._follow(is_loud)

    def _played(self, n_later: int) -> Bands | None:
        """The loudest of what may be heard as an echo now, or None."""
        end = len(self._far) - n_later
        start = end - _ECHO_STEPS
        if self._delay is not None:
            start = end - self._delay - _AFTER_STEPS
            end = end - max(0, self._delay - _BEFORE_STEPS)
        taken = [self._far[k] for k in range(max(0, start), end)]
        if not taken:
            return None
        loudest: Bands = np.max(taken, axis=0)
        return np.maximum(loudest, _PLAYING_DB) if loudest.max() > _PLAYING_DB else None

    def _follow(self, is_loud: bool) -> bool:
        if not is_loud:
            self._n_loud = 0
            self._n_quiet += 1
            return False
        self._n_loud += 1
        is_onset = self._n_loud == _STEPS_TO_BEGIN and self._n_quiet >= _STEPS_OF_PAUSE
        if self._n_loud >= _STEPS_TO_BEGIN:
            self._n_quiet = 0
        return is_onset


def bands_db(samples: Samples, rate_hz: int) -> Bands:
    """(6,) power in dBFS of 20 ms of int16, band by band of what speech is made of."""
    window, starts, scale = _measures(len(samples), rate_hz)
    spectrum = np.fft.rfft(samples * window)
    power = np.add.reduceat(spectrum.real**2 + spectrum.imag**2, starts)[:-1]
    bands: Bands = np.maximum(10 * np.log10(power * scale + 1e-12), SILENCE_DB)
    return bands


@lru_cache(maxsize=8)
def _measures(n_samples: int, rate_hz: int) -> tuple[NDArray[np.float64], NDArray[np.intp], float]:
    """Window, first bin of each band and of what lies above, and what makes it dBFS."""
    window = np.hanning(n_samples)
    highest_hz = rate_hz / 2
    edges = [min(edge, highest_hz * 0.98) for edge in _EDGES_HZ]
    starts = np.array([round(edge * n_samples / rate_hz) for edge in edges], np.intp)
    return window, starts, 2.0 / (FULL_SCALE**2 * n_samples * float(np.sum(window**2)))
