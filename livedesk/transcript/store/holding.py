"""Tells whether somebody else goes on with the same conversation.

Two LiveDesks may have read a conversation and take it up, one after the other or at once. Each goes
on from what it read, with the same numbers for other words, so only one of them may write it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import datetime

from livedesk.transcript.store.backlog import Change
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.rows import Placed


class HeldElsewhereError(Exception):
    """The conversation in the store is not the one that is to be written."""


def check_holder(
    connection: sqlite3.Connection, change: Change, owner: str, is_running: Callable[[str], bool]
) -> None:
    """Let ``owner`` write ``change``, inside the transaction that does so.

    Raises:
        HeldElsewhereError: another one that runs holds the conversation, or it has gone on since
            it was read.
    """
    row = connection.execute(
        "SELECT id, state, owner FROM conversation WHERE uuid = ?", (change.uuid,)
    ).fetchone()
    if row is None:
        return
    is_held = row["state"] == "open" and row["owner"] not in ("", owner)
    if is_held and is_running(row["owner"]):
        raise HeldElsewhereError
    if _went_on(connection, row["id"], change.placed):
        raise HeldElsewhereError


def let_go(connection: sqlite3.Connection, uuid: str, owner: str) -> None:
    """What ``owner`` took up is as it was before."""
    with transaction(connection):
        connection.execute(
            "UPDATE conversation SET state = 'ended', owner = '' WHERE uuid = ? AND owner = ?",
            (uuid, owner),
        )


def _went_on(connection: sqlite3.Connection, conversation: int, placed: Iterable[Placed]) -> bool:
    """Whether a number stands for other words: an entry never changes when it began."""
    for one in placed:
        row = connection.execute(
            "SELECT started_at FROM entry WHERE conversation_id = ? AND number = ?",
            (conversation, one.number),
        ).fetchone()
        if row is not None and datetime.fromisoformat(row[0]) != one.entry.started_at:
            return True
    return False
