"""Adds a conversation that was held elsewhere."""

from __future__ import annotations

import sqlite3

from livedesk.transcript.model import Record
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.rows import Head


def add(connection: sqlite3.Connection, record: Record) -> bool:
    """Put ``record`` into the store; returns False, and leaves it alone, if it is there already.

    What is there may have gone on since the file was written. A title that was made of the first
    words is made anew, so that it does not pass for the person's own.
    """
    title = record.title if record.is_title_given else ""
    head = Head(record.conversation_id, record.started_at, record.setting, title, record.usage)
    with transaction(connection):
        known = connection.execute(
            "SELECT 1 FROM conversation WHERE uuid = ? AND deleted_us IS NULL", (head.uuid,)
        ).fetchone()
        if known is not None:
            return False
        changes.write_whole(connection, head, changes.in_order(record.entries))
    return True
