"""A dot and a word that tell a state, and can be pressed to hear more of it."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from livedesk.ui.theme.theme import Theme

_HEIGHT_PX = 36
_PADDING_PX = 6
_DOT_PX = 9
_GAP_PX = 6


class DotShape(Enum):
    """The state without colour: full, on its way, or empty."""

    FULL = "full"
    PART = "part"
    EMPTY = "empty"


class StatusPill(QAbstractButton):
    """As wide as the longest of ``words``, so that nothing beside it moves when the state does."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = tuple(words)
        self._role = "muted"
        self._shape = DotShape.EMPTY
        self._is_compact = False
        self._theme: Theme | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @property
    def shape(self) -> DotShape:
        """How the dot looks."""
        return self._shape

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def show_state(self, word: str, role: str, shape: DotShape) -> None:
        """Show ``word`` and a dot in the colour of ``role``."""
        self._role, self._shape = role, shape
        self.setText(word)
        self.update()

    def set_compact(self, compact: bool) -> None:
        """Show the dot alone, where there is no room for the word."""
        if compact != self._is_compact:
            self._is_compact = compact
            self.updateGeometry()
            self.update()

    def width_px(self, *, compact: bool) -> int:
        """How wide it is with or without its word."""
        bare = 2 * _PADDING_PX + _DOT_PX
        if compact:
            return max(bare, _HEIGHT_PX)
        metrics = self.fontMetrics()
        return bare + _GAP_PX + max(metrics.horizontalAdvance(word) for word in self._words) + 2

    def sizeHint(self) -> QSize:
        """The same in every state."""
        height = max(_HEIGHT_PX, self.fontMetrics().height() + 16)
        return QSize(self.width_px(compact=self._is_compact), height)

    def minimumSizeHint(self) -> QSize:
        """Its word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, dot and word."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        mirrored = self.isRightToLeft()
        if self._is_compact:
            left = (self.width() - _DOT_PX) / 2
        else:
            left = self.width() - _PADDING_PX - _DOT_PX if mirrored else _PADDING_PX
        self._paint_dot(
            painter, theme, QRectF(left, (self.height() - _DOT_PX) / 2, _DOT_PX, _DOT_PX)
        )
        if not self._is_compact:
            inset = _PADDING_PX + _DOT_PX + _GAP_PX
            room = self.rect().adjusted(0, 0, -inset, 0) if mirrored else self.rect()
            room = room if mirrored else room.adjusted(inset, 0, 0, 0)
            painter.setPen(theme.colour("text"))
            alignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
            painter.drawText(room, int(alignment), self.text())
        painter.end()

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(QPen(theme.colour("you"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.isDown():
            painter.setBrush(theme.colour("pressed"))
        elif self.underMouse():
            painter.setBrush(theme.colour("hover"))
        painter.drawRoundedRect(frame, 6, 6)

    def _paint_dot(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        colour = theme.colour(self._role)
        painter.setBrush(colour if self._shape is DotShape.FULL else Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 2))
        ring = box.adjusted(1, 1, -1, -1)
        if self._shape is DotShape.PART:
            painter.drawArc(ring, 30 * 16, 240 * 16)
        else:
            painter.drawEllipse(ring)
