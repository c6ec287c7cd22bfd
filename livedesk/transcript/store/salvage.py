"""Saves what can be read of a damaged store: conversations, notes and alarms."""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from pathlib import Path
from uuid import uuid4

from livedesk.core.log import get_logger
from livedesk.transcript.store import changes, notes
from livedesk.transcript.store.damaged_rows import every_id, readable
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.reading import head_of
from livedesk.transcript.store.rows import Head, Placed, entry_of

_log = get_logger("store")
_NAMES = "sqlite_autoindex_conversation_1"
_NUMBERS = "sqlite_autoindex_entry_1"
# More of them in a query cost more than looking at each row.
_MOST_NAMED = 10_000


def salvage(aside: Path, connection: sqlite3.Connection) -> int:
    """Bring over what can be read of a damaged store; returns the number of conversations."""
    try:
        damaged = sqlite3.connect(f"{aside.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite3.Error:
        return 0
    with contextlib.closing(damaged):
        damaged.row_factory = sqlite3.Row
        damaged.text_factory = lambda raw: raw.decode("utf-8", "replace")
        n_saved = _Salvage(damaged, connection).bring_over()
        notes.bring_over(readable(damaged, "note"), readable(damaged, "alarm"), connection)
    return n_saved


class _Salvage:
    """From one damaged database into a good one."""

    def __init__(self, damaged: sqlite3.Connection, connection: sqlite3.Connection) -> None:
        self._damaged = damaged
        self._connection = connection
        self._recordings: defaultdict[int, list[sqlite3.Row]] = defaultdict(list)
        for row in readable(damaged, "recording"):
            self._recordings[row["conversation_id"]].append(row)

    def bring_over(self) -> int:
        """Returns how many conversations there were."""
        n_saved, known = 0, set()
        for row in readable(self._damaged, "conversation", index=_NAMES):
            known.add(row["id"])
            if row["deleted_us"] is None:
                n_saved += self._bring_known(row)
        known |= self._hidden()
        return n_saved + self._bring_unknown(known)

    def _bring_known(self, row: sqlite3.Row) -> bool:
        """A conversation of which everything can be read, or part of its words."""
        low, high = every_id()
        if isinstance(row["first_id"], int) and isinstance(row["last_id"], int):
            low, high = row["first_id"], row["last_id"]
        where = f"conversation_id = {int(row['id'])}"
        entries = [
            placed
            for found in readable(self._damaged, "entry", low, high, where=where, index=_NUMBERS)
            if (placed := _placed(found)) is not None
        ]
        try:
            head, is_pinned = head_of(row), bool(row["is_pinned"])
        except (ValueError, TypeError, IndexError):
            return False
        return self._put(row["id"], head, entries, is_pinned=is_pinned)

    def _bring_unknown(self, known: set[int]) -> int:
        """Words whose conversation cannot be read: what they were part of begins with them."""
        found: defaultdict[int, list[Placed]] = defaultdict(list)
        where = ""
        if known and len(known) < _MOST_NAMED:
            where = f"conversation_id NOT IN ({', '.join(map(str, sorted(known)))})"
        for row in readable(self._damaged, "entry", where=where, index=_NUMBERS):
            if row["conversation_id"] not in known and (placed := _placed(row)) is not None:
                found[row["conversation_id"]].append(placed)
        names = self._names()
        return sum(
            self._put(
                row_id,
                Head(
                    names.get(row_id) or uuid4().hex,
                    min(placed.entry.started_at for placed in entries),
                ),
                entries,
                is_pinned=False,
            )
            for row_id, entries in found.items()
        )

    def _put(self, row_id: int, head: Head, entries: list[Placed], *, is_pinned: bool) -> bool:
        if not entries:
            return False
        entries.sort(key=lambda placed: placed.position)
        with transaction(self._connection):
            changes.write_whole(self._connection, head, entries, "interrupted")
            changes.set_pinned(self._connection, head.uuid, is_pinned=is_pinned)
        for row in self._recordings[row_id]:
            with contextlib.suppress(ValueError, TypeError), transaction(self._connection):
                start_s, duration_s = float(row["start_s"]), float(row["duration_s"])
                file = str(row["file"])
                changes.add_recording(self._connection, head.uuid, file, start_s, duration_s)
        return True

    def _names(self) -> dict[int, str]:
        """Names by row, of the index, which may be whole where the table is not."""
        return self._of_index("id, uuid", _NAMES)

    def _hidden(self) -> set[int]:
        where = "WHERE deleted_us NOT NULL"
        return set(self._of_index("id, deleted_us", "conversation_deleted", where))

    def _of_index(self, columns: str, index: str, where: str = "") -> dict[int, str]:
        found = {}
        try:
            query = f"SELECT {columns} FROM conversation INDEXED BY {index} {where}"  # noqa: S608
            for row in self._damaged.execute(query):
                found[row[0]] = row[1]
        except sqlite3.Error as error:
            _log.info("damaged store: %s of %s", type(error).__name__, index)
        return found


def _placed(row: sqlite3.Row) -> Placed | None:
    try:
        return Placed(entry_of(row), float(row["position"]))
    except (ValueError, TypeError, KeyError, IndexError):
        return None
