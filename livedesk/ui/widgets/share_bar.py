"""A thin bar that shows how much of something is used up."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.ui.theme.theme import Theme

_SIZE_PX = QSize(72, 6)


class ShareBar(QWidget):
    """Says nothing to assistive technology: the words beside it do."""

    def __init__(self, role: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._theme: Theme | None = None
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        """What is shown, 0 … 1."""
        return self._share

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def show_share(self, share: float) -> None:
        """Show ``share``, 0 … 1."""
        share = min(1.0, max(0.0, share))
        if share != self._share:
            self._share = share
            self.update()

    def sizeHint(self) -> QSize:
        """The same for every share."""
        return _SIZE_PX

    def paintEvent(self, event: QPaintEvent) -> None:
        """A groove, and the bar in it."""
        theme = self._theme
        if theme is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = groove.height() / 2
        painter.setPen(theme.colour(self._role))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(groove, radius, radius)
        if self._share > 0:
            width = max(groove.height(), groove.width() * self._share)
            left = groove.right() - width if self.isRightToLeft() else groove.left()
            painter.setBrush(theme.colour(self._role))
            painter.drawRoundedRect(
                QRectF(left, groove.top(), width, groove.height()), radius, radius
            )
        painter.end()
