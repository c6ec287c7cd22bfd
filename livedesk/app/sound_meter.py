"""Levels and waveform of both sides, for views to pull at their own pace."""

from __future__ import annotations

from livedesk.audio.columns import Columns
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

    def level_db(self, side: Speaker) -> float:
        """Loudness of one side over the last 50 ms, in dBFS."""
        return self._engine.look.level_db(side)

    def columns(self, side: Speaker, since: int) -> Columns | None:
        """The drawn shape from column ``since`` on, at most 4 s; None while that side is closed."""
        return self._engine.look.columns(side, since)
