"""Keeping conversations as a Qt object: this one or not, for how long, and what went wrong."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from livedesk.core.clock import Clock
from livedesk.core.errors import StoreError
from livedesk.core.tasks import TaskSet
from livedesk.settings.schema import Keeping, Settings
from livedesk.transcript.model import Transcript
from livedesk.transcript.store import changes
from livedesk.transcript.store.keeper import Keeper
from livedesk.transcript.store.reports import (
    Forgotten,
    NotDone,
    StoreFailing,
    StoreOpened,
    StoreReplaced,
    StoreReport,
    StoreWell,
    TalkForked,
)
from livedesk.transcript.store.rows import microseconds
from livedesk.transcript.store.transcript_store import TranscriptStore

# A conversation that has reached its age goes within the hour, however long LiveDesk runs.
_TIDY_EVERY_MS = 3_600_000


class KeepingController(QObject):
    """Keeps every conversation by itself. Build it on a running loop.

    Signals:
        failed(StoreError): conversations are not kept for now, or a damaged file was replaced.
        told(str): a quiet sentence.
        keeps_changed(bool): whether this conversation is kept.
        all_deleted(int): so many conversations are gone for good.
        new_conversation_requested(): the one in the window is deleted; begin an empty one.

    Attributes:
        before_deletion: called before what is kept of this conversation is deleted.
    """

    failed = Signal(object)
    told = Signal(str)
    keeps_changed = Signal(bool)
    all_deleted = Signal(int)
    new_conversation_requested = Signal()

    def __init__(
        self, path: Path, keeping: Keeping, clock: Clock, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.before_deletion: Callable[[], None] | None = None
        self._clock = clock
        self._began_us = microseconds(clock.wall_time())
        self._keeping = keeping
        self._loop = asyncio.get_running_loop()
        self._tasks = TaskSet()
        self._closing: asyncio.Task[None] | None = None
        self._transcript: Transcript | None = None
        self.store = TranscriptStore(path, clock, deliver=self._deliver)
        self._keeper = Keeper(self.store, keeps=keeping.keep)
        self.store.listener = self._keeper.on_report
        self._keeper.listener = self._on_report
        self.store.start()
        self._tidy()
        self._hourly = QTimer(self)
        self._hourly.setInterval(_TIDY_EVERY_MS)
        self._hourly.timeout.connect(self._tidy)
        self._hourly.start()

    @property
    def keeps(self) -> bool:
        """Whether this conversation is kept."""
        return self._keeper.keeps

    @property
    def folder(self) -> Path:
        """Where everything that is kept lies."""
        return self.store.path.parent

    @Slot(object)
    def follow(self, transcript: Transcript) -> None:
        """Keep ``transcript`` from now on, unless the settings say otherwise."""
        self._keeper.leave()
        self._transcript = transcript
        self._set_keeps(self._keeping.keep)
        self._keeper.follow(transcript)

    @Slot()
    def note_facts(self) -> None:
        """Setting or title of the conversation changed."""
        self._keeper.note_facts()

    def note_usage(self, transcript: Transcript) -> None:
        """The usage of ``transcript`` changed, which may have left the desk meanwhile."""
        if transcript is self._transcript:
            self._keeper.note_facts()
            return
        uuid, usage = transcript.conversation_id, transcript.usage
        future = self.store.run(lambda connection: changes.set_usage(connection, uuid, usage))
        self._tasks.spawn(self._finish(future), name="note what was used")

    @Slot(bool)
    def set_keeps(self, keeps: bool) -> None:
        """Keep this conversation, or do not: then what was kept of it is deleted."""
        if keeps == self._keeper.keeps:
            return
        self._set_keeps(keeps)
        if keeps:
            self.told.emit(self.tr("This conversation is kept, from its beginning."))

    @Slot(object)
    def apply_settings(self, settings: Settings) -> None:
        """The settings changed. A conversation that has begun stays kept or not, as it is."""
        keeping = settings.keeping
        if keeping == self._keeping:
            return
        self._keeping = keeping
        if self._transcript is not None and not self._transcript.entries:
            self._set_keeps(keeping.keep)
        self._tidy()

    @Slot()
    def open_folder(self) -> None:
        """Show in the system's file browser where everything lies."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(self.folder)):
            self.told.emit(
                self.tr("The folder could not be opened: %1").replace("%1", str(self.folder))
            )

    @Slot()
    def delete_all(self) -> None:
        """Delete every conversation for good; in the window an empty one is begun."""
        self._tell_deletion()
        if self._keeper.keeps and self._transcript is not None and self._transcript.entries:
            self._set_keeps(False)  # deletes the open one, and writes nothing more of it
            self.new_conversation_requested.emit()
        future = self.store.purge_all()
        self._tasks.spawn(self._finish(future, self.all_deleted.emit), name="delete conversations")

    async def aclose(self) -> None:
        """Wait until everything is on the disk. Idempotent."""
        if self._closing is None:
            self._hourly.stop()
            self._keeper.leave()
            self._closing = self._tasks.spawn(self._close(), name="close store")
        await asyncio.shield(self._closing)
        await self._tasks.aclose()

    async def _close(self) -> None:
        await asyncio.to_thread(self.store.close)

    def _set_keeps(self, keeps: bool) -> None:
        was = self._keeper.keeps
        if was and not keeps:
            self._tell_deletion()
        self._keeper.set_keeps(keeps)
        if was is not keeps:
            self.keeps_changed.emit(keeps)

    def _tell_deletion(self) -> None:
        if self.before_deletion is not None:
            self.before_deletion()

    @Slot()
    def _tidy(self) -> None:
        """Delete for good what was deleted before this start, and what is older than wanted.

        What was deleted since can still be brought back.
        """
        futures = [self.store.purge_hidden(self._began_us)]
        if self._keeping.delete_after_days is not None:
            oldest = self._clock.wall_time() - timedelta(days=self._keeping.delete_after_days)
            futures.append(self.store.purge_older(microseconds(oldest)))
        for future in futures:
            self._tasks.spawn(self._finish(future), name="tidy the conversations")

    async def _finish(self, future: Future[Any], tell: Callable[[int], None] | None = None) -> None:
        try:
            count = await asyncio.wrap_future(future)
        except StoreError as error:
            if tell is not None:  # what nobody asked for just now is tried at the next start
                self.failed.emit(error)
        else:
            if tell is not None:
                tell(count)

    def _is_open(self, uuid: str) -> bool:
        return self._transcript is not None and self._transcript.conversation_id == uuid

    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(call)

    def _on_report(self, report: StoreReport) -> None:
        match report:
            case StoreFailing(error) | StoreReplaced(error) | NotDone(error):
                self.failed.emit(error)
            case Forgotten(uuid) if not self.keeps and self._is_open(uuid):
                self.told.emit(self.tr("This conversation is not kept."))
            case StoreWell():
                self.told.emit(self.tr("The conversation is on the disk again."))
            case TalkForked():
                self.told.emit(
                    self.tr(
                        "This conversation goes on in another window too, so it is kept here as "
                        "a conversation of its own."
                    )
                )
            case StoreOpened(n_broken_off) if n_broken_off:
                self.told.emit(
                    self.tr("LiveDesk ended unexpectedly. What was said until then is kept.")
                )
            case _:
                pass
