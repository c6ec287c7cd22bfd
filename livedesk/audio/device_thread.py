"""The thread on which devices are opened and closed."""

from __future__ import annotations

import asyncio
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeAlias, TypeVar

from livedesk.audio.backend import AudioBackend
from livedesk.core.log import get_logger

_log = get_logger("audio")
T = TypeVar("T")
_Calls: TypeAlias = queue.SimpleQueue[Callable[[], None] | None]


class DeviceThread:
    """Owns the backend and runs one call at a time on it, in order, away from the loop's thread.

    PortAudio takes hundreds of milliseconds to open a device and must not be called from two
    threads at once. A daemon thread, because a sound server that hangs must not keep the program
    from ending. Backend and thread begin with the first call and end with ``stop``.
    """

    def __init__(self, backend_factory: Callable[[], AudioBackend]) -> None:
        self._backend_factory = backend_factory
        self._worker: _Worker | None = None

    async def run(
        self, call: Callable[[AudioBackend], T], *, undo: Callable[[T], None] | None = None
    ) -> T:
        """Run ``call`` on the backend and return its result, or raise its exception.

        When the caller is cancelled meanwhile, the call still comes to its end; ``undo`` then gets
        the result that nobody took.
        """
        if self._worker is None:
            self._worker = _Worker(self._backend_factory)
        worker = self._worker
        future = worker.submit(call)
        try:
            return await asyncio.wrap_future(future)
        except asyncio.CancelledError:
            if undo is not None:
                worker.submit(lambda _: _undo(future, undo))
            raise

    def post(self, call: Callable[[], None]) -> None:
        """Have ``call`` run in its turn; a failure of it is logged."""
        if self._worker is not None:
            self._worker.submit(lambda _: call()).add_done_callback(_log_failure)

    async def stop(self) -> None:
        """Finish the calls that wait, close the backend, end the thread. Idempotent."""
        worker, self._worker = self._worker, None
        if worker is not None:
            await asyncio.wrap_future(worker.finish())

    def abandon(self) -> None:
        """Wait no longer for a call that hangs; its thread ends when it does."""
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.finish()


class _Worker:
    """One thread with one backend."""

    def __init__(self, backend_factory: Callable[[], AudioBackend]) -> None:
        self._backend_factory = backend_factory
        self._backend: AudioBackend | None = None
        self._calls: _Calls = queue.SimpleQueue()
        thread = threading.Thread(target=self._main, name="audio-devices", daemon=True)
        thread.start()

    def submit(self, call: Callable[[AudioBackend], T]) -> Future[T]:
        return self._put(lambda: call(self._backend_now()))

    def finish(self) -> Future[None]:
        ended = self._put(self._close_backend)
        self._calls.put(None)
        return ended

    def _put(self, call: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        future.set_running_or_notify_cancel()  # from here on a cancelled caller cannot stop it
        self._calls.put(lambda: _perform(call, future))
        return future

    def _backend_now(self) -> AudioBackend:
        if self._backend is None:
            self._backend = self._backend_factory()
        return self._backend

    def _close_backend(self) -> None:
        if self._backend is not None:
            self._backend.close()

    def _main(self) -> None:
        while (call := self._calls.get()) is not None:
            call()


def _perform(call: Callable[[], T], future: Future[T]) -> None:
    try:
        result = call()
    except BaseException as error:  # noqa: BLE001 - a thread's main: it belongs to the caller
        future.set_exception(error)
    else:
        future.set_result(result)


def _undo(future: Future[T], undo: Callable[[T], None]) -> None:
    # The call before this one on the same thread has come to its end.
    if future.exception() is None:
        undo(future.result())


def _log_failure(future: Future[None]) -> None:
    error = future.exception()
    if error is not None:
        _log.warning("a device could not be closed", exc_info=error)
