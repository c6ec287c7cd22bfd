"""The recording of the conversation: play, pause, where it is, how fast."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QPushButton, QSlider, QWidget

from livedesk.app.playback_controller import SPEEDS, PlaybackStatus
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton

# The slider's steps in a second.
_STEPS_PER_S = 10
_LEAST_HEIGHT_PX = 32


class PlayerBar(QFrame):
    """Hidden until something is played.

    Signals:
        toggle_requested(): play or pause.
        seek_requested(float): to that second.
        speed_chosen(float): so many times as fast.
        close_requested(): put it away.
    """

    toggle_requested = Signal()
    seek_requested = Signal(float)
    speed_chosen = Signal(float)
    close_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("playerBar")
        self._is_playing = False
        self._theme: Theme | None = None
        self.play_button = IconButton("play", self.tr("Play"), self)
        self.pause_button = IconButton("pause", self.tr("Pause"), self)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.time_label = QLabel(self)
        self.speed_button = QPushButton(self)
        self._speeds = QMenu(self)
        self.close_button = IconButton("close", self.tr("Close the player"), self)
        self._build()
        self._connect()
        self.hide()

    def _build(self) -> None:
        self.setAccessibleName(self.tr("Player of the recording"))
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(8)
        self.slider.setAccessibleName(self.tr("Place in the recording"))
        self.slider.setToolTip(self.tr("Place in the recording"))
        self.slider.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.slider.setSingleStep(5 * _STEPS_PER_S)
        self.slider.setPageStep(15 * _STEPS_PER_S)
        font = self.time_label.font()
        if hasattr(font, "setFeature"):
            font.setFeature(QFont.Tag("tnum"), 1)
        self.time_label.setFont(font)
        self.time_label.setProperty("kind", "muted")
        self.speed_button.setProperty("kind", "quiet")
        self.speed_button.setMinimumHeight(_LEAST_HEIGHT_PX)
        self.speed_button.setToolTip(self.tr("Speed; the voices keep their pitch"))
        self.speed_button.setMenu(self._speeds)
        choice = QActionGroup(self)
        for speed in SPEEDS:
            action = self._speeds.addAction(_times(speed))
            action.setCheckable(True)
            action.setData(speed)
            choice.addAction(action)
        self._show_speed(1.0)
        row.addWidget(self.play_button)
        row.addWidget(self.pause_button)
        row.addWidget(self.slider, 1)
        for part in (self.time_label, self.speed_button, self.close_button):
            row.addWidget(part)
        self.pause_button.hide()

    def _connect(self) -> None:
        self.play_button.clicked.connect(self.toggle_requested)
        self.pause_button.clicked.connect(self.toggle_requested)
        self.slider.valueChanged.connect(self._on_value)
        self._speeds.triggered.connect(self._on_speed)
        self.close_button.clicked.connect(self.close_requested)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        for button in (self.play_button, self.pause_button, self.close_button):
            button.set_theme(theme)

    @Slot(object)
    def show_status(self, status: PlaybackStatus) -> None:
        """Show where the player is."""
        self.setVisible(status.is_open)
        if not status.is_open:
            return
        if status.is_playing is not self._is_playing:
            self._show_playing(status.is_playing)
        self.play_button.setEnabled(status.may_play)
        self.slider.blockSignals(True)
        self.slider.setRange(0, round(status.duration_s * _STEPS_PER_S))
        if not self.slider.isSliderDown():
            self.slider.setValue(round(status.position_s * _STEPS_PER_S))
        self.slider.blockSignals(False)
        self.time_label.setText(
            self.tr("{now} / {whole}").format(
                now=clock(status.position_s), whole=clock(status.duration_s)
            )
        )
        self._show_speed(status.speed)

    def _show_speed(self, speed: float) -> None:
        self.speed_button.setText(_times(speed))
        self.speed_button.setAccessibleName(self.tr("Speed: {times}").format(times=_times(speed)))
        for action in self._speeds.actions():
            action.setChecked(action.data() == speed)

    def _show_playing(self, is_playing: bool) -> None:
        self._is_playing = is_playing
        shown, hidden = self.play_button, self.pause_button
        if is_playing:
            shown, hidden = hidden, shown
        had_focus = hidden.hasFocus()
        shown.show()
        if had_focus:
            shown.setFocus(Qt.FocusReason.OtherFocusReason)
        hidden.hide()

    @Slot(int)
    def _on_value(self, value: int) -> None:
        self.seek_requested.emit(value / _STEPS_PER_S)

    @Slot(QAction)
    def _on_speed(self, action: QAction) -> None:
        self.speed_chosen.emit(action.data())


def _times(speed: float) -> str:
    return f"{QLocale().toString(speed)} ×"


def clock(seconds: float) -> str:
    """Minutes and seconds, with hours where there are any."""
    whole = int(seconds)
    hours, minutes = divmod(whole // 60, 60)
    tail = f"{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"
    words = QCoreApplication.translate("PlayerBar", "{hours}:{rest}")
    return words.format(hours=hours, rest=tail) if hours else tail
