"""The large round button. Its look is always also its accessible name."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPixmap, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.mic_paint import (
    APPEARANCES,
    SIDE_PX,
    MicFlags,
    MicLook,
    MicMotion,
    Ring,
    paint_mic,
)
from livedesk.ui.widgets.motion import is_motion_reduced

_TICK_MS = 33
# Seconds of one turn of the arc, and of one pulse: slow enough to be calm.
_PERIOD_S = {Ring.TURNING: 1.2, Ring.PULSE: 2.0}
# A change of the level that no eye sees: 1/32 of 4 px.
_LEVEL_STEPS = 32
# Every level of two looks. A picture takes 37 kB, and drawing it anew 0.6 ms.
_MOST_PICTURES = 2 * _LEVEL_STEPS + 4


class MicButton(QAbstractButton):
    """Shows a look; works only while it is visible and something changes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = MicLook.IDLE
        self._theme: Theme | None = None
        self._motion = MicMotion()
        self._pictures: dict[tuple[MicLook, MicFlags, float, float], QPixmap] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)
        self.setFixedSize(SIDE_PX, SIDE_PX)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        # It paints its own ground: nothing below needs to be painted for a ring that moves.
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    @property
    def look(self) -> MicLook:
        """What it shows."""
        return self._look

    @property
    def level(self) -> float:
        """How far out the ring is, 0 … 1."""
        return self._motion.level

    @property
    def is_animating(self) -> bool:
        """Whether a timer of its own runs."""
        return self._timer.isActive()

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self._pictures.clear()
        self.update()

    def set_look(self, look: MicLook, name: str) -> None:
        """Show ``look``; ``name`` says the same in words."""
        self.setAccessibleName(name)
        if look is self._look:
            return
        self._look = look
        self._motion = MicMotion()
        self._update_timer()
        self.update()

    def set_level(self, level: float) -> None:
        """How loud the side is that the ring follows, 0 … 1. Free of cost while unchanged."""
        stepped = round(min(1.0, max(0.0, level)) * _LEVEL_STEPS) / _LEVEL_STEPS
        if stepped == self._motion.level or APPEARANCES[self._look].ring is not Ring.LEVEL:
            return
        self._motion.level = stepped
        self.update()

    def _update_timer(self) -> None:
        moves = APPEARANCES[self._look].ring in _PERIOD_S
        if moves and self.isVisible() and not is_motion_reduced(self):
            self._timer.start()
        else:
            self._timer.stop()

    def _on_tick(self) -> None:
        period_s = _PERIOD_S[APPEARANCES[self._look].ring]
        self._motion.phase = (self._motion.phase + _TICK_MS / 1000 / period_s) % 1.0
        self.update()

    def sizeHint(self) -> QSize:
        """The same in every look."""
        return QSize(SIDE_PX, SIDE_PX)

    def showEvent(self, event: QShowEvent) -> None:
        """Go on moving."""
        super().showEvent(event)
        self._update_timer()

    def hideEvent(self, event: QHideEvent) -> None:
        """Cost nothing."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the look."""
        if self._theme is None:
            return
        flags = MicFlags(self.underMouse(), self.isDown(), self.hasFocus())
        painter = QPainter(self)
        if APPEARANCES[self._look].ring in _PERIOD_S:
            painter.fillRect(self.rect(), self._theme.colour("ground"))
            paint_mic(painter, self._look, self._theme, self._motion, flags)
        else:
            painter.drawPixmap(0, 0, self._picture(self._theme, flags))
        painter.end()

    def _picture(self, theme: Theme, flags: MicFlags) -> QPixmap:
        """What is shown now, drawn when it is shown for the first time."""
        ratio = self.devicePixelRatioF()
        key = (self._look, flags, self._motion.level, ratio)
        picture = self._pictures.get(key)
        if picture is None:
            if len(self._pictures) >= _MOST_PICTURES:
                self._pictures.clear()
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(theme.colour("ground"))
            painter = QPainter(picture)
            paint_mic(painter, self._look, theme, self._motion, flags)
            painter.end()
            self._pictures[key] = picture
        return picture
