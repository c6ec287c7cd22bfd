"""Opens the store for its writer: closes broken-off talks, replaces a damaged file."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from livedesk.core.clock import Clock
from livedesk.core.errors import StoreError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.transcript.store import recovery
from livedesk.transcript.store.database import open_for_writing
from livedesk.transcript.store.faults import explained
from livedesk.transcript.store.owners import OwnerMark
from livedesk.transcript.store.place import FileId, file_id, lies_there
from livedesk.transcript.store.reports import StoreOpened, StoreReplaced, StoreReport
from livedesk.transcript.store.salvage import salvage

_log = get_logger("store")
# Where files seem to become others all the time, nothing is to be told by that.
_MOST_MOVED = 20


class StoreOpening:
    """Satisfies ``writer.Opening``. Used by the writer's thread only."""

    def __init__(self, path: Path, clock: Clock, listener: Listener[StoreReport]) -> None:
        self._path = path
        self._clock = clock
        self._listener = listener
        self._mark = OwnerMark(path.parent)
        self.owner = self._mark.name
        self._aside: Path | None = None
        self._opened: FileId | None = None
        self._n_moved = 0
        self._was_moved = False

    def is_running(self, owner: str) -> bool:
        """Whether the LiveDesk of that name holds its conversations still."""
        return self._mark.is_running(owner)

    def open(self) -> sqlite3.Connection:
        """A connection to a database that is whole as far as can be seen.

        Raises:
            StoreError: it cannot be opened.
        """
        connection = self._connected()
        try:
            self._mark.set()
            n_broken_off = recovery.close_broken_off(connection, self._mark)
            self._salvage(connection)
        except (sqlite3.Error, OSError) as error:
            connection.close()
            raise explained(error) from error
        self._listener(StoreOpened(n_broken_off))
        if self._was_moved:
            self._was_moved = False
            self._listener(StoreReplaced(_moved(self._path)))
        return connection

    def is_moved(self) -> bool:
        """Whether the open file does not lie where it was opened any more."""
        if self._opened is None or self._n_moved >= _MOST_MOVED:
            return False
        return not lies_there(self._path, self._opened)

    def leave_moved(self, connection: sqlite3.Connection) -> None:
        """Close the moved file, whole; the next ``open`` goes on with what lies there then."""
        _log.info("the store was moved or deleted while it was written")
        self._n_moved += 1
        self._was_moved = True
        self._opened = None
        with contextlib.suppress(sqlite3.Error):  # a deleted file may be beyond that
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        connection.close()

    def replace_damaged(self, error: StoreError) -> None:
        """Put the damaged file aside; the next ``open`` makes a new one and saves what it can.

        One that took its place meanwhile is left alone: another LiveDesk was faster.

        Raises:
            StoreError: the folder cannot be written.
        """
        try:
            if file_id(self._path) != self._opened:
                return
            self._aside = recovery.put_aside(self._path, self._clock.wall_time())
        except OSError as failure:
            raise explained(failure) from error

    def close(self, connection: sqlite3.Connection | None) -> None:
        """Leave one tidy file behind. Idempotent."""
        if connection is not None:
            with contextlib.suppress(sqlite3.Error):  # all is written; tidying may wait
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            connection.close()
        self._mark.clear()

    def _connected(self) -> sqlite3.Connection:
        try:
            self._opened = file_id(self._path)
        except OSError as error:
            raise explained(error) from error
        connection = open_for_writing(self._path)
        if self._opened is None:
            self._opened = file_id(self._path)
        return connection

    def _salvage(self, connection: sqlite3.Connection) -> None:
        if self._aside is None:
            return
        aside, self._aside = self._aside, None
        n_saved = salvage(aside, connection)
        saved = {
            0: "Nothing in it could be read.",
            1: "One conversation could be read and brought over.",
        }.get(n_saved, f"{n_saved} conversations could be read and brought over.")
        self._listener(
            StoreReplaced(
                StoreError(
                    "The file with your conversations was damaged, so a new one was begun.",
                    f"{saved} The old file is kept as “{aside.name}”.",
                    detail=str(aside),
                    is_damage=True,
                )
            )
        )


def _moved(path: Path) -> StoreError:
    return StoreError(
        "The file with your conversations was moved or deleted while LiveDesk ran.",
        f"This conversation is kept from its beginning in “{path.name}”, where it was; "
        "for the others, put the old file back.",
        detail=str(path),
    )
