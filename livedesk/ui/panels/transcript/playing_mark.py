"""Marks the turn that is heard from the recording."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from livedesk.ui.panels.transcript.view import TranscriptView
from livedesk.ui.theme.theme import Theme

_BESIDE_PX = 8
_BAR_PX = 3.0
_RADIUS_PX = 6.0
# What lies below must stay as readable as it was.
_TINT = 0.10


class PlayingMark(QWidget):
    """A tint over one row of the view, which moves with it; not in the way of the mouse."""

    def __init__(self, view: TranscriptView, theme: Theme) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._theme = theme
        self._row = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        view.moved.connect(self._follow)
        self.hide()

    @property
    def row(self) -> int:
        """The marked row, -1 where there is none."""
        return self._row

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        self.update()

    def show_row(self, row: int) -> None:
        """Mark that row, and bring it into sight; -1 marks none."""
        if row != self._row:
            self._row = row
            if row >= 0:
                self._view.reveal_row(row)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        box = self._view.places.row_box(self._row) if self._row >= 0 else None
        if box is None:
            self.hide()
            return
        self.setGeometry(box.adjusted(-_BESIDE_PX, 0, _BESIDE_PX, 0))
        self.show()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tint, and a bar for those who do not see it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        tint = self._theme.colour("assistant")
        bar = QRectF(0, 0, _BAR_PX, self.height())
        if self.isRightToLeft():
            bar.moveRight(self.width())
        painter.setBrush(tint)
        painter.drawRoundedRect(bar, _BAR_PX / 2, _BAR_PX / 2)
        tint.setAlphaF(_TINT)
        painter.setBrush(tint)
        painter.drawRoundedRect(QRectF(self.rect()), _RADIUS_PX, _RADIUS_PX)
        painter.end()
