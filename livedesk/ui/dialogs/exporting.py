"""Opens the dialogs by which conversations leave LiveDesk, and says what came of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from livedesk.app.export_controller import ExportWish
from livedesk.core.paths import documents_dir
from livedesk.transcript.export.naming import file_name, titled
from livedesk.transcript.model import Record, TalkSetting
from livedesk.transcript.store.reading import Summary
from livedesk.ui.dialogs.export_dialog import ExportDialog, ExportOffer

if TYPE_CHECKING:
    from livedesk.app.context import Context


class Exporting(QObject):
    """What is exported or printed is the state at the moment at which it was asked for.

    Signals:
        notice_given(str): a quiet sentence.
    """

    notice_given = Signal(str)

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._talks: tuple[Record | str, ...] = ()
        self._printer: QPrinter | None = None
        context.export.exported.connect(self.on_exported)
        context.export.printed.connect(self._on_printed)

    @property
    def folder(self) -> Path:
        """Where exporting starts."""
        chosen = self._context.settings.settings.saving.folder
        folder = Path(chosen) if chosen else documents_dir()
        return folder if folder.is_dir() else Path.home()

    @Slot()
    def open_export(self) -> None:
        """Ask how to export what is in the window; an empty one is not worth a file."""
        record = self._shown()
        if record is None:
            self.notice_given.emit(self.tr("There is nothing to export yet."))
            return
        dialog = self._open((record,), ExportOffer(1, file_name(titled(record), "")))
        self._context.export.sound_found.connect(dialog.set_sound)
        self._context.export.look_for_sound(record.conversation_id)

    @Slot(object)
    def open_export_of(self, talks: tuple[Summary, ...]) -> None:
        """Ask how to export conversations of the history."""
        has_sound = any(talk.has_audio for talk in talks)
        name = file_name_of(talks[0]) if len(talks) == 1 else ""
        uuids = tuple(talk.uuid for talk in talks)
        dialog = self._open(uuids, ExportOffer(len(talks), name, has_sound))
        dialog.print_button.hide()

    @Slot()
    def open_print(self) -> None:
        """Ask on which printer; without one, say what to do instead."""
        record = self._shown()
        if record is None:
            self.notice_given.emit(self.tr("There is nothing to print yet."))
            return
        if not QPrinterInfo.availablePrinterNames():
            self.notice_given.emit(
                self.tr("This computer has no printer. Export the conversation as PDF instead.")
            )
            return
        self._talks = (record,)
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(file_name(titled(record), ""))
        dialog = QPrintDialog(self._printer, self._window)
        dialog.setWindowTitle(self.tr("Print the conversation"))
        dialog.accepted.connect(self._on_print)
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    @Slot(object)
    def on_exported(self, paths: tuple[Path, ...]) -> None:
        """The files are there; exporting starts in that folder the next time."""
        folder = paths[0].parent
        self._context.settings.set_save_folder(str(folder))
        words = self.tr("Saved to {path}").format(path=paths[0])
        if len(paths) > 1:
            words = self.tr("{n} files saved to {path}").format(n=len(paths), path=folder)
        self.notice_given.emit(words)

    def _open(self, talks: tuple[Record | str, ...], offer: ExportOffer) -> ExportDialog:
        self._talks = talks
        dialog = ExportDialog(offer, self.folder, self._window)
        dialog.export_requested.connect(self._on_wish)
        dialog.print_requested.connect(self.open_print)
        dialog.open()
        return dialog

    def _shown(self) -> Record | None:
        transcript = self._context.transcript
        return transcript.transcript.record() if transcript.has_entries() else None

    @Slot(object)
    def _on_wish(self, wish: ExportWish) -> None:
        self._context.export.export(self._talks, wish)

    @Slot()
    def _on_print(self) -> None:
        (record,) = self._talks
        if self._printer is not None and isinstance(record, Record):
            self._context.export.print_on(record, self._printer)

    @Slot()
    def _on_printed(self) -> None:
        self._printer = None
        self.notice_given.emit(self.tr("The conversation was given to the printer."))


def file_name_of(talk: Summary) -> str:
    """The name for the file of a conversation that is known by its line only, without ending."""
    return file_name(Record(talk.title, talk.started_at, TalkSetting(), ()), "")
