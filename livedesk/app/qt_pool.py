"""Runs what needs Qt, but no widget, beside the window: on a thread that Qt knows of.

A thread of Python's has no event dispatcher, and laying out text there makes Qt complain.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QThreadPool

T = TypeVar("T")


async def in_qt_thread(work: Callable[[], T]) -> T:
    """What ``work`` returns or raises. It runs to its end, though nobody may wait any more."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def tell(settle: Callable[[], None]) -> None:
        if not future.done():
            settle()

    def run() -> None:
        try:
            result = work()
        except Exception as error:  # noqa: BLE001 - whoever awaits it handles it
            told = error
            settle = lambda: future.set_exception(told)  # noqa: E731
        else:
            settle = lambda: future.set_result(result)  # noqa: E731
        if not loop.is_closed():
            loop.call_soon_threadsafe(tell, settle)

    QThreadPool.globalInstance().start(run)
    return await future
