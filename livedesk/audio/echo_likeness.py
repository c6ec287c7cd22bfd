"""Whether a moment of the microphone is the speaker's sound, whatever a canceller made of it. Pure.

A canceller that has just begun, or whose reference slipped (a device lost a block), lets the
assistant's voice through as loud as it came. Then only likeness tells the assistant from the
person: an echo resembles what was played a moment ago, a person does not.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, samples_in

# 4 kHz hold most of a voice's energy, and a quarter of the work.
_STEP = 4
_RATE_HZ = CAPTURE_RATE_HZ // _STEP
# So long a moment is compared: shorter ones resemble everything, longer ones bridge a barge-in.
_WINDOW = samples_in(240, _RATE_HZ)
_MOST_LAG = samples_in(420, _RATE_HZ)
# A slip moves the echo by a lost block or two.
_SLIP = samples_in(60, _RATE_HZ)
_KEPT_MS = 1_000
# Likeness of moments of speech in simulated rooms (echo alone, 250 to 600 ms of reverberation):
# 0.3 to 0.8, half of them above 0.5; without reverberation 1.0. A person's: half below 0.2.
_LEAST_ALIKE = 0.34
# Only the loud pieces of a moment count, those within 12 dB of the loudest: a sound that has just
# begun would else be compared with the silence before it.
_PIECE = samples_in(20, _RATE_HZ)
_ACTIVE = 0.06
_FAINTEST = 1e-9


class EchoLikeness:
    """Compares the last quarter of a second with what was played. Used by one thread."""

    def __init__(self) -> None:
        self._near = RecentSamples(_KEPT_MS, _RATE_HZ)
        self._far = RecentSamples(_KEPT_MS, _RATE_HZ)

    def push(self, near: Samples, far: Samples) -> None:
        """Take equally long runs, int16 at 16 000 Hz: what is sent on, and what was played."""
        self._near.write(_decimated(near))
        self._far.write(_decimated(far))

    def is_echo(self, lag_ms: float | None) -> bool:
        """Whether the last moment is what was played.

        Args:
            lag_ms: how late the echo comes as far as known, None when unknown.
        """
        return self.likeness(lag_ms) > _LEAST_ALIKE

    def likeness(self, lag_ms: float | None) -> float:
        """The highest normalised correlation at any lag that comes into question, 0 … 1."""
        low, high = 0, _MOST_LAG
        if lag_ms is not None:
            lag = round(lag_ms * _RATE_HZ / 1000)
            low, high = max(0, lag - _SLIP), min(_MOST_LAG, lag + _SLIP)
        heard = _whitened(self._near.window(self._near.written, _WINDOW))
        played = self._far.window(self._far.written - low, _WINDOW + high - low)
        return _likeness(heard, _whitened(played))


def _decimated(run: Samples) -> Samples:
    """A quarter of the samples, each the mean of four: what folds over is weak in a voice."""
    means: Samples = run.reshape(-1, _STEP).mean(axis=1).astype(np.int16)
    return means


def _whitened(run: Samples) -> NDArray[np.float32]:
    """Its differences: a voice falls off towards the high, and pitch alone resembles any pitch."""
    return np.diff(run.astype(np.float32), prepend=np.float32(run[0]))


def _likeness(heard: NDArray[np.float32], played: NDArray[np.float32]) -> float:
    n_lags = len(played) - len(heard) + 1
    pieces = heard.reshape(-1, _PIECE)
    power = np.mean(np.square(pieces), axis=1)
    mask = np.repeat(power > _ACTIVE * float(power.max()), _PIECE).astype(np.float32)
    heard = heard * mask
    size = 1 << (len(played) + len(heard) - 1).bit_length()
    spectrum = np.fft.rfft(played, size) * np.conj(np.fft.rfft(heard, size))
    products = np.abs(np.fft.irfft(spectrum, size)[:n_lags])
    shadow = np.fft.rfft(np.square(played), size) * np.conj(np.fft.rfft(mask, size))
    energies = np.maximum(np.fft.irfft(shadow, size)[:n_lags], 0)
    energy = float(np.sum(np.square(heard, dtype=np.float64)))
    # Where hardly anything was played, nothing can be alike; rounding would make it so.
    floor = max(_FAINTEST, 1e-3 * float(energies.max(initial=0)))
    return float(np.max(products / np.sqrt(np.maximum(energies, floor) * (energy + _FAINTEST))))
