"""Levels and waveform of both sides, for views to pull at their own pace."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.engine import AudioEngine
from livedesk.audio.levels import Levels
from livedesk.core.speakers import Speaker


class SoundMeter:
    """Read-only view of the sound that goes on. Costs nothing unless it is asked."""

    def __init__(self, engine: AudioEngine) -> None:
        self._engine = engine

    def levels(self) -> Levels:
        """Loudness of both sides over the last 50 ms, in dBFS."""
        return self._engine.levels()

    def envelope(self, side: Speaker, n_points: int) -> NDArray[np.float32]:
        """(n_points, 2) minimum and maximum in −1 … 1 over the last 4 s, newest last."""
        return self._engine.envelope(side, n_points)
