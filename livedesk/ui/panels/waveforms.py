"""Both sides' sound, left and right of the microphone button.

Only while there is a talk and the window can be seen, the sound is pulled 30 times a second, and
what can be seen to move is painted 60 times a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from livedesk.app.sound_meter import SoundMeter
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.core.speakers import Speaker
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.mic_button import MicButton

if TYPE_CHECKING:
    from livedesk.ui.panels.waveform_feed import WaveformFeed
    from livedesk.ui.widgets.waveform_lane import WaveformLane

_FRAME_MS = 16
# With every second frame, so that what both change is painted at once.
_PULL_MS = 2 * _FRAME_MS
# Quieter is silence to the eye; louder than speech at arm's length is rare.
_FLOOR_DB = -52.0
_RANGE_DB = 40.0


def level_of(level_db: float) -> float:
    """Loudness in dBFS as 0 … 1 of what is worth to be seen."""
    return min(1.0, max(0.0, (level_db - _FLOOR_DB) / _RANGE_DB))


class Waveforms(QWidget):
    """A lane each for the person and the assistant, with the microphone button between them."""

    def __init__(self, meter: SoundMeter, mic_button: MicButton, parent: QWidget) -> None:
        super().__init__(parent)
        self._meter = meter
        self._mic_button = mic_button
        self._status = TalkStatus()
        self._theme: Theme | None = None
        self._feeds: dict[Speaker, WaveformFeed] = {}
        self._captions: dict[Speaker, QLabel] = {}
        self._rooms: dict[Speaker, QVBoxLayout] = {}
        self._timer = _timer(_PULL_MS, self)
        self._timer.timeout.connect(self.pull)
        self.frames = _timer(_FRAME_MS, self)
        self._build()

    def _build(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        start = Qt.AlignmentFlag.AlignLeading
        end = Qt.AlignmentFlag.AlignTrailing
        layout.addLayout(self._side(Speaker.USER, self.tr("You"), start), 1)
        layout.addWidget(self._mic_button)
        layout.addLayout(self._side(Speaker.ASSISTANT, self.tr("Assistant"), end), 1)

    def _side(self, side: Speaker, name: str, alignment: Qt.AlignmentFlag) -> QVBoxLayout:
        caption = QLabel(name, self)
        caption.setProperty("kind", "caption")
        self._captions[side] = caption
        room = QVBoxLayout()
        room.setContentsMargins(0, 0, 0, 0)
        room.setSpacing(0)
        room.addWidget(caption, 0, alignment)
        room.addStretch(1)
        # As high as the caption, so that the lane's middle is the button's middle.
        room.addSpacing(caption.sizeHint().height())
        self._rooms[side] = room
        return room

    @property
    def is_pulling(self) -> bool:
        """Whether the sound is asked for at the moment."""
        return self._timer.isActive()

    @property
    def lanes(self) -> tuple[WaveformLane, ...]:
        """The lanes, once they are made: the person's, the assistant's."""
        return tuple(feed.lane for feed in self._feeds.values() if feed.lane is not None)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        for lane in self.lanes:
            lane.set_theme(theme)

    def show_status(self, status: TalkStatus) -> None:
        """Pull while there is a talk; fall silent when there is none."""
        self._status = status
        self._update_timer()
        for lane in self.lanes[:1]:
            lane.set_faded(self._is_muted)
        if not status.is_talking or status.phase is TalkPhase.ERROR:
            for feed in self._feeds.values():
                feed.clear()
        self._show_captions()

    @Slot()
    def pull(self) -> None:
        """Show the sound as it is now."""
        speaking = self._status.phase is TalkPhase.SPEAKING
        side = Speaker.ASSISTANT if speaking else Speaker.USER
        self._mic_button.set_level(level_of(self._meter.level_db(side)))
        moves = False
        for feed in self._feeds.values():
            feed.pull()
            moves = moves or (feed.lane is not None and feed.lane.is_moving)
        if moves is not self.frames.isActive():
            if moves:
                self.frames.start()
            else:
                self.frames.stop()
        self._show_captions()

    @Slot()
    def load_lanes(self) -> None:
        """Make the lanes. pyqtgraph takes half a second to import, so the window comes first."""
        if self._feeds or self._theme is None:
            return
        from livedesk.ui.panels.waveform_feed import WaveformFeed
        from livedesk.ui.widgets.waveform_lane import Flow, WaveformLane

        # The newest sound is always beside the button, on whichever side the lane lies.
        inward = (Flow.NEWEST_RIGHT, Flow.NEWEST_LEFT)
        at_left, at_right = reversed(inward) if self.isRightToLeft() else inward
        flows = {Speaker.USER: at_left, Speaker.ASSISTANT: at_right}
        roles = {Speaker.USER: "you", Speaker.ASSISTANT: "assistant"}
        for side, room in self._rooms.items():
            feed = WaveformFeed(self._meter, side)
            lane = WaveformLane(flows[side], roles[side], self.frames, feed.progress, self)
            lane.set_theme(self._theme)
            feed.lane = lane
            stretch = room.takeAt(1)
            del stretch
            room.insertWidget(1, lane, 1)
            self._feeds[side] = feed
        self.lanes[0].set_faded(self._is_muted)

    @property
    def _is_muted(self) -> bool:
        return self._status.muted and self._status.microphone_open

    def _show_captions(self) -> None:
        """Say in words what colours alone would say."""
        feed = self._feeds.get(Speaker.USER)
        words, kind = self.tr("You"), "caption"
        if self._is_muted:
            words = self.tr("You, muted")
        elif feed is not None and feed.is_clipped:
            words, kind = self.tr("You: too loud, it distorts"), "caution"
        caption = self._captions[Speaker.USER]
        if caption.text() != words:
            caption.setText(words)
            caption.setProperty("kind", kind)
            caption.style().unpolish(caption)
            caption.style().polish(caption)

    def _update_timer(self) -> None:
        has_sound = self._status.is_talking and self._status.phase is not TalkPhase.ERROR
        if has_sound and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()
            self.frames.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on, and make the lanes once the window is up."""
        super().showEvent(event)
        self._update_timer()
        QTimer.singleShot(0, self, self.load_lanes)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cost nothing."""
        super().hideEvent(event)
        self._timer.stop()
        self.frames.stop()


def _timer(interval_ms: int, parent: QWidget) -> QTimer:
    timer = QTimer(parent)
    timer.setInterval(interval_ms)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    return timer
