"""Reads kept conversations for the history, on whichever thread calls: never the window's."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from livedesk.core.errors import StoreError
from livedesk.transcript.model import Record
from livedesk.transcript.store import reading
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.query import parsed
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find, search
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
    """

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    limit: int = PAGE

    @property
    def is_search(self) -> bool:
        """Whether single utterances are asked for."""
        return not parsed(self.text).is_empty


Row: TypeAlias = Day | Summary | Find


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows in the order in which they are shown; whether there are further ones."""

    rows: tuple[Row, ...]
    has_more: bool


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
            if question.is_search:
                finds = search(connection, question.text, question.filters, limit=question.limit)
                return Answer(tuple(finds), len(finds) == question.limit)
            found = reading.summaries(connection, question.filters, limit=question.limit)
        except sqlite3.Error as error:
            raise unreadable(error) from error
    return Answer(by_day(found), len(found) == question.limit)


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


def by_day(summaries: list[Summary]) -> tuple[Row, ...]:
    """Pinned conversations first, then the others, each day below its heading."""
    rows: list[Row] = []
    above: Day | None = None
    for summary in summaries:
        heading = Day(None if summary.is_pinned else summary.started_at.astimezone().date())
        if heading != above:
            rows.append(heading)
            above = heading
        rows.append(summary)
    return tuple(rows)


def unreadable(error: Exception) -> StoreError:
    """What is told where the store does not answer."""
    return StoreError(
        "The conversations cannot be read just now.", "Try again.", detail=type(error).__name__
    )
