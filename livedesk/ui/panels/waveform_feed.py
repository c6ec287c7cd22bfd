"""From the stream of one side to the bars of its lane."""

from __future__ import annotations

import time

from livedesk.app.sound_meter import SoundMeter
from livedesk.audio.columns import COLUMN_MS, Columns
from livedesk.core.speakers import Speaker
from livedesk.ui.widgets.playhead import Playhead
from livedesk.ui.widgets.waveform_lane import SPARE_BARS, Bar, WaveformLane

# A bar can be drawn once it is complete, and a lump of the stream may be 30 ms late.
_BEHIND_MS = COLUMN_MS + 30.0
# So long a clipped column is news.
_CLIPPED_S = 2.0


class WaveformFeed:
    """Asks for what is new and gives it to ``lane``, which is to be set once.

    Attributes:
        is_clipped: whether the side was overdriven in the last two seconds.
    """

    def __init__(self, meter: SoundMeter, side: Speaker) -> None:
        self.is_clipped = False
        self.lane: WaveformLane | None = None
        self._meter = meter
        self._side = side
        self._playhead = Playhead()
        self._stream = -1
        self._end = 0
        self._clipped_s = float("-inf")

    def progress(self) -> float:
        """How many of the newest bars have come in by now, 0 … ``SPARE_BARS`` if all is well."""
        at_ms = self._playhead.at_ms(time.monotonic()) - _BEHIND_MS
        return at_ms / COLUMN_MS - (self._end - SPARE_BARS)

    def pull(self) -> None:
        """Take what is new."""
        new = self._meter.columns(self._side, self._end)
        if new is not None and new.stream != self._stream:
            self.clear()
            self._stream = new.stream
            new = self._meter.columns(self._side, 0)
        if new is None:
            self.clear()
            return
        now_s = time.monotonic()
        self._end = new.end
        self._playhead.follow(now_s, new.position_ms)
        if len(new.peaks) and self.lane is not None:
            self.lane.append(_bars(new))
            if new.clipped.any():
                self._clipped_s = now_s
        self.is_clipped = now_s - self._clipped_s < _CLIPPED_S

    def clear(self) -> None:
        """There is no sound."""
        if self._stream < 0:
            return
        self._stream, self._end = -1, 0
        self.is_clipped = False
        self._clipped_s = float("-inf")
        self._playhead = Playhead()
        if self.lane is not None:
            self.lane.show_silence()


def _bars(new: Columns) -> list[Bar]:
    flags = (new.speech.tolist(), new.clipped.tolist(), new.marked.tolist())
    return [Bar(*values) for values in zip(new.peaks.tolist(), *flags, strict=True)]
