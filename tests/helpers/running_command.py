"""A ``livedesk`` command that runs, to be typed to, signalled, and cut off from its terminal."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from types import TracebackType
from typing import Self

_LIMIT_S = 30.0
_END_LIMIT_S = 20.0


class RunningCommand:
    """``livedesk`` in a process of its own, with pipes or a terminal.

    Attributes:
        output: what it wrote so far; in a terminal together with its log and what was typed.
        ended_after_s: how long ``end`` waited.
    """

    def __init__(
        self, *arguments: str, env: dict[str, str] | None = None, terminal: bool = False
    ) -> None:
        self._arguments = arguments
        self._env = os.environ | {"PYTHONUNBUFFERED": "1"} | (env or {})
        self._is_terminal = terminal
        self.output = ""
        self.log = ""
        self.ended_after_s = 0.0

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "livedesk", *self._arguments]
        if self._is_terminal:
            import pty  # only where there are terminals of this kind

            self._master, slave = pty.openpty()
            # The terminal is the one that controls the process: closing it sends SIGHUP.
            self._process = subprocess.Popen(
                command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=self._env,
                start_new_session=True,
                preexec_fn=_take_terminal,
            )
            os.close(slave)
            self._reader = self._master
        else:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._env,
            )
            assert self._process.stdout is not None
            self._reader = self._process.stdout.fileno()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._is_terminal and self._master >= 0:
            os.close(self._master)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe is not None:
                pipe.close()

    def type(self, line: str) -> None:
        """Type a line and press Enter."""
        if self._is_terminal:
            os.write(self._master, line.encode() + b"\n")
        else:
            assert self._process.stdin is not None
            self._process.stdin.write(line.encode() + b"\n")
            self._process.stdin.flush()

    def press(self, keys: str) -> None:
        """Send characters as they are."""
        os.write(self._master, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until ``text`` was written."""
        deadline_s = time.monotonic() + _LIMIT_S
        while text not in self.output:
            ready, _, _ = select.select([self._reader], [], [], deadline_s - time.monotonic())
            chunk = os.read(self._reader, 65_536) if ready else b""
            if not chunk:
                raise AssertionError(f"{text!r} was not written, but {self.output!r}")
            self.output += chunk.decode(errors="replace")

    def signal(self, number: int, *, times: int = 1) -> None:
        """Send a signal."""
        for _ in range(times):
            self._process.send_signal(number)

    def hang_up(self) -> None:
        """Close the terminal."""
        os.close(self._master)
        self._master = -1

    def end(self) -> int:
        """Wait for the end; its status, as a shell would have it."""
        begun_s = time.monotonic()
        if self._is_terminal:
            status = self._process.wait(_END_LIMIT_S)
        else:
            written, log = self._process.communicate(timeout=_END_LIMIT_S)
            self.output += written.decode()
            self.log = log.decode()
            status = self._process.returncode
        self.ended_after_s = time.monotonic() - begun_s
        return status if status >= 0 else 128 - status


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


ENDING_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]
