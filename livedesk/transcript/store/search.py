"""Finds text in all conversations, the newest first.

The index is asked in the order of its rows, which is the order of time, so that the first finds
are there after a look at the newest part, however many there are in all.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.query import Query, parsed
from livedesk.transcript.store.rows import entry_of, searched_text
from livedesk.transcript.store.snippet import Snippet, snippet

# With fewer stretches of time than this, each is asked for on its own; with more, finds are so
# frequent that all are looked through.
_MOST_STRETCHES = 300
_ALWAYS = (0, 1 << 62)  # before and after every row


@dataclass(frozen=True, slots=True)
class Find:
    """One entry that holds what was looked for.

    Attributes:
        place: give the last one's as ``before`` to get further finds.
        number: the entry's id within its conversation.
        start_s: where on the conversation's clock it begins.
    """

    place: int
    uuid: str
    title: str
    number: int
    kind: str
    speaker: str
    started_at: datetime
    start_s: float
    snippet: Snippet


def search(
    connection: sqlite3.Connection,
    text: str,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = 50,
    before: int | None = None,
) -> list[Find]:
    """Entries that hold every word of ``text``, whose last word may be unfinished.

    Raises:
        sqlite3.Error: the store cannot be read; also after ``connection.interrupt()``.
    """
    query = parsed(text)
    if query.is_empty or limit <= 0:
        return []
    rows = _rows(connection, query, filters, before)
    return [_find(row, query) for row in islice(rows, limit)]


def _rows(
    connection: sqlite3.Connection, query: Query, filters: Filters, before: int | None
) -> Iterator[sqlite3.Row]:
    on_signs = query.of_signs()
    index, match = ("entry_signs", on_signs) if on_signs else ("entry_words", query.of_words())
    where, values = filters.condition()
    # CROSS JOIN keeps the order of tables: first the index, by descending rows. What a person
    # typed is bound, never part of the statement.
    statement = (
        "SELECT e.*, c.uuid AS uuid, "  # noqa: S608
        "coalesce(nullif(c.title, ''), c.own_title) AS talk_title "
        f"FROM {index} i CROSS JOIN entry e ON e.id = i.rowid "
        "CROSS JOIN conversation c ON c.id = e.conversation_id "
        f"WHERE {index} MATCH ? AND i.rowid >= ? AND i.rowid < ? AND {where} "
        "ORDER BY i.rowid DESC"
    )
    for first, last in _stretches(connection, filters):
        end = last if before is None else min(last, before)
        if first < end:
            yield from connection.execute(statement, (match, first, end, *values))


def _stretches(connection: sqlite3.Connection, filters: Filters) -> list[tuple[int, int]]:
    """The stretches of rows in which the conversations asked for lie, the newest first."""
    if filters.ask_nothing:
        return [_ALWAYS]
    where, values = filters.condition()
    rows = connection.execute(
        f"SELECT c.first_id, c.last_id + 1, ({where}) FROM conversation c "  # noqa: S608
        "WHERE c.first_id NOT NULL ORDER BY c.last_id DESC",
        values,
    )
    return _merged(rows)


def _merged(talks: Iterable[Sequence[int]]) -> list[tuple[int, int]]:
    """Neighbours that are all wanted are one stretch, and so are talks that overlap.

    ``talks``: first row, row behind the last, whether it is wanted; by descending last row. Where
    there would be too many stretches, all of the index is one.
    """
    stretches: list[tuple[int, int]] = []
    follows = False
    for first, end, is_wanted in talks:
        if is_wanted:
            if stretches and (follows or end > stretches[-1][0]):
                stretches[-1] = (min(first, stretches[-1][0]), stretches[-1][1])
            else:
                stretches.append((first, end))
            if len(stretches) > _MOST_STRETCHES:
                return [_ALWAYS]
        follows = bool(is_wanted)
    return stretches


def _find(row: sqlite3.Row, query: Query) -> Find:
    entry = entry_of(row)
    return Find(
        row["id"],
        row["uuid"],
        row["talk_title"],
        row["number"],
        row["kind"],
        row["speaker"],
        entry.started_at,
        row["start_s"],
        snippet(searched_text(entry), query),
    )
