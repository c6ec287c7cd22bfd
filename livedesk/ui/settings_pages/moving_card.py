"""Backup, restoring and import: how conversations get to another computer and back."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.moving_controller import Outcome, Work
from livedesk.core.errors import LiveDeskError
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.settings_pages.moving_texts import outcome_words

_PROGRESS_PX = 4


class MovingCard(QWidget):
    """Asks for files; says what came of it.

    Signals:
        backup_requested(Path): write everything into that file.
        restore_requested(Path): bring back what that file holds; the person has confirmed it.
        import_requested(tuple[Path, ...]): add the conversations of these files.

    Attributes:
        folder: where the dialogs start.
    """

    backup_requested = Signal(object)
    restore_requested = Signal(object)
    import_requested = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folder = Path.home()
        self.backup_button = QPushButton(self.tr("Back up…"), self)
        self.restore_button = QPushButton(self.tr("Restore…"), self)
        self.import_button = QPushButton(self.tr("Import…"), self)
        self.progress = QProgressBar(self)
        self.result_label = QLabel(self)
        self._chosen = Path()
        self._build()
        self._connect()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        title = QLabel(self.tr("Backup and other computers"), self)
        title.setProperty("kind", "strong")
        about = QLabel(
            self.tr(
                "A backup is one file with all conversations and recordings. Restoring adds what "
                "is not here and replaces nothing. Single conversations come from LiveDesk's JSON "
                "exports."
            ),
            self,
        )
        about.setProperty("kind", "muted")
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(_PROGRESS_PX)
        self.progress.setAccessibleName(self.tr("How far it is"))
        self.progress.hide()
        for label in (about, self.result_label):
            label.setWordWrap(True)
        self.result_label.setProperty("kind", "muted")
        self.result_label.setTextFormat(Qt.TextFormat.PlainText)
        self.result_label.hide()
        column.addWidget(title)
        column.addWidget(about)
        column.addLayout(self._button_row())
        column.addWidget(self.progress)
        column.addWidget(self.result_label)

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for button, name, tip in (
            (
                self.backup_button,
                self.tr("Back up all conversations"),
                self.tr("Write everything into one file; a talk may go on"),
            ),
            (
                self.restore_button,
                self.tr("Restore a backup"),
                self.tr("Add what a backup holds and is not here"),
            ),
            (
                self.import_button,
                self.tr("Import conversations"),
                self.tr("Add conversations from JSON files of LiveDesk's"),
            ),
        ):
            button.setAccessibleName(name)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        self.backup_button.clicked.connect(self._ask_for_backup)
        self.restore_button.clicked.connect(self._ask_for_restore)
        self.import_button.clicked.connect(self._ask_for_import)

    @Slot(object)
    def show_work(self, work: Work) -> None:
        """It takes a while."""
        words = {
            Work.BACKUP: self.tr("The backup is being written…"),
            Work.RESTORE: self.tr("The backup is being brought back…"),
            Work.IMPORT: self.tr("The conversations are being imported…"),
        }
        self.progress.setRange(0, 0)
        self._show(words[work], is_busy=True)

    @Slot(int, int)
    def show_advance(self, n_done: int, n_all: int) -> None:
        """So many files of so many are done."""
        self.progress.setRange(0, n_all)
        self.progress.setValue(n_done)

    @Slot(object)
    def show_outcome(self, outcome: Outcome) -> None:
        """It is done."""
        self.folder = outcome.path.parent
        self._show(outcome_words(outcome), is_busy=False)

    @Slot(object)
    def show_failure(self, error: LiveDeskError) -> None:
        """It could not be done."""
        self._show(str(error), is_busy=False)

    def _show(self, words: str, *, is_busy: bool) -> None:
        for button in (self.backup_button, self.restore_button, self.import_button):
            button.setEnabled(not is_busy)
        self.progress.setVisible(is_busy)
        self.result_label.setText(words)
        self.result_label.show()

    def _file_dialog(self, title: str, kinds: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title, str(self.folder), kinds)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        return dialog

    @Slot()
    def _ask_for_backup(self) -> None:
        dialog = self._file_dialog(
            self.tr("Back up all conversations"),
            self.tr("Backups (*.zip)"),
            QFileDialog.FileMode.AnyFile,
        )
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(f"LiveDesk {date.today().isoformat()}.zip")
        dialog.fileSelected.connect(self._on_backup)
        dialog.open()

    @Slot(str)
    def _on_backup(self, name: str) -> None:
        self.backup_requested.emit(Path(name))

    @Slot()
    def _ask_for_restore(self) -> None:
        dialog = self._file_dialog(
            self.tr("Restore a backup"),
            self.tr("Backups (*.zip)"),
            QFileDialog.FileMode.ExistingFile,
        )
        dialog.fileSelected.connect(self.confirm_restore)
        dialog.open()

    @Slot(str)
    def confirm_restore(self, name: str) -> None:
        """Say what restoring that file means, and go on if that is wanted."""
        self._chosen = Path(name)
        dialog = ConfirmDialog(
            self.tr("Restore this backup?"),
            self.tr(
                "Every conversation in “{name}” that is not here is added, with its recordings. "
                "What is here stays as it is, also where it has gone on since."
            ).format(name=self._chosen.name),
            self.tr("Restore"),
            self,
            kind="primary",  # nothing is lost by it
        )
        dialog.confirmed.connect(self._on_restore)
        dialog.open()

    @Slot()
    def _on_restore(self) -> None:
        self.restore_requested.emit(self._chosen)

    @Slot()
    def _ask_for_import(self) -> None:
        dialog = self._file_dialog(
            self.tr("Import conversations"),
            self.tr("Exported conversations (*.json)"),
            QFileDialog.FileMode.ExistingFiles,
        )
        dialog.filesSelected.connect(self._on_import)
        dialog.open()

    @Slot("QStringList")
    def _on_import(self, names: list[str]) -> None:
        self.import_requested.emit(tuple(Path(name) for name in names))
