"""A clock that stands still until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class StillClock:
    """Satisfies ``core.clock.Clock``."""

    def __init__(self) -> None:
        self._s = 100.0

    def now_s(self) -> float:
        return self._s

    def wall_time(self) -> datetime:
        return datetime(2026, 11, 23, 10, 2, tzinfo=UTC) + timedelta(seconds=self._s - 100.0)

    def advance(self, seconds: float) -> None:
        self._s += seconds
