"""Finds turns in audio by its energy. Pure: time is the number of samples heard.

Working in audio time makes a file that is sent faster than real time give the same turns as a
microphone. The noise floor follows the room: down at once, up slowly.
"""

from __future__ import annotations

import math
from enum import Enum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from livedesk.core.audio_format import (
    CAPTURE_RATE_HZ,
    FRAME_MS,
    FULL_SCALE,
    Samples,
    samples_in,
)
from livedesk.loopback.client_messages import Detection

FRAME_SAMPLES = samples_in(FRAME_MS, CAPTURE_RATE_HZ)

_SILENT_DB = -96.0
# Quieter than this is never speech, however quiet the room: a far talker at a good microphone
# reaches about -45 dBFS.
_LEAST_SPEECH_DB = -48.0
# How far speech must stand out of the room.
_MARGIN_DB = {True: 9.0, False: 15.0}
# Speech that has begun goes on until it is this much quieter than what began it.
# With a low sensitivity to its end a trailing voice is still speech.
_HYSTERESIS_DB = {True: 4.0, False: 8.0}
_FLOOR_START_DB = -60.0
# Half a minute of steady noise as loud as speech becomes the room's floor.
_FLOOR_RISE_DB_PER_S = 1.5
_FLOOR_FALL = 0.3
# A longer utterance is no phrase: the assistant says so rather than listening for ever.
_LONGEST_MS = 30_000.0


class Change(Enum):
    """What one frame changed."""

    NONE = "none"
    STARTED = "started"
    ENDED = "ended"


def level_db(frame: Samples) -> float:
    """Loudness of ``frame`` in dBFS, without its direct-current part."""
    # Two dot products: a quarter of what np.var takes, fifty times a second for every client.
    signal = frame.astype(np.float32)
    mean = float(signal.dot(_ones(len(frame)))) / len(frame)
    power = (float(signal.dot(signal)) / len(frame) - mean * mean) / FULL_SCALE**2
    return max(_SILENT_DB, 10.0 * math.log10(max(power, 0.0) + 1e-12))


@lru_cache(maxsize=8)
def _ones(n_samples: int) -> NDArray[np.float32]:
    return np.ones(n_samples, np.float32)


class TurnDetector:
    """Says at which frame the person's turn starts and ends."""

    def __init__(self, detection: Detection) -> None:
        self._detection = detection
        self._hysteresis_db = _HYSTERESIS_DB[detection.high_end_sensitivity]
        self._margin_db = _MARGIN_DB[detection.high_start_sensitivity]
        self._floor_db = _FLOOR_START_DB
        self.reset()

    @property
    def is_speech(self) -> bool:
        """Whether a turn has started and not ended."""
        return self._is_speech

    @property
    def voiced_ms(self) -> float:
        """Milliseconds of the current or last turn that were loud."""
        return self._voiced_ms

    def reset(self) -> None:
        """Forget the running turn; the room's floor stays known."""
        self._is_speech = False
        self._candidate_ms = 0.0
        self._quiet_ms = 0.0
        self._turn_ms = 0.0
        self._voiced_ms = 0.0

    def feed(self, frame: Samples) -> Change:
        """Take (320,) int16 mono at 16 kHz: 20 ms."""
        db = level_db(frame)
        threshold_db = max(_LEAST_SPEECH_DB, self._floor_db + self._margin_db)
        if self._is_speech:
            return self._go_on(db > threshold_db - self._hysteresis_db, db)
        is_loud = db > threshold_db
        self._follow_floor(db)
        # One quiet frame inside a consonant does not undo a start.
        self._candidate_ms = max(0.0, self._candidate_ms + (FRAME_MS if is_loud else -FRAME_MS))
        if self._candidate_ms < self._detection.prefix_ms:
            return Change.NONE
        self._is_speech = True
        self._voiced_ms = self._turn_ms = self._candidate_ms
        self._candidate_ms = self._quiet_ms = 0.0
        return Change.STARTED

    def _go_on(self, is_loud: bool, db: float) -> Change:
        self._turn_ms += FRAME_MS
        self._follow_floor(db)
        if is_loud:
            self._voiced_ms += FRAME_MS
            self._quiet_ms = 0.0
        else:
            self._quiet_ms += FRAME_MS
        if self._quiet_ms < self._detection.silence_ms and self._turn_ms < _LONGEST_MS:
            return Change.NONE
        self._is_speech = False
        return Change.ENDED

    def _follow_floor(self, db: float) -> None:
        if db < self._floor_db:
            # Digital silence between words of synthetic speech must not make the room dead quiet.
            self._floor_db += _FLOOR_FALL * (max(db, -75.0) - self._floor_db)
        else:
            self._floor_db += _FLOOR_RISE_DB_PER_S * FRAME_MS / 1000
