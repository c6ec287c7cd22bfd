"""The wish to end that comes from outside: Ctrl+C, SIGTERM, a closed terminal.

Everything that runs until it is told to stop installs ``EndSignals`` and ends as if the person had
asked for it: the first signal asks, and more of them within the time that a graceful end may take
change nothing. Whoever signals after that means it, and the system's own action follows.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import stat
import sys
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

# A graceful end is promised within this time; see ``Conversation.aclose``.
END_LIMIT_S = 2.0
# SIGHUP: the terminal was closed. SIGBREAK: Ctrl+Break, or a closed console, on Windows.
_NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")


class EndSignals:
    """A context manager for a running loop, on the main thread.

    Once a signal has come, the handlers stay until the process has ended: it is ending already.

    Args:
        on_end: called once, on the loop, when the first signal has come.
    """

    def __init__(self, on_end: Callable[[], None]) -> None:
        self._on_end = on_end
        self._number: int | None = None
        self._first_s = 0.0
        self._before: dict[int, Any] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._wake: _Wake | None = None

    @property
    def exit_status(self) -> int | None:
        """128 and the number of the first signal, as shells have it; None before it comes."""
        return None if self._number is None else 128 + self._number

    def __enter__(self) -> Self:
        self._loop = asyncio.get_running_loop()
        for name in _NAMES:
            number = getattr(signal, name, None)
            # nohup and the like: whoever started us wants this signal ignored.
            if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._on_signal)
        self._wake = _Wake.on(self._loop)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._wake is not None:
            self._wake.close()
        if self._number is None:
            for number, handler in self._before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, _: FrameType | None) -> None:
        now_s = time.monotonic()
        if self._number is None:
            self._number, self._first_s = number, now_s
            if number == getattr(signal, "SIGHUP", None):
                _let_go_of_terminal()
            if self._loop is not None:
                # A loop that has closed meanwhile has ended by itself.
                with contextlib.suppress(RuntimeError):
                    self._loop.call_soon_threadsafe(self._on_end)
        elif now_s - self._first_s > END_LIMIT_S:
            signal.signal(number, signal.SIG_DFL)
            signal.raise_signal(number)


class _Wake:
    """Lets a loop that waits outside of Python, as Qt's does, notice a signal at once."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._reader, self._writer = socket.socketpair()
        self._reader.setblocking(False)
        self._writer.setblocking(False)
        try:
            loop.add_reader(self._reader.fileno(), self._drain)
        except BaseException:
            self._reader.close()
            self._writer.close()
            raise
        self._before = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)

    @classmethod
    def on(cls, loop: asyncio.AbstractEventLoop) -> _Wake | None:
        """None on Windows, where asyncio's own loop is woken by signals anyway."""
        try:
            return cls(loop)
        except NotImplementedError:
            return None

    def close(self) -> None:
        signal.set_wakeup_fd(self._before)
        self._loop.remove_reader(self._reader.fileno())
        self._reader.close()
        self._writer.close()

    def _drain(self) -> None:
        # Whatever was written: Python runs the handlers now that it runs at all.
        with contextlib.suppress(BlockingIOError):
            self._reader.recv(64)


def _let_go_of_terminal() -> None:
    """Whatever is still written to a terminal that was closed would fail: it goes nowhere."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, OSError, ValueError):
            if stat.S_ISCHR(os.fstat(stream.fileno()).st_mode):
                nowhere = os.open(os.devnull, os.O_WRONLY)
                os.dup2(nowhere, stream.fileno())
                os.close(nowhere)
