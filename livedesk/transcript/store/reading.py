"""Reads conversations: lists of them, and one whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from livedesk.transcript.entries import Entry
from livedesk.transcript.model import Record
from livedesk.transcript.store.changes import stored_usage
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.rows import SELECT_ENTRY, Head, Row, entry_of, setting_of

_SUMMARY = """
SELECT c.*, (SELECT count(*) FROM recording r WHERE r.conversation_id = c.id) AS n_recordings
FROM conversation c
"""


@dataclass(frozen=True, slots=True)
class Summary:
    """A conversation as one line of a list.

    Attributes:
        uuid: its name; the first characters will do on the command line.
        title: the person's own, or the one made of the first exchange, or "".
        duration_s: from the beginning to the end of the last utterance.
        state: "open", "ended" or "interrupted".
    """

    uuid: str
    title: str
    started_at: datetime
    duration_s: float
    state: str
    mode: str
    model: str
    voice: str
    is_pinned: bool
    has_audio: bool
    tokens: int
    cost_usd: float


def summaries(
    connection: sqlite3.Connection,
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    limit: int = -1,
    after: str | None = None,
) -> list[Summary]:
    """The conversations, pinned ones first, then the newest; those that follow ``after``."""
    where, values = filters.condition()
    if after is not None:
        where += (
            " AND (c.is_pinned, c.started_us, c.id) < "
            "(SELECT is_pinned, started_us, id FROM conversation WHERE uuid = ?)"
        )
        values.append(after)
    rows = connection.execute(
        f"{_SUMMARY} WHERE {where} ORDER BY c.is_pinned DESC, c.started_us DESC, c.id DESC LIMIT ?",
        (*values, limit),
    )
    return [_summary(row) for row in rows]


def modes(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Of which modes there are conversations."""
    rows = connection.execute(
        "SELECT DISTINCT mode FROM conversation WHERE deleted_us IS NULL AND mode <> '' "
        "ORDER BY mode"
    )
    return tuple(row["mode"] for row in rows)


def uuids_like(connection: sqlite3.Connection, beginning: str) -> list[str]:
    """The names of kept conversations that begin so."""
    rows = connection.execute(
        "SELECT uuid FROM conversation WHERE deleted_us IS NULL AND uuid >= ? AND uuid < ?",
        (beginning, beginning + "\U0010ffff"),
    )
    return [row["uuid"] for row in rows]


def recordings_of(connection: sqlite3.Connection, uuid: str) -> list[str]:
    """The names of its sound files below the folder of recordings, in the order of time."""
    rows = connection.execute(
        "SELECT r.file FROM recording r JOIN conversation c ON c.id = r.conversation_id "
        "WHERE c.uuid = ? ORDER BY r.start_s, r.file",
        (uuid,),
    )
    return [Path(row["file"]).name for row in rows]  # no name leads out of the folder


def record_of(connection: sqlite3.Connection, uuid: str) -> Record | None:
    """The whole conversation; None where there is none of that name."""
    row = connection.execute(
        "SELECT * FROM conversation WHERE uuid = ? AND deleted_us IS NULL", (uuid,)
    ).fetchone()
    if row is None:
        return None
    head = head_of(row)
    title = head.title or row["own_title"]
    entries = tuple(entries_of(connection, row["id"]))
    usage = dict(head.usage or {})
    return Record(
        title, head.started_at, head.setting, entries, uuid, usage, is_title_given=bool(head.title)
    )


def entries_of(
    connection: sqlite3.Connection, conversation: int, *, last: int = -1
) -> Sequence[Entry]:
    """The entries in the order of speech: all, or the ``last`` ones for a first look."""
    rows = connection.execute(
        f"{SELECT_ENTRY} WHERE conversation_id = ? ORDER BY position DESC, number DESC LIMIT ?",
        (conversation, last),
    )
    return [entry_of(row) for row in rows][::-1]


def head_of(row: Row) -> Head:
    """What a row of ``conversation`` says of it."""
    return Head(
        row["uuid"],
        datetime.fromisoformat(row["started_at"]),
        setting_of(row),
        row["title"],
        stored_usage(row["usage"]),
    )


def _summary(row: sqlite3.Row) -> Summary:
    return Summary(
        row["uuid"],
        row["title"] or row["own_title"],
        datetime.fromisoformat(row["started_at"]),
        row["duration_s"],
        row["state"],
        row["mode"],
        row["model"],
        row["voice"],
        bool(row["is_pinned"]),
        row["n_recordings"] > 0,
        row["tokens"],
        row["cost_usd"],
    )
