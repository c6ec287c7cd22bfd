"""A filter as a small button that shows what it asks for."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget


class FilterChip(QToolButton):
    """Opens a menu of choices; the first one asks nothing.

    Signals:
        chosen(): another choice.
    """

    chosen = Signal()

    def __init__(
        self, name: str, choices: list[tuple[str, object]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self.value: object = choices[0][1]
        self.setObjectName("filterChip")
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        menu = QMenu(self)
        menu.triggered.connect(self._on_triggered)
        self.setMenu(menu)
        self.offer(choices)

    def offer(self, choices: list[tuple[str, object]]) -> None:
        """Offer these; what was chosen stays so, where it still can be."""
        menu = self.menu()
        menu.clear()
        for words, value in choices:
            action = menu.addAction(words)
            action.setData(value)
        before = self.value
        kept = next((words for words, value in choices if value == before), choices[0][0])
        self.value = dict(choices)[kept]
        self._show(kept)
        if self.value != before:
            self.chosen.emit()

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.value = action.data()
        self._show(action.text())
        self.chosen.emit()

    def _show(self, words: str) -> None:
        self.setText(words)
        self.setProperty("active", self.value is not None)
        self.style().unpolish(self)
        self.style().polish(self)
        said = f"{self._name}: {words}"
        self.setAccessibleName(said)
        self.setToolTip(said)
