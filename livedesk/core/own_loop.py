"""A coroutine on a loop of its own, for libraries that reckon for long between two awaits."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

# A look-up of a name may hold the thread for longer, and nobody is to wait for that.
_LEAVE_S = 1.0


async def in_own_loop(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What ``make()`` returns or raises, awaited in a thread of the pool.

    Cancelling cancels it there, and waits until it has ended, for a second at most.
    """
    own = _OwnTask()
    loop = asyncio.get_running_loop()
    job = loop.run_in_executor(None, lambda: asyncio.run(own.run(make)))
    try:
        return await asyncio.shield(job)
    except asyncio.CancelledError:
        if job.cancelled():  # by itself
            raise
        own.cancel()
        job.add_done_callback(_forget)
        await asyncio.wait((job,), timeout=_LEAVE_S)
        raise


class _OwnTask:
    """The task of the other loop, which may be cancelled before it has begun."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._task: asyncio.Task[Any] | None = None
        self._is_cancelled = False

    async def run(self, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        with self._lock:
            if self._is_cancelled:
                raise asyncio.CancelledError
            self._task = asyncio.current_task()
        try:
            return await make()
        finally:
            with self._lock:
                self._task = None

    def cancel(self) -> None:
        with self._lock:
            self._is_cancelled = True
            if self._task is not None:
                self._task.get_loop().call_soon_threadsafe(self._task.cancel)


def _forget(job: asyncio.Future[Any]) -> None:
    """Nobody waits any more for what came of it."""
    if not job.cancelled():
        job.exception()
