"""Reads kept conversations for the history, on whichever thread calls: never the window's."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeAlias

from livedesk.core.errors import StoreError
from livedesk.transcript.model import Record
from livedesk.transcript.store import reading
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.query import parsed
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find, search
from livedesk.transcript.store.title_search import WHOLE, search_titles
from livedesk.transcript.store.transcript_store import TranscriptStore

PAGE = 100


@dataclass(frozen=True, slots=True)
class Day:
    """The heading above the conversations of a day; None stands above pinned ones."""

    day: date | None


@dataclass(frozen=True, slots=True)
class Question:
    """What the history is to show: conversations, or what was found.

    Attributes:
        limit: at most so many.
        after: what follows this one, the last that is known; None begins at the newest.
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    limit: int = PAGE
    after: Summary | Find | None = None

    @property
    def is_search(self) -> bool:
        """Whether single utterances are asked for."""
        return not parsed(self.text).is_empty


Row: TypeAlias = Day | Summary | Find


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows in the order in which they are shown; whether there are further ones.

    Attributes:
        modes: of which modes there are conversations; () in what follows a first page.
    """

    rows: tuple[Row, ...]
    has_more: bool
    modes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PastTalk:
    """A conversation that is read; ``own_title`` is what the person called it, or ""."""

    record: Record
    own_title: str
    duration_s: float
    is_running: bool


def answer(store: TranscriptStore, question: Question) -> Answer:
    """What the store holds of it.

    Raises:
        StoreError: it cannot be read.
    """
    with store.reading() as connection:
        try:
            modes = reading.modes(connection) if question.after is None else ()
            if question.is_search:
                return replace(_found(connection, question), modes=modes)
            return replace(_listed(connection, question), modes=modes)
        except sqlite3.Error as error:
            raise unreadable(error) from error


def _found(connection: sqlite3.Connection, question: Question) -> Answer:
    text, filters, limit, after = question.text, question.filters, question.limit, question.after
    titles: list[Find] = []
    if after is None:
        titles = search_titles(connection, text, filters)
    before = after.place if isinstance(after, Find) and after.number != WHOLE else None
    finds = search(connection, text, filters, limit=limit, before=before)
    return Answer((*titles, *finds), len(finds) == limit)


def _listed(connection: sqlite3.Connection, question: Question) -> Answer:
    after = question.after if isinstance(question.after, Summary) else None
    known = None if after is None else after.uuid
    found = reading.summaries(connection, question.filters, limit=question.limit, after=known)
    return Answer(by_day(found, after), len(found) == question.limit)


def past_talk(store: TranscriptStore, uuid: str) -> PastTalk | None:
    """The whole conversation, None where there is none any more.

    Raises:
        StoreError: the store cannot be read.
    """
    with store.reading() as connection:
        try:
            record = reading.record_of(connection, uuid)
            row = connection.execute(
                "SELECT title, duration_s, state FROM conversation WHERE uuid = ?", (uuid,)
            ).fetchone()
        except sqlite3.Error as error:
            raise unreadable(error) from error
    if record is None or row is None:
        return None
    return PastTalk(record, row["title"], row["duration_s"], row["state"] == "open")


def by_day(summaries: list[Summary], after: Summary | None = None) -> tuple[Row, ...]:
    """Pinned conversations first, then the others, each day below its heading.

    ``after`` is the one above them, whose heading is there already.
    """
    rows: list[Row] = []
    above = None if after is None else _heading(after)
    for summary in summaries:
        heading = _heading(summary)
        if heading != above:
            rows.append(heading)
            above = heading
        rows.append(summary)
    return tuple(rows)


def _heading(summary: Summary) -> Day:
    return Day(None if summary.is_pinned else summary.started_at.astimezone().date())


def unreadable(error: Exception) -> StoreError:
    """What is told where the store does not answer."""
    return StoreError(
        "The conversations cannot be read just now.", "Try again.", detail=type(error).__name__
    )
