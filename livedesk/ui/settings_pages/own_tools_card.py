"""The person's own tools: their folder, and which files of it are trusted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.own_tools_controller import OwnFileState
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog


class OwnToolsCard(QWidget):
    """Nothing of a file runs before it was trusted here.

    Signals:
        folder_chosen(str): where the files lie; "" for nowhere.
        trusted(str, str): the person trusts the file of that name and content (SHA-256).
        refresh_requested(): look at the folder again.
    """

    folder_chosen = Signal(str)
    trusted = Signal(str, str)
    refresh_requested = Signal()

    def __init__(
        self, folder: str, files: Sequence[OwnFileState], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.folder_field = QLineEdit(folder, self)
        self.choose_button = QPushButton(self.tr("Choose…"), self)
        self.refresh_button = QPushButton(self.tr("Look again"), self)
        self.trust_buttons: dict[str, QPushButton] = {}
        self._hashes: dict[str, str] = {}
        self._asked = ""
        self._list = QVBoxLayout()
        self._build()
        self.show_files(files)

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = QLabel(self.tr("Your own tools"), self)
        title.setProperty("kind", "strong")
        about = QLabel(
            self.tr(
                "Python files in this folder. Each function with a docstring becomes a tool. A "
                "file is run only after you have trusted it, and again after every change."
            ),
            self,
        )
        about.setProperty("kind", "muted")
        about.setWordWrap(True)
        self.folder_field.setReadOnly(True)
        self.folder_field.setAccessibleName(self.tr("Folder of your own tools"))
        self.folder_field.setToolTip(self.tr("Folder of your own tools"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.folder_field, 1)
        for button, tip in (
            (self.choose_button, self.tr("Choose the folder")),
            (self.refresh_button, self.tr("After you have changed a file")),
        ):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            row.addWidget(button)
        for widget in (title, about):
            column.addWidget(widget)
        column.addLayout(row)
        column.addLayout(self._list)
        self.choose_button.clicked.connect(self._choose)
        self.refresh_button.clicked.connect(self.refresh_requested)

    @Slot(object)
    def show_files(self, files: Sequence[OwnFileState]) -> None:
        """The files of the folder, and what became of each."""
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.trust_buttons.clear()
        self._hashes = {file.name: file.sha256 for file in files}
        for file in files:
            self._list.addWidget(self._row(file))

    def _row(self, file: OwnFileState) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        label = QLabel(line)
        words = self.tr("{file} · {state}")
        label.setText(words.format(file=file.name, state=self._state(file)))
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        row.addWidget(label, 1)
        if not file.is_trusted:
            button = QPushButton(self.tr("Trust…"), line)
            button.setAutoDefault(False)
            button.setProperty("file", file.name)
            button.setAccessibleName(self.tr("Trust {file}").format(file=file.name))
            button.setToolTip(self.tr("Asks first"))
            button.clicked.connect(self._ask)
            self.trust_buttons[file.name] = button
            row.addWidget(button)
        return line

    def _state(self, file: OwnFileState) -> str:
        if not file.is_trusted:
            return self.tr("not trusted, or changed since")
        if file.fault:
            return file.fault
        return self.tr("trusted, %1 tools").replace("%1", str(file.n_tools))

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder of your own tools"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self._on_folder)
        dialog.open()

    @Slot(str)
    def _on_folder(self, folder: str) -> None:
        self.folder_field.setText(folder)
        self.folder_chosen.emit(folder)

    @Slot()
    def _ask(self) -> None:
        button = self.sender()
        self._asked = str(button.property("file")) if button is not None else ""
        dialog = ConfirmDialog(
            self.tr("Trust {file}?").format(file=self._asked),
            self.tr("It is a program and can do whatever you can. Trust only what you have read."),
            self.tr("Trust"),
            self,
        )
        dialog.confirmed.connect(self._on_confirmed)
        dialog.open()

    @Slot()
    def _on_confirmed(self) -> None:
        if self._asked in self._hashes:
            self.trusted.emit(self._asked, self._hashes[self._asked])
