"""Whether what the session gets still holds what the speaker plays. Pure.

The canceller's own estimate (``echo_delay``) goes by phase alone and finds an echo that nobody
hears; here it matters how loud it is. So this is a plain normalised cross-correlation of the sound
as it is sent on, at a quarter of the rate: 4 kHz hold most of a voice's energy.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FULL_SCALE, Samples, duration_ms, samples_in

_STEP = 4
_RATE_HZ = CAPTURE_RATE_HZ // _STEP
_WINDOW = samples_in(1_000, _RATE_HZ)
_MOST_LAG = samples_in(500, _RATE_HZ)
_KEPT_MS = 1_600
_EVERY = samples_in(1_000, _RATE_HZ)
_FFT = 8_192
# Below this the assistant does not speak, or nothing comes back that a server would hear.
_PLAYED_DB = -50.0
_HEARD_DB = -50.0
# Share of the microphone's amplitude that is the echo: rooms give 0.4 to 0.9, a person who talks
# over it or a good canceller less than 0.2, unrelated speech 0.15 at most.
_ALIKE = 0.3
# Two looks of a second each, at the same lag within 10 ms.
_LOOKS = 2
_SAME_LAG = samples_in(10, _RATE_HZ)


@dataclass(frozen=True, slots=True)
class Leak:
    """The speaker reaches the session through the microphone.

    Attributes:
        lag_ms: how much later than in the reference, in milliseconds.
        heard_db: how loud the microphone is meanwhile, in dBFS.
    """

    lag_ms: float
    heard_db: float


class EchoWatch:
    """Looks once for each second of playing; silence costs nothing. Used by one thread.

    Attributes:
        n_looks: how often it was looked, so that a leak can be told from an older one.
        leak: what was found at the last looks, which must agree; None when there is none.
    """

    def __init__(self) -> None:
        self.leak: Leak | None = None
        self.n_looks = 0
        # Kept at full rate, made slower with each look: a hundred small runs a second cost more.
        self._near = RecentSamples(_KEPT_MS, CAPTURE_RATE_HZ)
        self._far = RecentSamples(_KEPT_MS, CAPTURE_RATE_HZ)
        self._next_look = _STEP * (_WINDOW + _MOST_LAG)
        self._n_alike = 0
        self._last_lag = 0

    def push(self, near: Samples, far: Samples) -> None:
        """Take equally long runs, int16 at 16 000 Hz: what is sent on, and what was played."""
        self._near.write(near)
        self._far.write(far)
        if self._near.written < self._next_look:
            return
        self._next_look = self._near.written + _STEP * _EVERY
        heard = _newest(self._near, _WINDOW)
        played = _newest(self._far, _WINDOW + _MOST_LAG)
        if _db(played) < _PLAYED_DB:
            return  # nothing can be told
        self.n_looks += 1
        heard_db = _db(heard)
        lag, likeness = _best(heard, played)
        if likeness < _ALIKE or heard_db < _HEARD_DB:
            self._n_alike = 0
            self.leak = None
            return
        same = self._n_alike == 0 or abs(lag - self._last_lag) <= _SAME_LAG
        self._n_alike = self._n_alike + 1 if same else 1
        self._last_lag = lag
        enough = self._n_alike >= _LOOKS
        self.leak = Leak(duration_ms(lag, _RATE_HZ), heard_db) if enough else None


def _newest(recent: RecentSamples, n_samples: int) -> NDArray[np.float32]:
    """The newest samples at the lower rate: means of four, since what folds over is weak."""
    run = recent.window(recent.written, _STEP * n_samples).astype(np.float32)
    means: NDArray[np.float32] = run.reshape(-1, _STEP).mean(axis=1) / np.float32(FULL_SCALE)
    return means


def _db(sound: NDArray[np.float32]) -> float:
    return 10 * float(np.log10(np.mean(np.square(sound)) + 1e-12))


def _best(heard: NDArray[np.float32], played: NDArray[np.float32]) -> tuple[int, float]:
    """The lag in samples at which ``heard`` is most like the past of ``played``, and how much."""
    spectrum = np.fft.rfft(played, _FFT) * np.conj(np.fft.rfft(heard, _FFT))
    products = np.abs(np.fft.irfft(spectrum)[: _MOST_LAG + 1])
    squares = np.concatenate((np.zeros(1, np.float64), np.cumsum(np.square(played, dtype=float))))
    energies = squares[_WINDOW : _WINDOW + _MOST_LAG + 1] - squares[: _MOST_LAG + 1]
    scale = np.sqrt(np.maximum(energies, 0) * float(np.sum(np.square(heard)))) + 1e-6
    likeness = products / scale
    best = int(np.argmax(likeness))
    # The window of the microphone ends where the reference ends.
    return _MOST_LAG - best, float(likeness[best])
