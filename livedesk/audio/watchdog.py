"""Notices that a device fell silent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

# A working device calls 50 times a second; two looks in a row without a call mean that it died.
# Two, because after the whole process was stopped for a while the first look may come too early.
PERIOD_S = 0.4
_LOOKS = 2


class Watchdog:
    """Calls ``on_dead`` on the loop's thread, once, when ``progress`` stands still for 0.8 s."""

    def __init__(self, progress: Callable[[], int], on_dead: Callable[[], None]) -> None:
        self._progress = progress
        self._on_dead = on_dead
        self._seen = -1
        self._idle_looks = 0
        self._timer: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin to watch, on the running loop."""
        self._timer = asyncio.get_running_loop().call_later(PERIOD_S, self._look)

    def stop(self) -> None:
        """Watch no more. Idempotent."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _look(self) -> None:
        progress = self._progress()
        self._idle_looks = self._idle_looks + 1 if progress == self._seen else 0
        self._seen = progress
        if self._idle_looks >= _LOOKS:
            self._timer = None
            self._on_dead()
        else:
            self.start()
