"""Changes the sample rate of whole recordings, with numpy alone.

The program's streaming resampler serves the sound devices; this one is for the two conversions a
server on the other side of a wire makes: its synthesiser's rate to 24 kHz, and an odd microphone
rate to 16 kHz.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livedesk.core.audio_format import Samples

# Zero crossings of the sinc on each side: 60 dB and more of alias suppression for speech.
_CROSSINGS = 8
# 1 % error in rate is no audible change of pitch, and bounds the filter bank.
_MOST_PHASES = 640


@lru_cache(maxsize=8)
def _filter_bank(up: int, down: int) -> NDArray[np.float32]:
    """(up, taps) windowed sinc, one row per position between two input samples."""
    cutoff = min(1.0, up / down)
    half = int(np.ceil(_CROSSINGS / cutoff))
    taps = np.arange(-half + 1, half + 1)
    positions = np.arange(up)[:, None] / up
    distance = taps[None, :] - positions
    window = np.cos(np.clip(distance / half, -1, 1) * np.pi / 2) ** 2
    bank = np.sinc(distance * cutoff) * window
    normalised: NDArray[np.float32] = (bank / bank.sum(axis=1, keepdims=True)).astype(np.float32)
    return normalised


def to_rate(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """(n,) int16 mono at ``from_hz`` as (m,) int16 mono at ``to_hz``."""
    if from_hz == to_hz or samples.size == 0:
        return samples
    ratio = Fraction(to_hz, from_hz).limit_denominator(_MOST_PHASES)
    if ratio.numerator > _MOST_PHASES:
        ratio = Fraction(_MOST_PHASES, round(_MOST_PHASES / ratio))
    up, down = ratio.numerator, ratio.denominator
    bank = _filter_bank(up, down)
    half = bank.shape[1] // 2
    padded = np.pad(samples.astype(np.float32), (half - 1, half + down))
    windows = np.lib.stride_tricks.sliding_window_view(padded, bank.shape[1])
    n_out = samples.size * up // down
    out = np.empty(n_out, np.float32)
    for phase in range(up):
        # Output n lies at input n * down / up: a whole sample and one of the bank's positions.
        whole, row = divmod(phase * down, up)
        count = len(range(phase, n_out, up))
        out[phase::up] = windows[whole::down][:count] @ bank[row]
    return np.clip(np.rint(out), -32_768, 32_767).astype(np.int16)


class RateChanger:
    """Brings chunks of one stream to 16 kHz, chunk by chunk; a rate change starts anew.

    Chunks are converted with the tail of the one before in front, so that no click is heard.
    """

    _OVERLAP_MS = 10

    def __init__(self, to_hz: int) -> None:
        self._to_hz = to_hz
        self._from_hz = to_hz
        self._tail: Samples = np.zeros(0, np.int16)

    def feed(self, samples: Samples, from_hz: int) -> Samples:
        """The chunk at the target rate."""
        if from_hz == self._to_hz:
            return samples
        if from_hz != self._from_hz:
            self._from_hz = from_hz
            self._tail = np.zeros(from_hz * self._OVERLAP_MS // 1000, np.int16)
        joined = np.concatenate([self._tail, samples])
        n_wanted = round(len(samples) * self._to_hz / from_hz)
        keep = from_hz * self._OVERLAP_MS // 1000
        self._tail = joined[-keep:]
        converted = to_rate(joined, from_hz, self._to_hz)
        # Half of the overlap comes before, half after: both edges lie inside known samples.
        skip = round(keep * self._to_hz / from_hz / 2)
        return converted[skip : skip + n_wanted]
