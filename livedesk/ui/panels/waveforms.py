"""Both sides' sound, left and right of the microphone button.

The sound is pulled 30 times a second, and only while there is a talk and the window can be seen.
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
    from livedesk.ui.widgets.waveform_lane import WaveformLane

_TICK_MS = 33
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
        self._lanes: dict[Speaker, WaveformLane] = {}
        self._rooms: dict[Speaker, QVBoxLayout] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self.pull)
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
        return tuple(self._lanes.values())

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        for lane in self._lanes.values():
            lane.set_theme(theme)

    def show_status(self, status: TalkStatus) -> None:
        """Pull while there is a talk; fall silent when there is none."""
        self._status = status
        self._update_timer()
        if not status.is_talking or status.phase is TalkPhase.ERROR:
            for lane in self._lanes.values():
                lane.show_silence()

    @Slot()
    def pull(self) -> None:
        """Show the sound as it is now."""
        levels = self._meter.levels()
        speaking = self._status.phase is TalkPhase.SPEAKING
        level_db = levels.assistant_db if speaking else levels.user_db
        self._mic_button.set_level(level_of(level_db))
        for side, lane in self._lanes.items():
            lane.show_envelope(self._meter.envelope(side, lane.n_points))

    @Slot()
    def load_lanes(self) -> None:
        """Make the lanes. pyqtgraph takes half a second to import, so the window comes first."""
        if self._lanes or self._theme is None:
            return
        from livedesk.ui.widgets.waveform_lane import Flow, WaveformLane

        # The newest sound is always beside the button, on whichever side the lane lies.
        inward = (Flow.NEWEST_RIGHT, Flow.NEWEST_LEFT)
        at_left, at_right = reversed(inward) if self.isRightToLeft() else inward
        flows = {Speaker.USER: at_left, Speaker.ASSISTANT: at_right}
        roles = {Speaker.USER: "you", Speaker.ASSISTANT: "assistant"}
        for side, room in self._rooms.items():
            lane = WaveformLane(flows[side], roles[side], self)
            lane.set_theme(self._theme)
            lane.show_silence()
            stretch = room.takeAt(1)
            del stretch
            room.insertWidget(1, lane, 1)
            self._lanes[side] = lane

    def _update_timer(self) -> None:
        has_sound = self._status.is_talking and self._status.phase is not TalkPhase.ERROR
        if has_sound and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        """Go on, and make the lanes once the window is up."""
        super().showEvent(event)
        self._update_timer()
        QTimer.singleShot(0, self, self.load_lanes)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cost nothing."""
        super().hideEvent(event)
        self._timer.stop()
