"""A layer over the whole window with one card on it; a click beside the card closes it.

It is part of the window, not a window of its own: so its corners are round and its shadow soft on
every system, it never outlives its window, and it works where there is no window manager.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QWidget

# Soft and short: (spread, opacity) of stacked rounded rectangles.
_SHADOW = ((1, 0.09), (3, 0.05), (6, 0.035), (10, 0.025), (15, 0.016))
_SHADOW_DROP_PX = 3
_RADIUS_PX = 12


class Overlay(QWidget):
    """Covers ``window``. Deletes itself when it closes.

    Signals:
        closed(): the person is done, or clicked beside the card.
    """

    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._focus_before: QWidget | None = window.focusWidget()
        self.card = QFrame(self)
        self.card.setObjectName("popupCard")
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def close_overlay(self, *, restore_focus: bool = True) -> None:
        """Go away. Idempotent."""
        if self.isHidden():
            return
        self.hide()
        if restore_focus and self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._focus_before = None
        self.closed.emit()
        self.deleteLater()

    def set_focus_after(self, widget: QWidget) -> None:
        """Where the focus goes when it closes."""
        self._focus_before = widget

    def place_card(self, anchor: QRect, width_px: int, height_px: int) -> None:
        """Put the card below ``anchor`` (in the window's coordinates), inside of the window."""
        margin = 8
        width = min(width_px, self.width() - 2 * margin)
        left = anchor.right() + 1 - width if self.isRightToLeft() else anchor.left()
        left = max(margin, min(left, self.width() - margin - width))
        top = anchor.bottom() + 5
        height = min(height_px, self.height() - top - margin)
        self.card.setGeometry(left, top, width, max(height, 0))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that changes its size has moved what the card belongs to: close."""
        moved = event.type() in (QEvent.Type.Resize, QEvent.Type.Hide)
        if moved and watched is self.parentWidget():
            self.close_overlay()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Take Escape before the window's own keys do."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            # As long as the layer is open, no key of the window behind it works.
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_overlay()
            event.accept()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, N802 -- Qt's name
        """Keep the focus on the card."""
        stops = [w for w in self.card.findChildren(QWidget) if _is_stop(w)]
        if not stops:
            return False
        here = self.focusWidget()
        index = stops.index(here) if here in stops else -1
        stops[(index + (1 if next else -1)) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if next else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.close_overlay()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card's shadow; the window shows through everywhere else."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for spread, opacity in _SHADOW:
            shade = self.palette().color(QPalette.ColorRole.Shadow)
            shade.setAlphaF(opacity)
            painter.setBrush(shade)
            area = QRectF(self.card.geometry()).adjusted(-spread, -spread, spread, spread)
            radius = _RADIUS_PX + spread
            painter.drawRoundedRect(area.translated(0, _SHADOW_DROP_PX), radius, radius)
        painter.end()


def _is_stop(widget: QWidget) -> bool:
    takes_tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and widget.isVisible() and widget.isEnabled()
