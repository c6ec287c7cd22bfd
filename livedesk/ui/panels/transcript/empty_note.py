"""What the pane says while nothing was said yet."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from livedesk.ui.theme.theme import Theme

_MARGIN_PX = 32
_GAP_PX = 8


class EmptyNote(QWidget):
    """Says what the pane is for, and the one next step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel(self.tr("Your conversation appears here"), self)
        self._title.setProperty("kind", "title")
        self._step = QLabel(self.tr("Click the microphone and ask something, or type below."), self)
        self._step.setProperty("kind", "muted")
        column = QVBoxLayout(self)
        column.setSpacing(_GAP_PX)
        column.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        column.addStretch(1)
        for label in (self._title, self._step):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        column.addStretch(1)
        self.setAutoFillBackground(True)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.colour("ground"))
        self.setPalette(palette)
