"""Time as a value: what decides by time takes a ``Clock``, so that tests can hold it still."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Monotonic seconds for durations, wall time for people."""

    def now_s(self) -> float:
        """Monotonic time in seconds."""
        ...

    def wall_time(self) -> datetime:
        """The time of day, with its time zone."""
        ...


class SystemClock:
    """The machine's clock."""

    def now_s(self) -> float:
        """Monotonic time in seconds."""
        return time.monotonic()

    def wall_time(self) -> datetime:
        """The local time, with its time zone."""
        return datetime.now().astimezone()
