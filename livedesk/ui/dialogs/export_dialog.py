"""How one conversation or several become files: which kind, where, under which name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from livedesk.app.export_controller import PDF, ExportWish
from livedesk.ui.dialogs.calm_dialog import CalmDialog

_WIDTH_PX = 520
_COLUMNS = 3
_ENDINGS = (".md", ".txt", PDF, ".html", ".json", ".srt", ".vtt")


@dataclass(frozen=True, slots=True)
class ExportOffer:
    """What can be exported: ``n_talks`` conversations; of one, ``name`` for its file."""

    n_talks: int
    name: str = ""
    has_sound: bool = False


class ExportDialog(CalmDialog):
    """Nothing is replaced before the person was asked.

    Signals:
        export_requested(ExportWish): write it.
        print_requested(): print it instead.
    """

    export_requested = Signal(object)
    print_requested = Signal()

    def __init__(self, offer: ExportOffer, folder: Path, parent: QWidget) -> None:
        title = QCoreApplication.translate("ExportDialog", "Export the conversation")
        if offer.n_talks > 1:
            several = QCoreApplication.translate("ExportDialog", "Export {n} conversations")
            title = several.format(n=offer.n_talks)
        super().__init__(title, parent)
        self.add_title(title)
        self._offer = offer
        self._folder = folder
        self._kinds: dict[QRadioButton, str] = {}
        self._told = QLabel(self)
        self._add_kinds()
        self._add_place()
        self.sound_box = QCheckBox(self.tr("Recordings beside it"), self)
        self.sound_box.setToolTip(self.tr("Copy the sound of the conversation, too"))
        self.sound_box.setAccessibleName(self.sound_box.text())
        self.column.addWidget(self.sound_box)
        self.set_sound(offer.has_sound)
        self.note = QLabel(self)
        self.note.setWordWrap(True)
        self.note.setProperty("kind", "caution")
        self.column.addWidget(self.note)
        self._add_buttons()
        self._connect()
        next(iter(self._kinds)).setChecked(True)
        self._follow()
        self.fit(_WIDTH_PX)

    def _add_kinds(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        for number, (words, suffix) in enumerate(zip(self._names(), _ENDINGS, strict=True)):
            button = QRadioButton(words, self)
            button.setAccessibleName(words)
            button.setToolTip(self._uses()[suffix])
            self._kinds[button] = suffix
            grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)
        self.column.addLayout(grid)
        self._told.setWordWrap(True)
        self._told.setProperty("kind", "muted")
        self.column.addWidget(self._told)

    def _names(self) -> tuple[str, ...]:
        return (
            self.tr("Markdown"),
            self.tr("Plain text"),
            self.tr("PDF"),
            self.tr("Web page"),
            self.tr("JSON"),
            self.tr("SubRip subtitles"),
            self.tr("WebVTT subtitles"),
        )

    def _uses(self) -> dict[str, str]:
        uses = (
            self.tr("For notes and wikis, readable as it is (.md)."),
            self.tr("For everything else (.txt)."),
            self.tr("Pages to be read and printed anywhere (.pdf)."),
            self.tr("One file for every browser; it loads nothing (.html)."),
            self.tr("For programs, and for LiveDesk on another computer (.json)."),
            self.tr("Words with their times, for video players (.srt)."),
            self.tr("Words with their times, for video on the web (.vtt)."),
        )
        return dict(zip(_ENDINGS, uses, strict=True))

    def _add_place(self) -> None:
        form = QGridLayout()
        form.setHorizontalSpacing(8)
        form.setVerticalSpacing(8)
        self.name_field = QLineEdit(self._offer.name, self)
        self.name_field.setAccessibleName(self.tr("File name"))
        self.name_field.setToolTip(self.tr("The name of the file, without its ending"))
        self.folder_field = QLineEdit(str(self._folder), self)
        self.folder_field.setReadOnly(True)
        self.folder_field.setAccessibleName(self.tr("Folder"))
        self.folder_field.setToolTip(str(self._folder))
        self.choose_button = QPushButton(self.tr("Choose…"), self)
        self.choose_button.setAccessibleName(self.tr("Choose the folder"))
        self.choose_button.setToolTip(self.tr("Choose another folder"))
        self.choose_button.setAutoDefault(False)
        if self._offer.n_talks == 1:
            form.addWidget(QLabel(self.tr("File name"), self), 0, 0)
            form.addWidget(self.name_field, 0, 1, 1, 2)
        else:
            self.name_field.hide()
            words = self.tr("Each gets a file of its own, named by day and title.")
            form.addWidget(QLabel(words, self), 0, 0, 1, 3)
        form.addWidget(QLabel(self.tr("Folder"), self), 1, 0)
        form.addWidget(self.folder_field, 1, 1)
        form.addWidget(self.choose_button, 1, 2)
        self.column.addLayout(form)

    def _add_buttons(self) -> None:
        self.print_button = QPushButton(self.tr("Print…"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.export_button = QPushButton(self.tr("Export"), self)
        self.export_button.setProperty("kind", "primary")
        tips = {
            self.print_button: self.tr("Print it instead (Ctrl+P)"),
            self.cancel_button: self.tr("Write nothing (Esc)"),
            self.export_button: self.tr("Write the file (Enter)"),
        }
        for button, tip in tips.items():
            button.setToolTip(tip)
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self.export_button.setDefault(True)
        self.print_button.setVisible(self._offer.n_talks == 1)
        row: QHBoxLayout = self.close_row
        row.addWidget(self.print_button)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.export_button)
        self.column.addLayout(row)

    def _connect(self) -> None:
        for button in self._kinds:
            button.toggled.connect(self._follow)
        self.name_field.textChanged.connect(self._follow)
        self.choose_button.clicked.connect(self._on_choose)
        self.cancel_button.clicked.connect(self.reject)
        self.export_button.clicked.connect(self._on_export)
        self.print_button.clicked.connect(self.print_requested)
        self.print_button.clicked.connect(self.accept)

    @property
    def suffix(self) -> str:
        """The chosen kind, with its point."""
        return next((s for button, s in self._kinds.items() if button.isChecked()), _ENDINGS[0])

    def choose(self, suffix: str) -> None:
        """Choose a kind by its ending."""
        for button, known in self._kinds.items():
            button.setChecked(known == suffix)

    @Slot(bool)
    def set_sound(self, has_sound: bool) -> None:
        """Whether there are recordings to go with it."""
        self.sound_box.setEnabled(has_sound)
        words = self.tr("Recordings beside it")
        self.sound_box.setText(words if has_sound else self.tr("There is no recording"))

    @Slot()
    def _follow(self) -> None:
        """Say what would happen."""
        suffix = self.suffix
        self._told.setText(self._uses()[suffix])
        is_named = self._offer.n_talks > 1 or bool(self._name())
        exists = self._offer.n_talks == 1 and is_named and self._target().exists()
        words = self.tr("There is a file of this name. It would be replaced.")
        self.note.setText(words if exists else "")
        self.note.setVisible(exists)
        self.export_button.setText(self.tr("Replace") if exists else self.tr("Export"))
        self.export_button.setAccessibleName(self.export_button.text())
        self.export_button.setEnabled(is_named)
        self.column.activate()
        self.fit(_WIDTH_PX)

    def _name(self) -> str:
        """The name as it can be a file's; an ending that was typed too is left out."""
        name = self.name_field.text().strip()
        stem = name[: -len(self.suffix)] if name.lower().endswith(self.suffix) else name
        return stem.rstrip(" .") if not {"/", "\\", "\0"} & set(stem) else ""

    def _target(self) -> Path:
        return self._folder / (self._name() + self.suffix)

    @Slot()
    def _on_export(self) -> None:
        name = self._name() if self._offer.n_talks == 1 else ""
        with_sound = self.sound_box.isEnabled() and self.sound_box.isChecked()
        self.export_requested.emit(ExportWish(self._folder, self.suffix, name, with_sound))
        self.accept()

    @Slot()
    def _on_choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Folder for transcripts"), str(self._folder))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.take_folder)
        dialog.open()

    @Slot(str)
    def take_folder(self, folder: str) -> None:
        """Write there."""
        self._folder = Path(folder)
        self.folder_field.setText(folder)
        self.folder_field.setToolTip(folder)
        self._follow()
