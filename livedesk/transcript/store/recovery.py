"""What is done when a store opens: broken-off talks are closed, a damaged file is put aside."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from livedesk.core.log import get_logger
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.owners import OwnerMark
from livedesk.transcript.store.place import HELPERS
from livedesk.transcript.store.reading import head_of
from livedesk.transcript.store.rows import Placed, entry_of

_log = get_logger("store")


def close_broken_off(connection: sqlite3.Connection, mark: OwnerMark) -> int:
    """End every open conversation whose owner is gone; returns how many there were."""
    rows = connection.execute("SELECT id, owner FROM conversation WHERE state = 'open'").fetchall()
    gone = [row["id"] for row in rows if not mark.is_running(row["owner"])]
    for conversation in gone:
        with transaction(connection):
            changes.end(connection, conversation, "interrupted")
    return len(gone)


def put_aside(path: Path, now: datetime) -> Path:
    """Rename the damaged database and its helper files; returns the new name.

    Raises:
        OSError: the folder cannot be written; the file is where it was.
    """
    aside = _free_name(path, f"damaged {now:%Y-%m-%d %H.%M.%S}")
    path.rename(aside)
    for helper in HELPERS:
        with contextlib.suppress(FileNotFoundError):
            path.with_name(path.name + helper).rename(aside.with_name(aside.name + helper))
    _log.info("damaged store put aside")
    return aside


def _free_name(path: Path, label: str) -> Path:
    aside = path.with_name(f"{path.stem} ({label}){path.suffix}")
    number = 2
    while aside.exists():
        aside = path.with_name(f"{path.stem} ({label}, {number}){path.suffix}")
        number += 1
    return aside


def salvage(aside: Path, connection: sqlite3.Connection) -> int:
    """Bring over what can be read of a damaged store; returns the number of conversations."""
    n_saved = 0
    try:
        damaged = sqlite3.connect(f"{aside.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    with contextlib.closing(damaged):
        damaged.row_factory = sqlite3.Row
        damaged.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for row in _readable(damaged, "SELECT * FROM conversation WHERE deleted_us IS NULL"):
            entries = _entries(damaged, row["id"])
            if entries and _brought_over(connection, row, entries):
                n_saved += 1
                _bring_recordings(damaged, row["id"], connection)
    return n_saved


def _brought_over(connection: sqlite3.Connection, row: sqlite3.Row, entries: list[Placed]) -> bool:
    try:
        head = head_of(row)
    except (ValueError, TypeError, IndexError):
        return False
    with transaction(connection):
        changes.write_whole(connection, head, entries, "interrupted")
        changes.set_pinned(connection, head.uuid, is_pinned=bool(row["is_pinned"]))
    return True


def _bring_recordings(
    damaged: sqlite3.Connection, conversation: int, connection: sqlite3.Connection
) -> None:
    query = (
        "SELECT r.*, c.uuid FROM recording r JOIN conversation c ON c.id = r.conversation_id "
        "WHERE c.id = ?"
    )
    for row in _readable(damaged, query, conversation):
        with contextlib.suppress(ValueError, TypeError), transaction(connection):
            start_s, duration_s = float(row["start_s"]), float(row["duration_s"])
            changes.add_recording(connection, row["uuid"], row["file"], start_s, duration_s)


def _entries(damaged: sqlite3.Connection, conversation: int) -> list[Placed]:
    """What can be read from either end of the conversation, each entry once."""
    found: dict[int, Placed] = {}
    for order in ("ASC", "DESC"):
        query = f"SELECT * FROM entry WHERE conversation_id = ? ORDER BY id {order}"  # noqa: S608
        for row in _readable(damaged, query, conversation):
            with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
                placed = Placed(entry_of(row), float(row["position"]))
                found[placed.number] = placed
    return sorted(found.values(), key=lambda placed: placed.position)


def _readable(damaged: sqlite3.Connection, query: str, *values: object) -> Iterator[sqlite3.Row]:
    """The rows up to the first that cannot be read."""
    try:
        yield from damaged.execute(query, values)
    except sqlite3.Error as error:
        _log.info("damaged store: %s", type(error).__name__)
