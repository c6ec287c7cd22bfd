"""What the microphone itself gives, frame by frame, before anything is done to it."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass

import numpy as np

from livedesk.audio.levels import SILENCE_DB
from livedesk.core.audio_format import FRAME_MS, FULL_SCALE, Samples

# Within the last step of 16 bits below full scale: converters and volume controls stop there.
_CLIPPED = 32_700
# One sample at the end of the range may be chance, a flat top is not.
_CLIPPED_SAMPLES = 3
# Peak of a frame in a silent room, by a microphone that works: its own noise, no voice.
_FLOOR_DB = -50.0
# Softer than this is no room but cable and converter.
_FAINT_DB = -66.0
# Softer than this nobody speaks into a microphone.
_WORDS_DB = -36.0
_WORDS_FRAMES = 200 // FRAME_MS
_WINDOW_FRAMES = 2_000 // FRAME_MS
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
        words_ms: frames as loud as words in the last two seconds, in milliseconds.
        peak_db: the loudest sample of the last two seconds, in dBFS.
        has_words: whether a few words, or something as loud, were ever heard.
    """

    open_ms: float = 0.0
    zero_ms: float = 0.0
    faint_ms: float = 0.0
    has_heard: bool = False
    has_floor: bool = False
    clipped_ms: float = 0.0
    words_ms: float = 0.0
    peak_db: float = SILENCE_DB
    has_words: bool = False


class MicMeter:
    """``note`` on one thread; ``reading`` on any."""

    def __init__(self) -> None:
        self._clipped: deque[bool] = deque(maxlen=_WINDOW_FRAMES)
        self._peaks: deque[int] = deque(maxlen=_WINDOW_FRAMES)
        self._n_clipped = 0
        self._n_frames = self._zero_run = self._faint_run = self._floor_run = 0
        self._words_run = 0
        self._has_heard = self._has_floor = self._has_words = False

    @property
    def reading(self) -> MicReading:
        """As it is now."""
        peaks = tuple(self._peaks)
        return MicReading(
            open_ms=self._n_frames * FRAME_MS,
            zero_ms=self._zero_run * FRAME_MS,
            faint_ms=self._faint_run * FRAME_MS,
            has_heard=self._has_heard,
            has_floor=self._has_floor,
            clipped_ms=self._n_clipped * FRAME_MS,
            words_ms=sum(not _is_below(peak, _WORDS_DB) for peak in peaks) * FRAME_MS,
            peak_db=_db(max(peaks, default=0)),
            has_words=self._has_words,
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
        self._peaks.append(0 if is_nothing else peak)
        is_loud = not is_nothing and not _is_below(peak, _WORDS_DB)
        self._words_run = self._words_run + 1 if is_loud else 0
        self._has_words = self._has_words or self._words_run >= _WORDS_FRAMES
        if len(self._clipped) == _WINDOW_FRAMES:
            self._n_clipped -= self._clipped[0]
        self._clipped.append(is_clipped)
        self._n_clipped += is_clipped
        return is_clipped


def _n_flat(samples: Samples) -> int:
    return int(np.count_nonzero((samples >= _CLIPPED) | (samples <= -_CLIPPED)))


def _db(peak: int) -> float:
    return max(SILENCE_DB, 20 * math.log10(peak / FULL_SCALE)) if peak > 0 else SILENCE_DB


def _is_below(peak: int, level_db: float) -> bool:
    return peak < FULL_SCALE * 10 ** (level_db / 20)
