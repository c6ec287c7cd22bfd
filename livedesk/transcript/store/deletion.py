"""Deleting: first hidden, so that it can be undone; then really gone.

``secure_delete`` overwrites what is freed in the tables, but the index keeps the words of deleted
rows until its parts are merged, and the write-ahead log holds old pages until it is emptied. So
after a deletion the index is merged in small steps, between which new utterances are written, and
at the end the log is emptied and the file made smaller.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from livedesk.core.erasing import erase
from livedesk.core.log import get_logger
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.recordings import recordings_of

_log = get_logger("store")
_INDEXES = ("entry_words", "entry_signs")
# Pages of one step of merging: some milliseconds.
_STEP_PAGES = 500


def hide(connection: sqlite3.Connection, uuids: Iterable[str], now_us: int) -> None:
    """Leave conversations out of every list and search; ``unhide`` undoes it."""
    with transaction(connection):
        connection.executemany(
            "UPDATE conversation SET deleted_us = ? WHERE uuid = ?", [(now_us, u) for u in uuids]
        )


def unhide(connection: sqlite3.Connection, uuids: Iterable[str]) -> None:
    """Undo a deletion that has not been purged."""
    with transaction(connection):
        connection.executemany(
            "UPDATE conversation SET deleted_us = NULL WHERE uuid = ?", [(u,) for u in uuids]
        )


def hidden_before(connection: sqlite3.Connection, moment_us: int) -> list[str]:
    """What was deleted before that moment, in microseconds since 1970."""
    rows = connection.execute("SELECT uuid FROM conversation WHERE deleted_us < ?", (moment_us,))
    return [row["uuid"] for row in rows]


def ended_before(connection: sqlite3.Connection, moment_us: int) -> list[str]:
    """Conversations that are over, not pinned, and began before that moment."""
    rows = connection.execute(
        "SELECT uuid FROM conversation WHERE started_us < ? AND state <> 'open' AND is_pinned = 0",
        (moment_us,),
    )
    return [row["uuid"] for row in rows]


def all_closed(connection: sqlite3.Connection) -> list[str]:
    """Every conversation that is over."""
    rows = connection.execute("SELECT uuid FROM conversation WHERE state <> 'open'")
    return [row["uuid"] for row in rows]


def purge(connection: sqlite3.Connection, uuids: Iterable[str], recordings: Path) -> int:
    """Delete conversations and their sound for good; returns how many there were.

    ``clean_step`` has to follow until it has nothing to do. A conversation whose sound cannot be
    taken away stays, hidden, and the next start tries again.
    """
    n_purged = 0
    for uuid in uuids:
        try:
            for recording in recordings_of(connection, uuid):
                erase(recordings / Path(recording.file).name)
        except OSError as error:
            _log.warning("a recording could not be deleted: %s", type(error).__name__)
            hide(connection, [uuid], 0)
            continue
        with transaction(connection):
            cursor = connection.execute("DELETE FROM conversation WHERE uuid = ?", (uuid,))
        n_purged += cursor.rowcount
    return n_purged


class Cleaning:
    """Takes the words of what was deleted out of the index, step by step.

    ``mark`` is a file that lies there until all is done, so that it goes on at the next start.
    """

    def __init__(self, mark: Path) -> None:
        self._mark = mark
        mark.touch(mode=0o600)
        self._waiting = list(_INDEXES)
        self._begun: set[str] = set()

    def step(self, connection: sqlite3.Connection) -> bool:
        """One step; returns whether more are needed."""
        if self._waiting:
            if not self._merge(connection, self._waiting[0]):
                self._waiting.pop(0)
            return True
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        self._mark.unlink(missing_ok=True)
        return False

    def _merge(self, connection: sqlite3.Connection, index: str) -> bool:
        """Merge parts of one index; a negative count begins by making all parts one.

        https://www.sqlite.org/fts5.html#the_merge_command
        """
        pages = _STEP_PAGES if index in self._begun else -_STEP_PAGES
        self._begun.add(index)
        before = connection.total_changes
        with transaction(connection):
            connection.execute(
                f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)",  # noqa: S608
                (pages,),
            )
        return connection.total_changes - before >= 2
