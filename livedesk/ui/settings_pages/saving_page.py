"""Where transcripts are saved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from livedesk.ui.settings_pages.page import SettingsPage


class SavingPage(SettingsPage):
    """Chooses the folder in which saving starts.

    Signals:
        folder_chosen(str): that folder.
    """

    icon_name = "folder"

    folder_chosen = Signal(str)

    def __init__(self, folder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Saving")
        self.add_words(self.tr("Folder for transcripts"), "strong")
        self.add_words(self.tr("Saving starts in this folder; any other can be chosen there."))
        self.folder_field = QLineEdit(folder, self)
        self.folder_field.setReadOnly(True)
        self.folder_field.setAccessibleName(self.tr("Folder for transcripts"))
        self.folder_field.setToolTip(folder)
        self.choose_button = QPushButton(self.tr("Choose…"), self)
        self.choose_button.setAccessibleName(self.tr("Choose the folder for transcripts"))
        self.choose_button.setToolTip(self.tr("Choose another folder"))
        self.choose_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder_field, 1)
        row.addWidget(self.choose_button)
        self.column.addLayout(row)
        self.column.addStretch(1)
        self.choose_button.clicked.connect(self._on_choose)

    @Slot()
    def _on_choose(self) -> None:
        title = self.tr("Folder for transcripts")
        dialog = QFileDialog(self, title, self.folder_field.text())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_chosen)
        dialog.open()

    @Slot(str)
    def _on_chosen(self, folder: str) -> None:
        self.folder_field.setText(folder)
        self.folder_field.setToolTip(folder)
        self.folder_chosen.emit(folder)
