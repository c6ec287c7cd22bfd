"""The kept conversations as a Qt object: listed, found, read, taken up again, deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from livedesk.app.history_list import Emptiness, HistoryList
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.past_talks import PastTalk, past_talk
from livedesk.app.talk_desk import TalkDesk
from livedesk.app.transcript_controller import TranscriptController
from livedesk.core.clock import Clock
from livedesk.core.errors import StoreError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.history import Told, told
from livedesk.transcript.model import Transcript
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.reading import Summary

# What is spoken changes the list a few times a second at most.
_REFRESH_MS = 500


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read, and how much of it the assistant would be told."""

    talk: PastTalk
    told: Told

    @property
    def uuid(self) -> str:
        """The conversation."""
        return self.talk.record.conversation_id


class HistoryController(QObject):
    """Reads on the pool, changes through the store, and shows in the transcript's place.

    Signals:
        emptiness_changed(Emptiness): why there is nothing in the list.
        reading_changed(Reading | None): what is read in place of the talk.
        row_wanted(int): an entry of it that was looked for.
        modes_changed(tuple[str, ...]): of which modes there are conversations.
        deleted(tuple[Summary, ...]): these are gone; it can be undone.
        failed(StoreError): what was wished for was not possible.
    """

    emptiness_changed = Signal(object)
    modes_changed = Signal(object)
    reading_changed = Signal(object)
    row_wanted = Signal(int)
    deleted = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        keeping: KeepingController,
        desk: TalkDesk,
        transcript: TranscriptController,
        *,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = keeping.store
        self._keeping = keeping
        self._desk = desk
        self._transcript = transcript
        self._clock = clock
        self.list = HistoryList(self._store, self)
        self.model = self.list.model
        self.reading: Reading | None = None
        self._deleted: tuple[str, ...] = ()
        self._n_opened = 0
        self._tasks = TaskSet()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REFRESH_MS)
        self._connect()

    def _connect(self) -> None:
        self._timer.timeout.connect(self.refresh)
        self.list.emptiness_changed.connect(self.emptiness_changed)
        self.list.modes_changed.connect(self.modes_changed)
        self.model.renamed.connect(self.rename)
        self._desk.transcript_changed.connect(self._on_desk_changed)
        self._keeping.all_deleted.connect(self._on_all_deleted)
        self._keeping.keeps_changed.connect(self._refresh_soon)
        self._transcript.model.rowsInserted.connect(self._refresh_soon)
        self._transcript.model.dataChanged.connect(self._refresh_soon)

    @property
    def held(self) -> str:
        """The conversation that is being held."""
        return self._desk.transcript.conversation_id

    @property
    def emptiness(self) -> Emptiness:
        """Why there is nothing in the list, if so."""
        return self.list.emptiness

    @property
    def is_search(self) -> bool:
        """Whether the list holds what was found."""
        return self.list.is_search

    @Slot(bool)
    def set_shown(self, is_shown: bool) -> None:
        """Whether anybody looks at the list."""
        self.list.is_shown = is_shown
        if is_shown:
            self.refresh()

    @Slot(str)
    def look_for(self, text: str) -> None:
        """Show what was found; "" shows all conversations."""
        self.list.look_for(text)

    @Slot(object)
    def narrow(self, filters: Filters) -> None:
        """Show only what these ask for."""
        self.list.narrow(filters)

    @Slot()
    def refresh(self) -> None:
        """Read the list anew, as long as it was."""
        self.list.refresh()

    @Slot(str)
    @Slot(str, int)
    def open(self, uuid: str, number: int = -1) -> None:
        """Read a conversation, from the entry of that number on; the held one is gone back to."""
        self._n_opened += 1
        if uuid == self.held:
            self.back()
            self._show_entry(self._desk.transcript, number)
        elif self.reading is not None and self.reading.uuid == uuid:
            self._show_entry(self._transcript.transcript, number)
        else:
            self._tasks.spawn(self._open(uuid, number, self._n_opened), name="read conversation")

    @Slot()
    def back(self) -> None:
        """Show the conversation that is held. Idempotent."""
        self._n_opened += 1
        if self.reading is not None:
            self._transcript.set_transcript(self._desk.transcript)
            self._set_reading(None)

    @Slot()
    def go_on(self) -> None:
        """Take up the conversation that is read: the next talk knows its newest turns."""
        reading = self.reading
        if reading is None or reading.talk.is_running:
            return
        talk = reading.talk
        resumed = Transcript.resumed(talk.record, talk.own_title, talk.duration_s, self._clock)
        self._desk.take(resumed)

    @Slot(str, str)
    def rename(self, uuid: str, title: str) -> None:
        """Give a conversation a title; "" brings back the one made of the first exchange."""
        if uuid == self.held:
            self._desk.transcript.title = title
            self._keeping.note_facts()
        self._change(lambda c: changes.set_title(c, uuid, title))

    def pin(self, uuid: str, is_pinned: bool) -> None:
        """Keep a conversation at the top of the list, or no more."""
        self._change(lambda c: changes.set_pinned(c, uuid, is_pinned=is_pinned))

    @Slot(object)
    def delete(self, talks: Sequence[Summary]) -> None:
        """Delete conversations; ``undo`` brings back the last ones until the program ends."""
        uuids = tuple(talk.uuid for talk in talks)
        if not uuids:
            return
        if self.held in uuids:
            self._desk.begin_new()
        elif self.reading is not None and self.reading.uuid in uuids:
            self.back()
        self._deleted = uuids
        future = self._store.hide(uuids)
        gone = tuple(talks)
        self._tasks.spawn(self._finish(future, lambda: self.deleted.emit(gone)), name="delete")

    @Slot()
    def undo(self) -> None:
        """Bring back what was deleted last."""
        if self._deleted:
            future = self._store.unhide(self._deleted)
            self._deleted = ()
            self._tasks.spawn(self._finish_undo(future), name="undo")

    async def aclose(self) -> None:
        """Read no more. Idempotent."""
        self._timer.stop()
        await self.list.aclose()
        await self._tasks.aclose()

    async def _open(self, uuid: str, number: int, wish: int) -> None:
        try:
            talk = await asyncio.to_thread(past_talk, self._store, uuid)
        except StoreError as error:
            self.failed.emit(error)
            return
        if wish != self._n_opened:
            return  # the person wants something else by now
        if talk is None:
            self.refresh()
            return
        transcript = Transcript.resumed(talk.record, talk.own_title, talk.duration_s, self._clock)
        self._transcript.set_transcript(transcript)
        self._set_reading(Reading(talk, told(talk.record.entries)))
        self._show_entry(transcript, number)

    def _show_entry(self, transcript: Transcript, number: int) -> None:
        row = transcript.index_of(number) if number >= 0 else None
        if row is not None:
            self.row_wanted.emit(row)

    def _change(self, job: Callable[[Any], None]) -> None:
        def whole(connection: Any) -> None:
            with transaction(connection):
                job(connection)

        self._tasks.spawn(self._finish(self._store.run(whole)), name="change conversation")

    async def _finish(self, future: Future[None], tell: Callable[[], None] | None = None) -> None:
        try:
            await asyncio.wrap_future(future)
        except StoreError as error:
            self.failed.emit(error)
        else:
            if tell is not None:
                tell()
        self.refresh()

    async def _finish_undo(self, future: Future[int]) -> None:
        try:
            if not await asyncio.wrap_future(future):
                raise StoreError(self.tr("What was deleted last is gone for good."))
        except StoreError as error:
            self.failed.emit(error)
        self.refresh()

    def _set_reading(self, reading: Reading | None) -> None:
        self.reading = reading
        self.reading_changed.emit(reading)

    @Slot()
    def _refresh_soon(self) -> None:
        if self.list.is_shown and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _on_desk_changed(self) -> None:
        self._n_opened += 1
        self._set_reading(None)
        self._refresh_soon()

    @Slot()
    def _on_all_deleted(self) -> None:
        self.back()
        self.refresh()
