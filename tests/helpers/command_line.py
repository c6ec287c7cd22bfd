"""The ``livedesk`` command in a process of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
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


class ServerProcess:
    """A ``livedesk`` command that serves until the context is left, and then ends well.

    Attributes:
        output: what it wrote, once it has ended.
    """

    def __init__(self, *arguments: str, **environment: str) -> None:
        self._arguments = arguments
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None
        self.output = ""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "livedesk", *self._arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"} | self._environment,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if self._is_up(line):
                return self
        raise AssertionError(f"the server did not start: {self._process.communicate()}")

    def _is_up(self, line: str) -> bool:
        """Whether this line of its output says that it serves."""
        raise NotImplementedError

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        self.output, written = self._process.communicate(timeout=_LIMIT_S)
        if kind is None:
            assert (self._process.returncode, written) == (0, "")


class LoopbackProcess(ServerProcess):
    """``livedesk loopback``.

    Attributes:
        env: what another google-genai program needs to reach it.
    """

    def __init__(self, *options: str) -> None:
        super().__init__("loopback", *options)
        self.env: dict[str, str] = {}

    def _is_up(self, line: str) -> bool:
        if match := re.search(r"export (\w+)=(\S+)", line):
            self.env[match[1]] = match[2]
        return {"GOOGLE_GEMINI_BASE_URL", "SSL_CERT_FILE"} <= self.env.keys()


class TokenServerProcess(ServerProcess):
    """``livedesk token-server`` by a policy.

    Attributes:
        url: where tokens are to be had.
    """

    def __init__(self, policy: Path, *options: str, **environment: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        arguments = ("--policy", str(policy), "--port", str(port), *options)
        super().__init__("token-server", *arguments, **environment)
        self.url = ""

    def _is_up(self, line: str) -> bool:
        if line.startswith("Token server: "):
            self.url = line.split()[-1]
        return line.startswith("Ready.")
