"""A short word in a rounded frame that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from livedesk.ui.theme.icons import renderer
from livedesk.ui.theme.theme import Theme

_HEIGHT_PX = 32
_PADDING_PX = 10
_GAP_PX = 6
_ICON_PX = 18


class Pill(QAbstractButton):
    """An icon and a word in the colours of ``role`` and its soft fill."""

    def __init__(self, icon_name: str, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._role = role
        self._theme: Theme | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        words = self.fontMetrics().horizontalAdvance(self.text())
        height = max(_HEIGHT_PX, self.fontMetrics().height() + 12)
        return QSize(2 * _PADDING_PX + _ICON_PX + _GAP_PX + words + 2, height)

    def minimumSizeHint(self) -> QSize:
        """Its word is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw frame, icon and word."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        frame.setHeight(self.sizeHint().height() - 2)
        frame.moveTop((self.height() - frame.height()) / 2)
        outline = theme.colour("you" if self.hasFocus() else self._role)
        painter.setPen(QPen(outline, 2 if self.hasFocus() else 1))
        painter.setBrush(theme.colour("hover" if self.underMouse() else f"{self._role}_soft"))
        painter.drawRoundedRect(frame, frame.height() / 2, frame.height() / 2)
        drawing = renderer(self._icon_name, theme.colour(self._role).name())
        mirrored = self.isRightToLeft()
        left = self.width() - _PADDING_PX - _ICON_PX if mirrored else _PADDING_PX
        drawing.render(painter, QRectF(left, (self.height() - _ICON_PX) / 2, _ICON_PX, _ICON_PX))
        painter.setPen(theme.colour("text"))
        inset = _PADDING_PX + _ICON_PX + _GAP_PX
        words = self.rect().adjusted(0, 0, -inset, 0) if mirrored else self.rect()
        words = words if mirrored else words.adjusted(inset, 0, 0, 0)
        alignment = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        painter.drawText(words, int(alignment), self.text())
        painter.end()
