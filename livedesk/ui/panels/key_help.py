"""How to get a Gemini key, and how to give it to LiveDesk: a card of two steps."""

from __future__ import annotations

import sys

from PySide6.QtCore import QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton

KEY_PAGE = "https://aistudio.google.com/apikey"
# How each system's usual shell sets a variable for what is started from it.
_COMMANDS = {
    "win32": '$env:GEMINI_API_KEY = "your key"',
    "other": 'export GEMINI_API_KEY="your key"',
}


class KeyHelp(QFrame):
    """Two steps, a button that opens the page and one that copies the command."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.page_button = QPushButton(self.tr("Open aistudio.google.com"), self)
        self.command_field = QLineEdit(_COMMANDS.get(sys.platform, _COMMANDS["other"]), self)
        self.copy_button = IconButton("duplicate", self.tr("Copy the command"), self)
        self._build()
        self.page_button.clicked.connect(self._on_open_page)
        self.copy_button.clicked.connect(self._on_copy)

    def _build(self) -> None:
        title = QLabel(self.tr("To talk to Gemini"), self)
        title.setProperty("kind", "strong")
        self.page_button.setToolTip(KEY_PAGE)
        self.page_button.setAccessibleName(self.page_button.text())
        self.command_field.setReadOnly(True)
        self.command_field.setCursorPosition(0)
        self.command_field.setAccessibleName(self.tr("Command that sets the key"))
        self.command_field.setToolTip(self.tr("In a terminal, before LiveDesk is started"))
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(title, 0, 0, 1, 4)
        self._step(grid, 1, "1", self.tr("Get a key of your own with a Google account."))
        grid.addWidget(self.page_button, 1, 2, 1, 2)
        second = self.tr("Set it in the terminal, then start LiveDesk from there again.")
        self._step(grid, 2, "2", second)
        grid.addWidget(self.command_field, 3, 1, 1, 2)
        grid.addWidget(self.copy_button, 3, 3)

    def _step(self, grid: QGridLayout, row: int, number: str, text: str) -> None:
        counter = QLabel(number, self)
        counter.setProperty("kind", "muted")
        words = QLabel(text, self)
        words.setWordWrap(True)
        grid.addWidget(counter, row, 0)
        grid.addWidget(words, row, 1, 1, 1 if row == 1 else 3)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self.copy_button.set_theme(theme)

    @Slot()
    def _on_open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(KEY_PAGE))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.command_field.text())
