"""The ``livedesk`` command in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from types import TracebackType
from typing import Self

_LIMIT_S = 60.0


def livedesk(
    *arguments: str, stdin: str | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run ``livedesk`` to its end; ``stdin`` None means closed."""
    return subprocess.run(
        [sys.executable, "-m", "livedesk", *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        timeout=_LIMIT_S,
        check=False,
        env=os.environ | environment,
    )


class LoopbackProcess:
    """``livedesk loopback`` until the context is left.

    Attributes:
        env: what another google-genai program needs to reach it.
    """

    def __init__(self, *options: str) -> None:
        self._options = options
        self._process: subprocess.Popen[str] | None = None
        self.env: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "livedesk", "loopback", *self._options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if match := re.search(r"export (\w+)=(\S+)", line):
                self.env[match[1]] = match[2]
            if {"GOOGLE_GEMINI_BASE_URL", "SSL_CERT_FILE"} <= self.env.keys():
                return self
        raise AssertionError(f"the practice server did not start: {self._process.communicate()}")

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        _, written = self._process.communicate(timeout=_LIMIT_S)
        if kind is None:
            assert (self._process.returncode, written) == (0, "")
