"""The thread on which the microphone's sound is improved and judged."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable

from livedesk.core.log import get_logger

_log = get_logger("audio")


class DspThread:
    """Calls ``work`` soon after ``wake``; wakes in between become one.

    Neither the device's thread, which must not wait for computations, nor the loop's, which
    draws the window. A failure of ``work`` is logged and ends the thread.
    """

    def __init__(self, work: Callable[[], None]) -> None:
        self._work = work
        # SimpleQueue.put never blocks and may be called from anywhere (Python's documentation).
        self._wakes: queue.SimpleQueue[bool] = queue.SimpleQueue()
        self._is_pending = False
        self._has_failed = False
        self._thread = threading.Thread(target=self._main, name="audio-dsp", daemon=True)

    @property
    def has_failed(self) -> bool:
        """Whether ``work`` raised, and the thread is over."""
        return self._has_failed

    def start(self) -> None:
        """Begin. Once."""
        self._thread.start()

    def wake(self) -> None:
        """Ask for a call of ``work``. From any one thread; never blocks."""
        if not self._is_pending:
            self._is_pending = True
            self._wakes.put(True)

    def stop(self) -> None:
        """Do what was asked for so far, then end. Idempotent."""
        self._wakes.put(False)
        if self._thread.is_alive():
            self._thread.join()

    def _main(self) -> None:
        while self._wakes.get():
            # Cleared first: what arrives from here on asks for a call of its own.
            self._is_pending = False
            try:
                self._work()
            except Exception:  # noqa: BLE001 - a thread's main
                _log.exception("the microphone's sound cannot be processed")
                self._has_failed = True
                return
