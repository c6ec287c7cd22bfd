"""Alarms: which ones there are, and which are due. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, order=True)
class Alarm:
    """It rings at ``due_at``, which has its time zone, and says ``text``."""

    due_at: datetime
    number: int
    text: str


class Alarms:
    """What has not rung yet, ordered by time."""

    def __init__(self, alarms: Iterable[Alarm] = ()) -> None:
        self._pending = sorted(alarms)

    @property
    def pending(self) -> tuple[Alarm, ...]:
        """The next first."""
        return tuple(self._pending)

    def add(self, alarm: Alarm) -> None:
        """One more."""
        self._pending = sorted([*self._pending, alarm])

    def remove(self, number: int) -> bool:
        """Take one out; whether there was one of that number."""
        left = [alarm for alarm in self._pending if alarm.number != number]
        was_there = len(left) < len(self._pending)
        self._pending = left
        return was_there

    def take_due(self, now: datetime) -> tuple[Alarm, ...]:
        """Take out what is due by ``now``; each comes once."""
        due = tuple(alarm for alarm in self._pending if alarm.due_at <= now)
        self._pending = self._pending[len(due) :]
        return due

    def wait_s(self, now: datetime) -> float | None:
        """Seconds until the next one rings; None without one."""
        if not self._pending:
            return None
        return max(0.0, (self._pending[0].due_at - now).total_seconds())
