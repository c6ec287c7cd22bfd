"""Conversations as files or on paper, without the window waiting."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPagedPaintDevice

from livedesk.app.keeping_controller import KeepingController
from livedesk.app.paper import pdf_of, put_on
from livedesk.app.past_talks import unreadable
from livedesk.app.qt_pool import in_qt_thread
from livedesk.core.errors import LiveDeskError, StoreError, TranscriptSaveError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.export.naming import file_name, titled, unused
from livedesk.transcript.export.registry import explained, rendered, write_bytes
from livedesk.transcript.export.sound_beside import copied_beside, on_clock_of
from livedesk.transcript.model import Record
from livedesk.transcript.store import reading
from livedesk.transcript.store.transcript_store import recordings_folder

PDF = ".pdf"


@dataclass(frozen=True, slots=True)
class ExportWish:
    """What the person wants.

    Attributes:
        folder: where the files go.
        suffix: which kind, with its point.
        name: of the one file, without suffix; "" names each by day and title.
        with_sound: recordings go beside them.
    """

    folder: Path
    suffix: str
    name: str = ""
    with_sound: bool = False


class ExportController(QObject):
    """Writes one conversation, or several one after the other.

    Signals:
        exported(tuple[Path, ...]): these files are there.
        printed(): everything was given to the printer.
        failed(LiveDeskError): the rest is not there.
        sound_found(bool): whether the conversation that was asked for has recordings.
    """

    exported = Signal(object)
    printed = Signal()
    failed = Signal(object)
    sound_found = Signal(bool)

    def __init__(self, keeping: KeepingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = keeping.store
        self._tasks = TaskSet()
        self._work: set[asyncio.Task[None]] = set()

    def look_for_sound(self, uuid: str) -> None:
        """Ask whether a conversation has recordings."""
        self._tasks.spawn(self._look(uuid), name="look for recordings")

    def export(self, talks: Sequence[Record | str], wish: ExportWish) -> None:
        """Write ``talks``, given whole or by the name under which they are kept."""
        self._begin(self._export(tuple(talks), wish), "export")

    def print_on(self, record: Record, printer: QPagedPaintDevice) -> None:
        """Print the conversation."""
        self._begin(self._print(titled(record), printer), "print")

    async def aclose(self) -> None:
        """Wait until everything is written. Idempotent."""
        if self._work:
            await asyncio.wait(self._work)
        await self._tasks.aclose()

    def _begin(self, work: object, name: str) -> None:
        task = self._tasks.spawn(work, name=name)  # type: ignore[arg-type]
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def _look(self, uuid: str) -> None:
        try:
            files = await asyncio.to_thread(self._recordings, uuid)
        except StoreError:
            files = []
        self.sound_found.emit(bool(files))

    async def _export(self, talks: tuple[Record | str, ...], wish: ExportWish) -> None:
        written: list[Path] = []
        taken: set[str] | None = None
        try:
            for talk in talks:
                record = await asyncio.to_thread(self._record, talk)
                if record is None:
                    continue  # deleted meanwhile
                if wish.name:
                    name = wish.name + wish.suffix
                else:
                    if taken is None:
                        taken = await asyncio.to_thread(_names_in, wish.folder)
                    name = unused(file_name(record, wish.suffix), taken)
                written += await self._write(record, wish.folder / name, wish)
            if not written:
                self.failed.emit(
                    TranscriptSaveError(
                        "The conversation is not there any more.", "It was deleted meanwhile."
                    )
                )
        except LiveDeskError as error:
            self.failed.emit(error)
        if written:
            self.exported.emit(tuple(written))

    async def _write(self, record: Record, path: Path, wish: ExportWish) -> list[Path]:
        files: list[Path] = []
        if wish.with_sound:
            files = await asyncio.to_thread(self._recordings, record.conversation_id)
            record = on_clock_of(files, record, wish.suffix)
        if wish.suffix == PDF:
            content = await in_qt_thread(lambda: pdf_of(record))
            await asyncio.to_thread(write_bytes, content, path)
        else:
            await asyncio.to_thread(lambda: write_bytes(rendered(record, path), path))
        return [path, *await asyncio.to_thread(copied_beside, files, path)]

    async def _print(self, record: Record, printer: QPagedPaintDevice) -> None:
        await in_qt_thread(lambda: put_on(record, printer))
        self.printed.emit()

    def _record(self, talk: Record | str) -> Record | None:
        if isinstance(talk, Record):
            return titled(talk)
        with self._store.reading() as connection:
            try:
                return reading.record_of(connection, talk)
            except sqlite3.Error as error:
                raise unreadable(error) from error

    def _recordings(self, uuid: str) -> list[Path]:
        """The sound files of a conversation that are there, in the order of time."""
        with self._store.reading() as connection:
            try:
                names = reading.recordings_of(connection, uuid)
            except sqlite3.Error as error:
                raise unreadable(error) from error
        folder = recordings_folder(self._store.path)
        return [folder / name for name in names if (folder / name).is_file()]


def _names_in(folder: Path) -> set[str]:
    try:
        return {path.name.casefold() for path in folder.iterdir()}
    except OSError as error:
        raise explained(error, folder / "transcript") from error
