"""What the writer does in small steps when nothing else is to do. Pure: receives the time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeAlias

# One step; returns in how many seconds the next one may be done, None where all is done.
Chore: TypeAlias = Callable[[sqlite3.Connection], float | None]


class Chores:
    """The chores that are left, each with the moment from which it may go on."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, Chore]] = []

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def add(self, chore: Chore, due_s: float) -> None:
        """Do ``chore`` from ``due_s`` on, as monotonic time."""
        self._waiting.append((due_s, chore))

    def wait_s(self, now_s: float) -> float | None:
        """How long until one may go on; None where there is none."""
        return max(0.0, min(due_s for due_s, _ in self._waiting) - now_s) if self else None

    def take(self, now_s: float) -> Chore | None:
        """One that may go on now; it is not held any more."""
        for index, (due_s, chore) in enumerate(self._waiting):
            if due_s <= now_s:
                del self._waiting[index]
                return chore
        return None
