"""Either side at a time: for machines without an echo canceller."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.levels import rms_db
from livedesk.core.audio_format import Samples

# Speech above this is heard in the room; rounding noise of a faded voice is not.
_PLAYING_DB = -60.0
# Room and devices ring on after the last word: 350 ms covers 250 ms of delay and a short echo.
_RELEASE_FRAMES = 35
# So far down that no server takes it for speech, and still not the silence of a dead microphone.
_HELD_GAIN = 0.01
# 30 ms from held to open: no click, and no syllable lost.
_STEPS_TO_OPEN = 3


class HalfDuplexGate:
    """Turns the microphone down by 40 dB while the speaker plays, and for 350 ms after."""

    def __init__(self) -> None:
        self._hold = 0
        self._gain = 1.0
        self._ramp: NDArray[np.float32] = np.empty(0, np.float32)

    def process(self, near: Samples, far: Samples | None) -> None:
        """Scale (n,) int16 of 10 ms in place, by what the speaker plays."""
        if far is not None and rms_db(far) > _PLAYING_DB:
            self._hold = _RELEASE_FRAMES
        elif self._hold:
            self._hold -= 1
        step = (1.0 - _HELD_GAIN) / _STEPS_TO_OPEN
        gain = _HELD_GAIN if self._hold else min(1.0, self._gain + step)
        if gain == self._gain == 1.0:
            return
        if len(self._ramp) != len(near):
            self._ramp = np.linspace(0, 1, len(near), dtype=np.float32)
        near[:] = near * (self._gain + (gain - self._gain) * self._ramp)
        self._gain = gain

    def set_delay_ms(self, delay_ms: float) -> None:
        """Covered by the release."""
