"""The icon beside the clock: the microphone button in small, with what is wanted most."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.ui.actions import Actions
from livedesk.ui.panels.talk_texts import LOOKS, talk_label
from livedesk.ui.theme.icons import application_icon
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.mic_paint import SIDE_PX, MicFlags, MicLook, MicMotion, paint_mic

_SIDES_PX = (22, 32, 44, 64)
# Of the icon's side: seen at 22 pixels, too.
_DOT = 0.4


class Tray(QObject):
    """Shown where the desktop has a place for it; nothing depends on it.

    Signals:
        window_requested(): the person wants to see the window.
    """

    window_requested = Signal()

    def __init__(self, actions: Actions, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme: Theme | None = None
        self._status = TalkStatus()
        self._is_recording = False
        self.icon = QSystemTrayIcon(application_icon(), self)
        self.menu = QMenu(parent)
        self.menu.addAction(actions.toggle_mute)
        self.menu.addAction(actions.end_talk)
        show = self.menu.addAction(self.tr("Show the window"))
        self.menu.addSeparator()
        self.menu.addAction(actions.quit)
        self.icon.setContextMenu(self.menu)
        show.triggered.connect(self.window_requested)
        self.icon.activated.connect(self._on_activated)
        self._show()

    @Slot()
    def appear(self) -> None:
        """Be there, if the desktop has a place for it."""
        self.icon.setVisible(QSystemTrayIcon.isSystemTrayAvailable())

    @Slot()
    def vanish(self) -> None:
        """Be gone. Idempotent."""
        self.icon.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self._show()

    @Slot(object)
    def show_status(self, status: TalkStatus) -> None:
        """Show where the talk stands."""
        changed = (status.phase, status.muted) != (self._status.phase, self._status.muted)
        self._status = status
        if changed:
            self._show()

    @Slot(bool)
    def show_recording(self, is_recording: bool) -> None:
        """Tell whether sound goes to a file."""
        self._is_recording = is_recording
        self._show()

    @property
    def look(self) -> MicLook:
        """What it shows: that the person is not heard comes before that the assistant speaks."""
        if self._status.muted and self._status.microphone_open:
            return MicLook.MUTED
        return LOOKS[self._status.phase]

    def _show(self) -> None:
        words = talk_label(self._status, 0, "")
        is_idle = self._status.phase is TalkPhase.IDLE
        self.icon.setToolTip(
            self.tr("LiveDesk") if is_idle else self.tr("LiveDesk: {state}").format(state=words)
        )
        if self._is_recording:
            self.icon.setToolTip(self.tr("{words}. Recording").format(words=self.icon.toolTip()))
        if is_idle or self._theme is None:
            self.icon.setIcon(application_icon())
        else:
            self.icon.setIcon(_drawn(self.look, self._theme, is_recording=self._is_recording))

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Let the system show ``sentence``, where it shows such things."""
        if self.icon.isVisible():
            self.icon.showMessage(self.tr("LiveDesk"), sentence, self.icon.icon())

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.window_requested.emit()


def _drawn(look: MicLook, theme: Theme, *, is_recording: bool) -> QIcon:
    drawn = QIcon()
    for side_px in _SIDES_PX:
        picture = QPixmap(side_px, side_px)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.scale(side_px / SIDE_PX, side_px / SIDE_PX)
        paint_mic(painter, look, theme, MicMotion(), MicFlags())
        if is_recording:
            _paint_dot(painter, theme)
        painter.end()
        drawn.addPixmap(picture)
    return drawn


def _paint_dot(painter: QPainter, theme: Theme) -> None:
    """A full dot with an edge in the lower corner: sound goes to a file."""
    side = SIDE_PX * _DOT
    painter.setPen(QPen(theme.colour("ground"), SIDE_PX / 24))
    painter.setBrush(theme.colour("danger"))
    painter.drawEllipse(QRectF(SIDE_PX - side - 2, SIDE_PX - side - 2, side, side))
