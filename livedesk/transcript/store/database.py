"""Opens the database file, with what durability, secrecy and speed ask for."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from livedesk.core.log import get_logger
from livedesk.transcript.store import schema
from livedesk.transcript.store.faults import (
    EmptyStoreError,
    NewerStoreError,
    NotAStoreError,
    explained,
)

_log = get_logger("store")
# Another LiveDesk's transaction takes milliseconds; its import or purge may take seconds.
_BUSY_LIMIT_S = 5.0
_READER_CACHE_KIB = 32_000
_READER_MAP_BYTES = 1 << 30


def open_for_writing(path: Path) -> sqlite3.Connection:
    """The database in ``path``, made or brought to today's schema where needed.

    Every commit is on the disk when it returns: WAL with ``synchronous = FULL`` syncs the log at
    each commit, which a spoken sentence's worth of writing can afford; NORMAL would lose the last
    commits with the power. On a Mac only ``fullfsync`` empties the disk's own cache.

    Raises:
        StoreError: it cannot be opened; ``is_damage`` if the file is no database of ours.
    """
    try:
        return _opened(path)
    except (sqlite3.Error, OSError) as error:
        raise explained(error) from error


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        path.touch(mode=0o600)  # what is said is nobody else's
    connection = sqlite3.connect(path, timeout=_BUSY_LIMIT_S, isolation_level=None)
    try:
        connection.row_factory = sqlite3.Row
        if schema.version_of(connection) == 0:
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        for name, value in (
            ("journal_mode", "WAL"),
            ("synchronous", "FULL"),
            ("fullfsync", "ON"),
            ("checkpoint_fullfsync", "ON"),
            ("secure_delete", "ON"),
            ("foreign_keys", "ON"),
            ("recursive_triggers", "ON"),
        ):
            connection.execute(f"PRAGMA {name} = {value}").fetchone()
        _check(connection)
        schema.migrate(connection)
        _check_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def open_for_reading(path: Path) -> sqlite3.Connection:
    """The database in ``path`` as it is; used by one thread at a time.

    Where not even SQLite's helper files can be written, the file is read as it stands.

    Raises:
        StoreError: nothing was ever kept, it cannot be opened, or its schema is not today's.
    """
    try:
        if not path.exists():
            raise EmptyStoreError("no file")
        try:
            connection = _reader(path, "mode=ro")
        except sqlite3.OperationalError as error:
            if os.access(path.parent, os.W_OK):
                raise
            _log.info("store read as it stands: %s", error)
            connection = _reader(path, "mode=ro&immutable=1")
    except (sqlite3.Error, OSError) as error:
        raise explained(error) from error
    return connection


def _reader(path: Path, options: str) -> sqlite3.Connection:
    uri = f"file:{quote(str(path.resolve()))}?{options}"
    connection = sqlite3.connect(
        uri, uri=True, timeout=_BUSY_LIMIT_S, isolation_level=None, check_same_thread=False
    )
    try:
        connection.row_factory = sqlite3.Row
        connection.execute(f"PRAGMA cache_size = -{_READER_CACHE_KIB}")
        connection.execute(f"PRAGMA mmap_size = {_READER_MAP_BYTES}").fetchone()
        connection.execute("PRAGMA query_only = ON")
        _check(connection)
        if schema.version_of(connection) == 0:
            raise EmptyStoreError("no tables")
        _check_tables(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection) -> None:
    """Reading the catalogue finds a file that is no database, or one whose first pages are gone."""
    (n_tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    version = schema.version_of(connection)
    if n_tables and application_id != schema.APPLICATION_ID:
        raise NotAStoreError("a database of another program")
    if version > len(schema.STEPS):
        raise NewerStoreError("a newer schema")


def _check_tables(connection: sqlite3.Connection) -> None:
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema")}
    if missing := schema.TABLES - names:
        raise NotAStoreError(f"without {', '.join(sorted(missing))}")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """All or nothing; on the disk when it ends without an error."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
