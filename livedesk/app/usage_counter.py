"""What this talk and this day have used, kept without the window waiting for it."""

from __future__ import annotations

import asyncio
from datetime import date

from livedesk.core.clock import Clock
from livedesk.core.errors import SettingsError
from livedesk.core.listeners import Listener
from livedesk.core.tasks import TaskSet
from livedesk.core.tokens import NOTHING, Consumption, Tokens, combined
from livedesk.settings.usage_book import UsageBook


class UsageCounter:
    """Adds up in memory at once, and in ``book`` a little later. Used on the main thread."""

    def __init__(self, book: UsageBook, clock: Clock, on_fault: Listener[SettingsError]) -> None:
        self._book = book
        self._clock = clock
        self._on_fault = on_fault
        self._talk: Consumption = NOTHING
        self._day = clock.wall_time().date()
        self._today: Consumption = NOTHING
        self._unwritten: list[tuple[date, str, Tokens]] = []
        self._writing: asyncio.Task[None] | None = None
        self._tasks = TaskSet()
        self._has_told = False

    @property
    def talk(self) -> Consumption:
        """Used in this talk."""
        return self._talk

    @property
    def today(self) -> Consumption:
        """Used since midnight, as far as this program knows."""
        return self._today if self._day == self._clock.wall_time().date() else NOTHING

    async def prepare(self) -> None:
        """Look up what was used today before the program began."""
        try:
            before = await asyncio.to_thread(self._book.of, self._day)
        except SettingsError as error:
            self._tell(error)
            return
        for model, tokens in before.items():
            self._today = combined(self._today, model, tokens)

    def begin_talk(self) -> None:
        """A new talk has used nothing yet."""
        self._talk = NOTHING

    def use(self, model: str, tokens: Tokens) -> None:
        """``model`` used ``tokens`` just now."""
        day = self._clock.wall_time().date()
        if day != self._day:
            self._day, self._today = day, NOTHING
        self._talk = combined(self._talk, model, tokens)
        self._today = combined(self._today, model, tokens)
        self._unwritten.append((day, model, tokens))
        if self._writing is None or self._writing.done():
            self._writing = self._tasks.spawn(self._write(), name="note what was used")

    async def aclose(self) -> None:
        """Wait until everything is noted. Idempotent."""
        if self._writing is not None:
            await asyncio.shield(self._writing)

    async def _write(self) -> None:
        while self._unwritten:
            entries, self._unwritten = self._unwritten, []
            try:
                await asyncio.to_thread(self._note, entries)
            except SettingsError as error:
                self._tell(error)

    def _note(self, entries: list[tuple[date, str, Tokens]]) -> None:
        for day, model, tokens in entries:
            self._book.add(day, model, tokens)

    def _tell(self, error: SettingsError) -> None:
        """Once: it would come back with every turn."""
        if not self._has_told:
            self._has_told = True
            self._on_fault(error)
