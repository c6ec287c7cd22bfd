"""Pages of which one is seen, that take the room that is left and ask for none."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget


class PageStack(QStackedWidget):
    """Gives way to everything around it: its pages scroll."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)

    def hasHeightForWidth(self) -> bool:
        """Never; a page with wrapped words would else push its neighbours together."""
        return False

    def minimumSizeHint(self) -> QSize:
        """Nothing at all."""
        return QSize(0, 0)
