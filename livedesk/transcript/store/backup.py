"""The whole store with its recordings as one file, and bringing such a file back.

The file is a ZIP archive with ``conversations.db``, a whole database, and ``recordings/``.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from livedesk.core.errors import StoreError
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import open_for_reading, open_for_writing, transaction
from livedesk.transcript.store.faults import explained
from livedesk.transcript.store.notes import take_over
from livedesk.transcript.store.recordings import recordings_of
from livedesk.transcript.store.transcript_store import recordings_folder

_DATABASE = "conversations.db"
_RECORDINGS = "recordings/"
# What reading an archive raises that is none, is cut, spoilt, locked or packed in another way.
_NO_BACKUP = (KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
_OWN_COLUMNS = frozenset({"id", "conversation_id", "owner", "first_id", "last_id"})


def back_up(store: Path, target: Path) -> None:
    """Write the store as it is at this moment to ``target``; a talk may go on meanwhile.

    Raises:
        StoreError: the store cannot be read, or ``target`` not written; a file there is untouched.
    """
    part = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=target.resolve().parent) as folder:
            copy = Path(folder) / _DATABASE
            _copy(store, copy)
            with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.write(copy, _DATABASE)
                for sound in sorted(recordings_folder(store).glob("[!.]*")):
                    archive.write(sound, _RECORDINGS + sound.name, zipfile.ZIP_STORED)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"The backup could not be written to “{target}”.",
            "Choose a folder that can be written and has room.",
            detail=explained(error).detail,
        ) from error
    finally:
        part.unlink(missing_ok=True)


def bring_back(archive_path: Path, store: Path) -> int:
    """Add every conversation of a backup that the store does not have; returns how many.

    What is in the store already stays as it is.

    Raises:
        StoreError: the file is no backup, or the store cannot be written.
    """
    try:
        with (
            zipfile.ZipFile(archive_path) as archive,
            tempfile.TemporaryDirectory() as folder,
        ):
            copy = Path(folder) / _DATABASE
            with archive.open(_DATABASE) as packed, copy.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked)
            # Opened for writing, so that a backup of an older version takes the steps it lacks.
            open_for_writing(copy).close()
            # Sound first: once a conversation is there, its backup is not looked at again.
            _unpack_recordings(archive, recordings_folder(store), _new_sounds(copy, store))
            n_added = _add_all(copy, store)
    except _NO_BACKUP as error:
        raise _no_backup(archive_path, error) from error
    except StoreError as error:
        if error.is_damage:  # of the copy that was unpacked
            raise _no_backup(archive_path, error) from error
        raise
    except sqlite3.Error as error:
        raise explained(error) from error
    except OSError as error:
        raise StoreError(
            f"The backup “{archive_path}” could not be brought back.",
            "Check the file and the room on the disk.",
            detail=explained(error).detail,
        ) from error
    return n_added


def _no_backup(archive_path: Path, error: Exception) -> StoreError:
    return StoreError(
        f"“{archive_path}” is no backup of LiveDesk's conversations, or is damaged.",
        "Choose a file that LiveDesk wrote as backup.",
        detail=f"{type(error).__name__}: {error}",
    )


def _copy(store: Path, copy: Path) -> None:
    with (
        contextlib.closing(open_for_reading(store)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        # One file in itself, without a log beside it.
        target.execute("PRAGMA journal_mode = DELETE").fetchone()


def _new_sounds(copy: Path, store: Path) -> set[str]:
    """The names of the recordings of what the store does not have."""
    with _both(copy, store) as (source, target):
        new = [row["uuid"] for row in _new_rows(source, target)]
        return {one.file for uuid in new for one in recordings_of(source, uuid)}


def _add_all(copy: Path, store: Path) -> int:
    """Returns how many conversations were added."""
    n_added = 0
    with _both(copy, store) as (source, target):
        for row in _new_rows(source, target):
            with transaction(target):
                _add(source, row, target)
            n_added += 1
        take_over(source, target, datetime.now(UTC))
    return n_added


@contextlib.contextmanager
def _both(copy: Path, store: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
    with (
        contextlib.closing(open_for_reading(copy)) as source,
        contextlib.closing(open_for_writing(store)) as target,
    ):
        yield source, target


def _new_rows(source: sqlite3.Connection, target: sqlite3.Connection) -> Iterator[sqlite3.Row]:
    """The conversations of ``source`` that ``target`` does not have, or has as deleted."""
    for row in source.execute("SELECT * FROM conversation WHERE deleted_us IS NULL"):
        there = target.execute(
            "SELECT 1 FROM conversation WHERE uuid = ? AND deleted_us IS NULL", (row["uuid"],)
        )
        if there.fetchone() is None:
            yield row


def _add(source: sqlite3.Connection, row: sqlite3.Row, target: sqlite3.Connection) -> None:
    target.execute("DELETE FROM conversation WHERE uuid = ?", (row["uuid"],))
    columns = _others(row)
    columns["state"] = "interrupted" if row["state"] == "open" else row["state"]
    conversation = changes.insert(target, "conversation", columns)
    for entry in source.execute("SELECT * FROM entry WHERE conversation_id = ?", (row["id"],)):
        changes.insert_entry(target, conversation, entry["id"], _others(entry))
    for sound in source.execute("SELECT * FROM recording WHERE conversation_id = ?", (row["id"],)):
        target.execute("DELETE FROM recording WHERE file = ?", (sound["file"],))
        changes.insert(target, "recording", _others(sound) | {"conversation_id": conversation})


def _others(row: sqlite3.Row) -> dict[str, object]:
    """The columns that mean the same in every store."""
    return {name: row[name] for name in row.keys() if name not in _OWN_COLUMNS}  # noqa: SIM118


def _unpack_recordings(archive: zipfile.ZipFile, folder: Path, wanted: set[str]) -> None:
    """The ``wanted`` sound files that are not there yet; no name leads out of ``folder``."""
    for broken_off in folder.glob(".*.part"):
        broken_off.unlink()
    for name in archive.namelist():
        plain = Path(name).name
        target = folder / plain
        if name != _RECORDINGS + plain or plain not in wanted or target.exists():
            continue
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = folder / f".{plain}.part"
        with archive.open(name) as packed, part.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
        part.replace(target)
