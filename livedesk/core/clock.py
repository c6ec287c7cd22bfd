"""Time as a value: what decides by time takes a ``Clock``, so that tests can hold it still."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Protocol

# Linux has a clock of its own for it; on macOS it is this one that goes on.
_CLOCK: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))


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
        """Monotonic time in seconds; goes on while the computer sleeps, where that can be known.

        What was said before a sleep of an hour is an hour old. ``time.monotonic`` stands still
        meanwhile on Linux and macOS (https://docs.python.org/3/library/time.html).
        """
        return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)

    def wall_time(self) -> datetime:
        """The local time, with its time zone."""
        return datetime.now().astimezone()
