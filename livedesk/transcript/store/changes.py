"""What is written: conversations and entries. All of it inside the caller's transaction."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace

from livedesk.core.tool_types import JsonObject
from livedesk.transcript.entries import Entry, ToolEntry, ToolState, Utterance, is_settled
from livedesk.transcript.spacing import join, tidy
from livedesk.transcript.store.rows import (
    Columns,
    Head,
    Placed,
    clean,
    entry_columns,
    entry_of,
    head_columns,
    microseconds,
    usage_columns,
)
from livedesk.transcript.store.titles import own_title, shortened


def put_head(connection: sqlite3.Connection, head: Head, owner: str = "") -> int:
    """Add the conversation, or bring what is known of it up to date; returns its row's id.

    Where it is held by an ``owner``, it is open, though it had ended: somebody took it up again.
    """
    columns = head_columns(head)
    if owner:
        columns |= {"state": "open", "owner": owner}
    row_id = row_of(connection, head.uuid)
    if row_id is None:
        return insert(connection, "conversation", columns)
    _update(connection, "conversation", columns, row_id)
    return row_id


def row_of(connection: sqlite3.Connection, uuid: str) -> int | None:
    """The id of the conversation's row, None where there is none."""
    found = connection.execute("SELECT id FROM conversation WHERE uuid = ?", (uuid,)).fetchone()
    return None if found is None else int(found[0])


def put_entry(connection: sqlite3.Connection, conversation: int, placed: Placed) -> None:
    """Add the entry, or replace its former state."""
    columns = entry_columns(placed)
    known = connection.execute(
        "SELECT id FROM entry WHERE conversation_id = ? AND number = ?",
        (conversation, placed.number),
    ).fetchone()
    if known is not None:
        _update(connection, "entry", columns, int(known[0]))
    else:
        insert_entry(connection, conversation, microseconds(placed.entry.started_at), columns)
    _note_length(connection, conversation, placed.entry)


def insert_entry(
    connection: sqlite3.Connection, conversation: int, wanted_id: int, columns: Columns
) -> None:
    """A new row; ``wanted_id`` is the microsecond at which the entry began."""
    entry_id = _free_id(connection, wanted_id)
    insert(connection, "entry", {"id": entry_id, "conversation_id": conversation} | columns)
    connection.execute(
        "UPDATE conversation SET first_id = min(ifnull(first_id, ?1), ?1), "
        "last_id = max(ifnull(last_id, ?1), ?1) WHERE id = ?2",
        (entry_id, conversation),
    )


def remove_entry(connection: sqlite3.Connection, conversation: int, number: int) -> None:
    """Take an entry out. Idempotent."""
    connection.execute(
        "DELETE FROM entry WHERE conversation_id = ? AND number = ?", (conversation, number)
    )


def end(connection: sqlite3.Connection, conversation: int, state: str) -> None:
    """Nothing more comes: settle what is open. ``state`` is "ended" or "interrupted".

    A guess that was never confirmed becomes text: it is all that is left of those words.
    """
    rows = connection.execute(
        "SELECT * FROM entry WHERE conversation_id = ? AND is_final = 0", (conversation,)
    ).fetchall()
    for row in rows:
        settled = _settled(entry_of(row))
        if isinstance(settled, Utterance) and not settled.text and not settled.unheard:
            remove_entry(connection, conversation, settled.entry_id)
        else:
            put_entry(connection, conversation, Placed(settled, row["position"]))
    connection.execute(
        "UPDATE conversation SET state = ?, owner = '' WHERE id = ?", (state, conversation)
    )
    _title_at_last(connection, conversation)


def reopen(connection: sqlite3.Connection, conversation: int, owner: str) -> None:
    """The talk goes on, held by ``owner``."""
    connection.execute(
        "UPDATE conversation SET state = 'open', owner = ? WHERE id = ?", (owner, conversation)
    )


def write_whole(
    connection: sqlite3.Connection, head: Head, entries: Iterable[Placed], state: str = "ended"
) -> None:
    """Put a conversation in from its beginning to its end, in place of one with its name.

    Its recordings stay, and so does its pin.
    """
    conversation = put_head(connection, head)
    connection.execute("DELETE FROM entry WHERE conversation_id = ?", (conversation,))
    connection.execute(
        "UPDATE conversation SET own_title = '', duration_s = 0, first_id = NULL, last_id = NULL, "
        "deleted_us = NULL WHERE id = ?",
        (conversation,),
    )
    for placed in entries:
        put_entry(connection, conversation, placed)
    end(connection, conversation, state)


def in_order(entries: Sequence[Entry]) -> list[Placed]:
    """Entries with plain positions."""
    return [Placed(entry, float(position)) for position, entry in enumerate(entries)]


def set_title(connection: sqlite3.Connection, uuid: str, title: str) -> None:
    """The person's own title; "" brings back the one made of the first exchange."""
    connection.execute("UPDATE conversation SET title = ? WHERE uuid = ?", (title, uuid))


def set_usage(connection: sqlite3.Connection, uuid: str, usage: JsonObject) -> None:
    """What the conversation took, told after its end; one that is not kept is nothing."""
    columns = usage_columns(usage)
    row_id = row_of(connection, uuid)
    if row_id is not None:
        _update(connection, "conversation", columns, row_id)


def set_pinned(connection: sqlite3.Connection, uuid: str, *, is_pinned: bool) -> None:
    """Keep the conversation at the top of lists, and from automatic deletion."""
    connection.execute(
        "UPDATE conversation SET is_pinned = ? WHERE uuid = ?", (int(is_pinned), uuid)
    )


def add_recording(
    connection: sqlite3.Connection, uuid: str, file: str, start_s: float, duration_s: float
) -> None:
    """A sound file below the folder of recordings; ``start_s`` on the conversation's clock.

    The same file again brings its length up to date, and the conversation that it belongs to.
    """
    connection.execute(
        "INSERT INTO recording (conversation_id, file, start_s, duration_s) "
        "SELECT id, ?, ?, ? FROM conversation WHERE uuid = ? "
        "ON CONFLICT (file) DO UPDATE SET duration_s = excluded.duration_s, "
        "conversation_id = excluded.conversation_id",
        (file, start_s, duration_s, uuid),
    )


def _settled(entry: Entry) -> Entry:
    if is_settled(entry):
        return entry
    if isinstance(entry, Utterance):
        text = tidy(join(f"{entry.text} " if entry.text else "", entry.interim))
        return replace(entry, text=text, interim="", is_final=True)
    if isinstance(entry, ToolEntry):
        return replace(entry, state=ToolState.CANCELLED)
    return entry


def _note_length(connection: sqlite3.Connection, conversation: int, entry: Entry) -> None:
    """The conversation lasts at least as long as its last utterance, and may get its title."""
    if not isinstance(entry, Utterance):
        return
    ends_s = max(entry.offset_s, entry.end_s or 0.0)
    connection.execute(
        "UPDATE conversation SET duration_s = max(duration_s, ?) WHERE id = ?",
        (ends_s, conversation),
    )
    if entry.is_final and (title := own_title(entry)):
        connection.execute(
            "UPDATE conversation SET own_title = ? WHERE id = ? AND own_title = ''",
            (title, conversation),
        )


def _title_at_last(connection: sqlite3.Connection, conversation: int) -> None:
    """Where the person said nothing but a greeting, the first words of anybody are the title."""
    first = connection.execute(
        "SELECT text FROM entry WHERE conversation_id = ? AND kind = 'utterance' AND text <> '' "
        "ORDER BY position, number LIMIT 1",
        (conversation,),
    ).fetchone()
    if first is not None:
        connection.execute(
            "UPDATE conversation SET own_title = ? WHERE id = ? AND own_title = ''",
            (shortened(first["text"]), conversation),
        )


def _free_id(connection: sqlite3.Connection, wanted: int) -> int:
    """The first id from ``wanted`` on that is not taken."""
    taken = connection.execute("SELECT 1 FROM entry WHERE id = ?", (wanted,)).fetchone()
    while taken is not None:
        wanted += 1
        taken = connection.execute("SELECT 1 FROM entry WHERE id = ?", (wanted,)).fetchone()
    return wanted


def insert(connection: sqlite3.Connection, table: str, columns: Columns) -> int:
    """A new row; returns its id. Names come from this package alone, values are bound."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    cursor = connection.execute(
        f"INSERT INTO {table} ({names}) VALUES ({marks})",  # noqa: S608
        _values(columns),
    )
    return int(cursor.lastrowid or 0)


def _update(connection: sqlite3.Connection, table: str, columns: Columns, row_id: int) -> None:
    names = ", ".join(f"{name} = ?" for name in columns)
    connection.execute(
        f"UPDATE {table} SET {names} WHERE id = ?",  # noqa: S608
        (*_values(columns), row_id),
    )


def _values(columns: Columns) -> tuple[object, ...]:
    return tuple(clean(value) if isinstance(value, str) else value for value in columns.values())


def stored_usage(text: str) -> dict[str, object]:
    """The usage column as it was given."""
    usage = json.loads(text)
    return usage if isinstance(usage, dict) else {}
