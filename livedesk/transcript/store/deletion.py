"""Deleting: first hidden, so that it can be undone; then really gone.

``secure_delete`` overwrites what is freed in the tables, but the index keeps the words of deleted
rows until its parts are merged, and the write-ahead log holds old pages until it is emptied. So
after a deletion the index is merged in small steps, between which new utterances are written, and
at the end the log is emptied and the file made smaller.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from livedesk.core.erasing import erase
from livedesk.core.log import get_logger
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.recordings import recordings_of, stray_recordings

_log = get_logger("store")
_INDEXES = ("entry_words", "entry_signs")
# Pages of one step of merging: some milliseconds.
_STEP_PAGES = 500
# A reader needs the log as it is, but never for long.
_READER_WAIT_S = 0.5


def hide(connection: sqlite3.Connection, uuids: Iterable[str], now_us: int) -> None:
    """Leave conversations out of every list and search; ``unhide`` undoes it."""
    with transaction(connection):
        connection.executemany(
            "UPDATE conversation SET deleted_us = ? WHERE uuid = ?", [(now_us, u) for u in uuids]
        )


def unhide(connection: sqlite3.Connection, uuids: Iterable[str]) -> int:
    """Undo a deletion that has not been purged; returns how many conversations came back."""
    with transaction(connection):
        return connection.executemany(
            "UPDATE conversation SET deleted_us = NULL WHERE uuid = ?", [(u,) for u in uuids]
        ).rowcount


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


def erase_leftovers(connection: sqlite3.Connection, store: Path, recordings: Path) -> None:
    """Take away what belongs to no conversation: lost sound, and damaged stores put aside.

    Raises:
        OSError: something cannot be taken away.
    """
    for path in (*stray_recordings(connection, recordings), *put_aside_files(store)):
        erase(path)


def put_aside_files(store: Path) -> list[Path]:
    """The damaged files that were put aside of ``store`` so far, with their helper files."""
    stem, suffix = re.escape(store.stem), re.escape(store.suffix)
    ours = re.compile(
        rf"{stem} \(damaged [-0-9. ]{{19}}(?:, \d+)?\){suffix}(?:-wal|-shm|-journal)?"
    )
    return [path for path in sorted(store.parent.iterdir()) if ours.fullmatch(path.name)]


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


def _empty_log(connection: sqlite3.Connection) -> bool:
    """Whether nothing is left in the write-ahead log; somebody may be reading in it just now."""
    (limit_ms,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute("PRAGMA busy_timeout = 0").fetchone()
    try:
        is_busy, *_ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.execute(f"PRAGMA busy_timeout = {limit_ms}").fetchone()
    return not is_busy


class Cleaning:
    """Takes the words of what was deleted out of the index, step by step.

    ``mark`` is a file that lies there until all is done, so that it goes on at the next start.
    """

    def __init__(self, mark: Path) -> None:
        self._mark = mark
        self._waiting: list[str] = []
        self._begun: set[str] = set()
        self.begin_again()

    def begin_again(self) -> None:
        """More was deleted."""
        self._mark.touch(mode=0o600)
        self._waiting = list(_INDEXES)
        self._begun.clear()

    def step(self, connection: sqlite3.Connection) -> float | None:
        """One step; returns in how many seconds the next one makes sense, None after the last."""
        if self._waiting:
            if not self._merge(connection, self._waiting[0]):
                self._waiting.pop(0)
            return 0.0
        connection.execute("PRAGMA incremental_vacuum").fetchall()
        if not _empty_log(connection):
            return _READER_WAIT_S
        self._mark.unlink(missing_ok=True)
        return None

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
