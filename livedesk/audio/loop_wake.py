"""From a device's thread to the loop: one wake for any number of blocks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class LoopWake:
    """Has ``action`` called on the loop soon after ``wake``; wakes in between become one.

    A wake of the loop costs a device's thread 15 to 70 µs, so it must not happen per block.
    """

    def __init__(self, loop: asyncio.AbstractEventLoop, action: Callable[[], None]) -> None:
        self._loop = loop
        self._action = action
        self._is_pending = False

    def wake(self) -> None:
        """Ask for a call. From any one thread; never blocks, never raises."""
        if self._is_pending:
            return
        self._is_pending = True
        try:
            self._loop.call_soon_threadsafe(self._run)
        except RuntimeError:
            return  # the loop is closed: there is nobody to tell

    def _run(self) -> None:
        # Cleared first: what arrives from here on asks for a call of its own.
        self._is_pending = False
        self._action()
