"""Where requests are counted, for one server alone."""

from __future__ import annotations

import time
from typing import Protocol

# How often what is over is looked for.
_TIDY_EVERY_S = 60.0


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

    async def take_back(self, key: str) -> None:
        """Count one less for what came to nothing.

        Raises:
            CountsDownError: it still counts.
        """
        ...

    async def aclose(self) -> None:
        """Give everything back. Idempotent."""
        ...


class MemoryCounts:
    """Counts of this process; gone when it ends."""

    def __init__(self) -> None:
        self._counts: dict[str, tuple[int, float]] = {}
        self._tidied_s = 0.0

    async def add(self, *keys: tuple[str, int]) -> list[int]:
        """As ``Counts.add``."""
        now_s = time.monotonic()
        if now_s - self._tidied_s > _TIDY_EVERY_S:
            self._tidied_s = now_s
            self._counts = {k: v for k, v in self._counts.items() if v[1] > now_s}
        counts = []
        for key, keep_s in keys:
            count, until_s = self._counts.get(key, (0, now_s + keep_s))
            self._counts[key] = (count + 1, until_s)
            counts.append(count + 1)
        return counts

    async def take_back(self, key: str) -> None:
        """As ``Counts.take_back``."""
        if (known := self._counts.get(key)) is not None:
            self._counts[key] = (known[0] - 1, known[1])

    async def aclose(self) -> None:
        """Nothing to give back."""
