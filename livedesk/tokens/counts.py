"""Where requests are counted, for one server alone."""

from __future__ import annotations

import time
from typing import Protocol

# So many people are counted before what is over is looked for.
_TIDY_EVERY = 10_000


class CountsDownError(Exception):
    """The store of the counts cannot be reached."""


class Counts(Protocol):
    """Counts by key, and forgets a key after some seconds."""

    async def add(self, *keys: tuple[str, int]) -> list[int]:
        """Count one for each (key, seconds until it is forgotten); returns the new counts.

        Raises:
            CountsDownError: it is not known.
        """
        ...

    async def aclose(self) -> None:
        """Give everything back. Idempotent."""
        ...


class MemoryCounts:
    """Counts of this process; gone when it ends."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, float]] = {}

    async def add(self, *keys: tuple[str, int]) -> list[int]:
        """As ``Counts.add``."""
        now_s = time.monotonic()
        if len(self._counts) > _TIDY_EVERY:
            self._counts = {k: v for k, v in self._counts.items() if v[1] > now_s}
        counts = []
        for key, keep_s in keys:
            count, until_s = self._counts.get(key, (0, now_s + keep_s))
            self._counts[key] = (count + 1, until_s)
            counts.append(count + 1)
        return counts

    async def aclose(self) -> None:
        """Nothing to give back."""
