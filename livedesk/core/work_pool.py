"""The threads of a loop, and an end that does not wait for a thread that hangs.

A look-up of a name may take half a minute where there is no network, and nothing can stop it. Who
wants a file written waits for that before the loop ends; nobody waits for such a look-up.
"""

from __future__ import annotations

import concurrent.futures
import logging
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

# What is nearly done may finish; a graceful end has two seconds altogether.
_SHUTDOWN_LIMIT_S = 0.5


class WorkPool(ThreadPoolExecutor):
    """An executor for a loop's ``set_default_executor``."""

    def __init__(self) -> None:
        super().__init__(thread_name_prefix="pool")
        self._under_way: set[Future[object]] = set()

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` on a thread."""
        future = super().submit(fn, *args, **kwargs)
        self._under_way.add(future)  # type: ignore[arg-type]  # only waited for
        future.add_done_callback(self._under_way.discard)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take nothing more; what runs is waited for half a second at most."""
        super().shutdown(wait=False, cancel_futures=cancel_futures)
        if wait:
            concurrent.futures.wait(tuple(self._under_way), _SHUTDOWN_LIMIT_S)


def leave_hanging_threads(status: int) -> None:
    """End the process now where a thread would hold up its end; call it last of all."""
    current = threading.current_thread()
    pool = [t for t in threading.enumerate() if t is not current and not t.daemon]
    for thread in pool:
        thread.join(_SHUTDOWN_LIMIT_S)
    if not any(thread.is_alive() for thread in pool):
        return
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
