"""Reads the rows of a damaged table, past the pages that cannot be read."""

from __future__ import annotations

import sqlite3
from collections import deque
from collections.abc import Generator, Iterator

from livedesk.core.log import get_logger

_log = get_logger("store")
# So often is it tried to step over a bad page; each time takes some 100 µs.
_MOST_FAULTS = 1_000
_MOST_ID = (1 << 62) - 1


def every_id() -> tuple[int, int]:
    """The least and the greatest id that a row can have."""
    return -_MOST_ID, _MOST_ID


def readable(
    damaged: sqlite3.Connection,
    table: str,
    low: int = -_MOST_ID,
    high: int = _MOST_ID,
    *,
    where: str = "",
    index: str = "",
) -> Iterator[sqlite3.Row]:
    """The rows with ids from ``low`` to ``high`` that can be read, each once, in any order.

    It is read from both ends. Of what lies between, ``index`` may know the ids, so that each can be
    asked for; where there is none, or a bad one, the range is halved again and again, the widest
    first.
    ``table``, ``where`` and ``index`` come from this package alone.
    """
    if not _exists(damaged, table):
        return
    condition = f"id BETWEEN ? AND ?{' AND ' if where else ''}{where}"
    query = f"SELECT * FROM {table} NOT INDEXED WHERE {condition} ORDER BY id"  # noqa: S608
    gap = yield from _from_both_ends(damaged, query, low, high)
    if gap is None:
        return
    found = set[int]()
    if index:
        known = f"SELECT id FROM {table} INDEXED BY {index} WHERE {condition}"  # noqa: S608
        numbers, is_whole = _ids(damaged, known, *gap)
        for number in numbers:
            # One alone, or the cursor would look at the next, which may be on the bad page.
            for row in _some(damaged, f"{query} LIMIT 1", number, number):
                found.add(number)
                yield row
        if is_whole:
            return
    for row in _by_halves(damaged, query, *gap):
        if row["id"] not in found:
            yield row


def _by_halves(
    damaged: sqlite3.Connection, query: str, low: int, high: int
) -> Iterator[sqlite3.Row]:
    ranges = deque([(low, high)])
    for _ in range(_MOST_FAULTS):
        if not ranges:
            break
        low, high = ranges.popleft()
        middle = (low + high) // 2
        for half in ((low, middle), (middle + 1, high)):
            gap = yield from _from_both_ends(damaged, query, *half)
            if gap is not None and gap[0] < gap[1]:
                ranges.append(gap)


def _from_both_ends(
    damaged: sqlite3.Connection, query: str, low: int, high: int
) -> Generator[sqlite3.Row, None, tuple[int, int] | None]:
    """Returns the range that is left; None where everything could be read."""
    last = yield from _up_to_fault(damaged, query, low, high)
    if last is None or last >= high:
        return None
    first = yield from _up_to_fault(damaged, f"{query} DESC", last + 1, high)
    return None if first is None else (last + 1, first - 1)


def _up_to_fault(
    damaged: sqlite3.Connection, query: str, low: int, high: int
) -> Generator[sqlite3.Row, None, int | None]:
    """Returns None where all could be read, else the id next to the fault."""
    ascends = not query.endswith("DESC")
    edge = low - 1 if ascends else high + 1
    try:
        for row in damaged.execute(query, (low, high)):
            yield row
            edge = row["id"]
    except sqlite3.Error:
        # A cursor looks one row ahead, and keeps the last good one to itself.
        left = (edge + 1, high) if ascends else (low, edge - 1)
        for row in _some(damaged, f"{query} LIMIT 1", *left):
            yield row
            edge = row["id"]
        return edge
    return None


def _some(damaged: sqlite3.Connection, query: str, low: int, high: int) -> list[sqlite3.Row]:
    try:
        return damaged.execute(query, (low, high)).fetchall()
    except sqlite3.Error:
        return []


def _ids(damaged: sqlite3.Connection, query: str, low: int, high: int) -> tuple[list[int], bool]:
    """What an index tells, up to the first fault of its own; whether there was none."""
    found: list[int] = []
    try:
        found.extend(row["id"] for row in damaged.execute(query, (low, high)))
    except sqlite3.Error as error:
        _log.info("damaged store: %s of an index", type(error).__name__)
        return found, False
    return found, True


def _exists(damaged: sqlite3.Connection, table: str) -> bool:
    try:
        damaged.execute(f"SELECT 1 FROM {table} LIMIT 0").fetchall()  # noqa: S608
    except sqlite3.Error as error:
        _log.info("damaged store: %s of %s", type(error).__name__, table)
        return False
    return True
