"""What is done when a store opens: broken-off talks are closed, a damaged file is put aside."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime
from pathlib import Path

from livedesk.core.log import get_logger
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.owners import OwnerMark
from livedesk.transcript.store.place import HELPERS

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
