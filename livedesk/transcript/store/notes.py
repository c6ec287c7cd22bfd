"""The person's notes and alarms, which lie beside the conversations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime

from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.rows import clean, microseconds

# Newer ones than these are looked through; nobody dictates more.
_MOST_LOOKED_AT = 20_000


def add_note(connection: sqlite3.Connection, text: str, now: datetime) -> None:
    """Keep a note that was written at ``now``, which has its time zone."""
    with transaction(connection):
        connection.execute(
            "INSERT INTO note (created_us, created_at, text) VALUES (?, ?, ?)",
            (microseconds(now), now.isoformat(), clean(text)),
        )


def find_notes(connection: sqlite3.Connection, text: str, limit: int) -> list[tuple[str, datetime]]:
    """Notes that hold ``text``, whatever its case, and when they were written; the newest first."""
    rows = connection.execute(
        "SELECT text, created_at FROM note ORDER BY created_us DESC, id DESC LIMIT ?",
        (_MOST_LOOKED_AT,),
    )
    wanted = text.strip().casefold()
    found = (row for row in rows if wanted in row["text"].casefold())
    return [
        (row["text"], datetime.fromisoformat(row["created_at"]))
        for row, _ in zip(found, range(limit), strict=False)
    ]


def add_alarm(connection: sqlite3.Connection, due_at: datetime, text: str) -> int:
    """Keep an alarm until it has rung; returns its number."""
    with transaction(connection):
        cursor = connection.execute(
            "INSERT INTO alarm (due_at, text) VALUES (?, ?)", (due_at.isoformat(), clean(text))
        )
    return int(cursor.lastrowid or 0)


def remove_alarm(connection: sqlite3.Connection, number: int) -> None:
    """It has rung, or was taken back. Idempotent."""
    with transaction(connection):
        connection.execute("DELETE FROM alarm WHERE id = ?", (number,))


def alarms(connection: sqlite3.Connection) -> list[tuple[int, datetime, str]]:
    """Number, time and text of each that has not rung."""
    rows = connection.execute("SELECT id, due_at, text FROM alarm")
    return [(int(row[0]), datetime.fromisoformat(row[1]), str(row[2])) for row in rows]


def take_over(source: sqlite3.Connection, target: sqlite3.Connection, now: datetime) -> None:
    """Add the notes of another store that are not there yet, and its alarms after ``now``."""
    coming = [
        row
        for row in source.execute("SELECT * FROM alarm")
        if datetime.fromisoformat(row["due_at"]) > now
    ]
    bring_over(source.execute("SELECT * FROM note"), coming, target)


def bring_over(
    notes: Iterable[sqlite3.Row], alarms: Iterable[sqlite3.Row], target: sqlite3.Connection
) -> None:
    """Add those rows of another store's that are not there yet; an alarm keeps a free number."""
    with transaction(target):
        for row in notes:
            target.execute(
                "INSERT INTO note (created_us, created_at, text) SELECT ?1, ?2, ?3 WHERE NOT EXISTS"
                " (SELECT 1 FROM note WHERE created_us = ?1 AND text = ?3)",
                (row["created_us"], row["created_at"], row["text"]),
            )
        for row in alarms:
            target.execute(
                "INSERT INTO alarm (id, due_at, text) SELECT (SELECT ?1 WHERE NOT EXISTS "
                "(SELECT 1 FROM alarm WHERE id = ?1)), ?2, ?3 WHERE NOT EXISTS "
                "(SELECT 1 FROM alarm WHERE due_at = ?2 AND text = ?3)",
                (row["id"], row["due_at"], row["text"]),
            )
