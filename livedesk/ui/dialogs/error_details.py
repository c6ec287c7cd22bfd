"""More about an error, to be read and copied; free of secrets."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from livedesk.ui.dialogs.calm_dialog import CalmDialog
from livedesk.ui.widgets.announcer import announce

_WIDTH_PX = 560
_LEAST_TEXT_PX = 260


class ErrorDetails(CalmDialog):
    """Shows ``details`` below ``sentence``; the button copies them."""

    def __init__(self, sentence: str, details: str, parent: QWidget) -> None:
        super().__init__("", parent)
        self.details_field = QPlainTextEdit(details, self)
        self.copy_button = QPushButton(self.tr("Copy"), self)
        self._build(sentence)
        self.copy_button.clicked.connect(self._copy)

    def _build(self, sentence: str) -> None:
        self.setWindowTitle(self.tr("Details"))
        self.setAccessibleName(self.tr("Details"))
        self.add_title(sentence)
        note = self.tr("For a bug report. Neither your key nor what was said is in it.")
        label = QLabel(note, self)
        label.setProperty("kind", "muted")
        label.setWordWrap(True)
        self.column.addWidget(label)
        field = self.details_field
        field.setReadOnly(True)
        field.setProperty("kind", "facts")
        field.setMinimumHeight(_LEAST_TEXT_PX)
        field.setTabChangesFocus(True)
        field.setAccessibleName(self.tr("Details of the error"))
        field.setToolTip(self.tr("Arrow keys select, Ctrl+C copies"))
        self.column.addWidget(field, 1)
        self.copy_button.setAccessibleName(self.tr("Copy the details"))
        self.copy_button.setToolTip(self.tr("Copy all of it"))
        self.copy_button.setAutoDefault(False)
        self.close_row.addWidget(self.copy_button)
        self.add_close_row()
        self.fit(_WIDTH_PX)

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(self.details_field.toPlainText())
        self.copy_button.setText(self.tr("Copied"))
        announce(self.copy_button, self.copy_button.text())
