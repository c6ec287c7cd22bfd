"""The list of the history: asks the store on the pool, page by page, and fills the model."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.history_model import HistoryModel
from livedesk.app.past_talks import PAGE, Question, answer
from livedesk.core.errors import StoreError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.transcript_store import TranscriptStore


class Emptiness(Enum):
    """Why the list is empty, if it is."""

    FILLED = auto()
    LOADING = auto()
    NO_TALKS = auto()
    NO_FINDS = auto()
    UNREADABLE = auto()


class HistoryList(QObject):
    """Shows what was asked for last; answers that were overtaken are left out.

    Signals:
        emptiness_changed(Emptiness): why there is nothing in the list.
        modes_changed(tuple[str, ...]): of which modes there are conversations.

    Attributes:
        model: the rows.
        emptiness: why there is nothing in the list, if so.
        modes: of which modes there are conversations.
    """

    emptiness_changed = Signal(object)
    modes_changed = Signal(object)

    def __init__(self, store: TranscriptStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.model = HistoryModel(self)
        self.emptiness = Emptiness.LOADING
        self.modes: tuple[str, ...] = ()
        self.is_shown = False
        self._question = Question()
        self._n_asked = 0
        self._is_reading = False
        self._tasks = TaskSet()
        self.model.more_wanted.connect(self._on_more_wanted)

    @property
    def is_search(self) -> bool:
        """Whether the list holds what was found."""
        return self._question.is_search

    def look_for(self, text: str) -> None:
        """Show what was found; "" shows all conversations."""
        self._ask(replace(self._question, text=text.strip(), limit=PAGE, after=None))

    def narrow(self, filters: Filters) -> None:
        """Show only what these ask for."""
        self._ask(replace(self._question, filters=filters, limit=PAGE, after=None))

    def refresh(self) -> None:
        """Read the list anew, as long as it was."""
        limit = max(PAGE, self.model.n_items)
        self._ask(replace(self._question, limit=limit, after=None))

    async def aclose(self) -> None:
        """Read no more. Idempotent."""
        self.is_shown = False
        await self._tasks.aclose()

    def _ask(self, question: Question) -> None:
        self._question = question
        self._n_asked += 1
        if self.is_shown and not self._is_reading:
            self._is_reading = True
            self._tasks.spawn(self._read(), name="read history")

    async def _read(self) -> None:
        """Answer the newest question; those that it overtook are left out."""
        n_answered = -1
        try:
            while n_answered != self._n_asked:
                n_answered, question = self._n_asked, self._question
                found = await asyncio.to_thread(answer, self._store, question)
        except StoreError:
            self._tell_emptiness(Emptiness.UNREADABLE)
            return
        finally:
            self._is_reading = False
        if question.after is not None:
            self.model.append(found)
            return
        self.model.show(found)
        if found.modes != self.modes:
            self.modes = found.modes
            self.modes_changed.emit(found.modes)
        is_narrow = question.is_search or not question.filters.ask_nothing
        empty = Emptiness.NO_FINDS if is_narrow else Emptiness.NO_TALKS
        self._tell_emptiness(Emptiness.FILLED if found.rows else empty)

    def _tell_emptiness(self, emptiness: Emptiness) -> None:
        self.emptiness = emptiness
        self.emptiness_changed.emit(emptiness)

    @Slot()
    def _on_more_wanted(self) -> None:
        self._ask(replace(self._question, limit=PAGE, after=self.model.last))
