"""The floating button that leads back to the end of the transcript."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from livedesk.ui.theme.icons import pixmap
from livedesk.ui.theme.theme import Theme

_SHADOW_PX = 8
_HEIGHT_PX = 34
_SIDE_PX = 14
_ICON_PX = 16
_ICON_GAP_PX = 8
_BOTTOM_PX = 8
# Soft and short: (spread in pixels, opacity of the shade) of stacked rounded rectangles.
_SHADE = ((1, 0.10), (3, 0.06), (5, 0.04), (7, 0.02))
_SHADE_DROP_PX = 2


class JumpButton(QPushButton):
    """A pill with its own shadow, in the middle of its parent's lower edge."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setText(self.tr("Jump to latest"))
        self.setAccessibleName(self.tr("Jump to latest"))
        self.setToolTip(self.tr("Show what was said last, and follow it"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        parent.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Text, icon and shadow."""
        width = self.fontMetrics().horizontalAdvance(self.text())
        width += 2 * _SIDE_PX + _ICON_PX + _ICON_GAP_PX + 2 * _SHADOW_PX
        height = max(_HEIGHT_PX, self.fontMetrics().height() + 14)
        return QSize(width, height + 2 * _SHADOW_PX)

    def place(self) -> None:
        """Go to the middle of the parent's lower edge."""
        parent = self.parentWidget()
        if parent is not None:
            self.resize(self.sizeHint())
            left = (parent.width() - self.width()) // 2
            self.move(left, parent.height() - self.height() - _BOTTOM_PX)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay there when the parent changes its size."""
        if event.type() is QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw shadow, pill, icon and text."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pill = QRectF(self.rect()).adjusted(_SHADOW_PX, _SHADOW_PX, -_SHADOW_PX, -_SHADOW_PX)
        self._paint_shade(painter, pill)
        colour = self._theme.colour
        focused = self.hasFocus()
        painter.setPen(QPen(colour("you" if focused else "line"), 2 if focused else 1))
        painter.setBrush(colour("raised"))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            tint = colour("text")
            tint.setAlphaF(0.12 if self.isDown() else 0.06)
            painter.setBrush(tint)
            painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        self._paint_words(painter, pill)
        painter.end()

    def _paint_shade(self, painter: QPainter, pill: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, opacity in _SHADE:
            shade = QColor(self._theme.colour("ground" if self._theme.is_dark else "text"))
            shade.setAlphaF(opacity)
            painter.setBrush(shade)
            box = pill.adjusted(-spread, -spread, spread, spread).translated(0, _SHADE_DROP_PX)
            painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)

    def _paint_words(self, painter: QPainter, pill: QRectF) -> None:
        icon = pixmap("arrow-down", self._theme.colour("you"), _ICON_PX, self.devicePixelRatioF())
        is_mirrored = self.isRightToLeft()
        x = pill.right() - _SIDE_PX - _ICON_PX if is_mirrored else pill.left() + _SIDE_PX
        painter.drawPixmap(round(x), round(pill.center().y() - _ICON_PX / 2), icon)
        lead = _SIDE_PX + _ICON_PX + _ICON_GAP_PX
        words = (
            pill.adjusted(_SIDE_PX, 0, -lead, 0) if is_mirrored else pill.adjusted(lead, 0, 0, 0)
        )
        painter.setPen(self._theme.colour("text"))
        side = Qt.AlignmentFlag.AlignRight if is_mirrored else Qt.AlignmentFlag.AlignLeft
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | side, self.text())
