"""Opens the store for its writer: closes broken-off talks, replaces a damaged file."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

from livedesk.core.clock import Clock
from livedesk.core.errors import StoreError
from livedesk.core.listeners import Listener
from livedesk.transcript.store import recovery
from livedesk.transcript.store.database import open_for_writing
from livedesk.transcript.store.faults import explained
from livedesk.transcript.store.owners import OwnerMark
from livedesk.transcript.store.reports import StoreOpened, StoreReplaced, StoreReport


class StoreOpening:
    """Satisfies ``writer.Opening``. Used by the writer's thread only."""

    def __init__(self, path: Path, clock: Clock, listener: Listener[StoreReport]) -> None:
        self._path = path
        self._clock = clock
        self._listener = listener
        self._mark = OwnerMark(path.parent)
        self.owner = self._mark.name
        self._aside: Path | None = None

    def is_running(self, owner: str) -> bool:
        """Whether the LiveDesk of that name holds its conversations still."""
        return self._mark.is_running(owner)

    def open(self) -> sqlite3.Connection:
        """A connection to a database that is whole as far as can be seen.

        Raises:
            StoreError: it cannot be opened.
        """
        connection = open_for_writing(self._path)
        try:
            self._mark.set()
            n_broken_off = recovery.close_broken_off(connection, self._mark)
            self._salvage(connection)
        except (sqlite3.Error, OSError) as error:
            connection.close()
            raise explained(error) from error
        self._listener(StoreOpened(n_broken_off))
        return connection

    def replace_damaged(self, error: StoreError) -> None:
        """Put the damaged file aside; the next ``open`` makes a new one and saves what it can.

        Raises:
            StoreError: the folder cannot be written.
        """
        try:
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

    def _salvage(self, connection: sqlite3.Connection) -> None:
        if self._aside is None:
            return
        aside, self._aside = self._aside, None
        n_saved = recovery.salvage(aside, connection)
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
