"""Brings a person near or far to the same loudness, slowly."""

from __future__ import annotations

from livedesk.audio.gain import Gain
from livedesk.audio.levels import rms_db
from livedesk.core.audio_format import Samples

# A usual speaker at a usual distance; frames of speech, not pauses.
_AIM_DB = -22.0
# Nothing is done within this: nobody hears 3 dB, and recognisers do not mind.
_DEAD_BAND_DB = 3.0
_MOST_DB = 18.0
_LEAST_DB = -12.0
# Up slowly (3 dB a second of speech), down before the next word clips.
_UP_DB = 0.06
_DOWN_DB = 0.5


class LevelControl:
    """Learns from frames of the person's speech only; what the assistant says never moves it.

    WebRTC's own gain control cannot be held while the assistant speaks, and costs 13 dB of
    cancellation in front of it (ERLE 20 dB instead of 33 dB in a simulated room).
    """

    def __init__(self) -> None:
        self._gain = Gain()
        self._gain_db = 0.0

    @property
    def gain_db(self) -> float:
        """What is added now, in dB."""
        return self._gain_db

    def apply(self, frame: Samples, *, learns: bool) -> None:
        """Scale 20 ms of int16 in place; ``learns`` when only the person speaks in it."""
        if learns:
            level_db = rms_db(frame) + self._gain_db
            if level_db > _AIM_DB + _DEAD_BAND_DB:
                self._gain_db = max(_LEAST_DB, self._gain_db - _DOWN_DB)
            elif level_db < _AIM_DB - _DEAD_BAND_DB:
                self._gain_db = min(_MOST_DB, self._gain_db + _UP_DB)
            self._gain.set(10 ** (self._gain_db / 20))
        self._gain.apply(frame)
