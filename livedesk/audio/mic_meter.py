"""What the microphone itself gives, frame by frame, before anything is done to it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from livedesk.core.audio_format import FRAME_MS, FULL_SCALE, Samples

# Within the last step of 16 bits below full scale: converters and volume controls stop there.
_CLIPPED = 32_700
# One sample at the end of the range may be chance, a flat top is not.
_CLIPPED_SAMPLES = 3
# Peak of a frame in a silent room, by a microphone that works: its own noise, no voice.
_FLOOR_DB = -50.0
# Softer than this is no room but cable and converter.
_FAINT_DB = -66.0
_CLIPPED_WINDOW_FRAMES = 2_000 // FRAME_MS
# A microphone that gives its own noise for so long does not fall silent between two words.
_FLOOR_FRAMES = 500 // FRAME_MS


@dataclass(frozen=True, slots=True)
class MicReading:
    """What can be told of a microphone at one time.

    Attributes:
        open_ms: sound taken since it was opened, in milliseconds.
        zero_ms: for how long there is nothing but zeros, in milliseconds.
        faint_ms: for how long nothing was louder than −66 dBFS, zeros included.
        has_heard: whether anything but zeros ever came.
        has_floor: whether it gives its own noise between words, so that zeros mean a fault.
        clipped_ms: frames with a flat top in the last two seconds, in milliseconds.
    """

    open_ms: float = 0.0
    zero_ms: float = 0.0
    faint_ms: float = 0.0
    has_heard: bool = False
    has_floor: bool = False
    clipped_ms: float = 0.0


class MicMeter:
    """``note`` on one thread; ``reading`` on any."""

    def __init__(self) -> None:
        self._clipped: deque[bool] = deque(maxlen=_CLIPPED_WINDOW_FRAMES)
        self._n_clipped = 0
        self._n_frames = self._zero_run = self._faint_run = self._floor_run = 0
        self._has_heard = self._has_floor = False

    @property
    def reading(self) -> MicReading:
        """As it is now."""
        return MicReading(
            open_ms=self._n_frames * FRAME_MS,
            zero_ms=self._zero_run * FRAME_MS,
            faint_ms=self._faint_run * FRAME_MS,
            has_heard=self._has_heard,
            has_floor=self._has_floor,
            clipped_ms=self._n_clipped * FRAME_MS,
        )

    def note(self, samples: Samples) -> bool:
        """Take a frame of 20 ms, int16 as it came; returns whether it is clipped."""
        highest, lowest = int(samples.max()), int(samples.min())
        peak = max(highest, -lowest)
        is_clipped = peak >= _CLIPPED and _n_flat(samples) >= _CLIPPED_SAMPLES
        self._n_frames += 1
        # A constant is what some drivers give instead of zeros.
        is_nothing = highest == lowest
        self._zero_run = self._zero_run + 1 if is_nothing else 0
        self._has_heard = self._has_heard or not is_nothing
        self._faint_run = self._faint_run + 1 if is_nothing or _is_below(peak, _FAINT_DB) else 0
        is_floor = not is_nothing and _is_below(peak, _FLOOR_DB)
        self._floor_run = self._floor_run + 1 if is_floor else 0
        self._has_floor = self._has_floor or self._floor_run >= _FLOOR_FRAMES
        if len(self._clipped) == _CLIPPED_WINDOW_FRAMES:
            self._n_clipped -= self._clipped[0]
        self._clipped.append(is_clipped)
        self._n_clipped += is_clipped
        return is_clipped


def _n_flat(samples: Samples) -> int:
    return int(np.count_nonzero((samples >= _CLIPPED) | (samples <= -_CLIPPED)))


def _is_below(peak: int, level_db: float) -> bool:
    return peak < FULL_SCALE * 10 ** (level_db / 20)
