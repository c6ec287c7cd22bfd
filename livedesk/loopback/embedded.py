"""The practice server inside the program, on a thread of its own.

Recognition and synthesis then never delay the window: the thread shares nothing with it but the
socket.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from pathlib import Path

from livedesk.loopback.scenario import DEFAULT, Scenario
from livedesk.loopback.server import LoopbackServer

_START_LIMIT_S = 2.0
_STOP_LIMIT_S = 2.0


class EmbeddedServer:
    """Starts and stops a ``LoopbackServer`` from any thread.

    ``start`` and ``stop`` block for up to two seconds, are idempotent, and may follow each other
    any number of times.
    """

    def __init__(self, scenario: Scenario = DEFAULT, *, pace: float = 1.0) -> None:
        self._scenario = scenario
        self._pace = pace
        self._lock = threading.Lock()
        self._run: _Run | None = None

    @property
    def base_url(self) -> str:
        """What to give a client as base address.

        Raises:
            RuntimeError: the server is not running.
        """
        return self._running().base_url

    @property
    def ca_file(self) -> Path:
        """The certificate that a client must trust.

        Raises:
            RuntimeError: the server is not running.
        """
        return self._running().ca_file

    def start(self) -> None:
        """Start the thread and wait until the server listens.

        Raises:
            OSError: the server cannot listen.
            RuntimeError: it was not up in time.
        """
        with self._lock:
            if self._run is None:
                run = _Run(LoopbackServer(scenario=self._scenario, pace=self._pace))
                run.start()
                self._run = run

    def stop(self) -> None:
        """Hang up on everybody and wait for the thread."""
        with self._lock:
            if self._run is not None:
                self._run.stop()
                self._run = None

    def _running(self) -> _Run:
        if self._run is None:
            raise RuntimeError("the practice server is not running")
        return self._run


class _Run:
    """One start and stop of a server."""

    def __init__(self, server: LoopbackServer) -> None:
        self.base_url = ""
        self.ca_file = Path()
        self._server = server
        self._is_settled = threading.Event()
        self._error: Exception | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        # A daemon: a program that dies without stopping the server must not hang for it.
        self._thread = threading.Thread(target=self._main, name="practice server", daemon=True)

    def start(self) -> None:
        """Start, and raise here what went wrong there."""
        self._thread.start()
        if not self._is_settled.wait(_START_LIMIT_S):
            self.stop()
            raise RuntimeError("the practice server took too long to start")
        if self._error is not None:
            self._thread.join(_STOP_LIMIT_S)
            raise self._error

    def stop(self) -> None:
        """Ask the loop to end, and wait."""
        if self._loop is not None and self._stop is not None and self._thread.is_alive():
            # A loop that has closed in this very moment is what was wanted.
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_STOP_LIMIT_S)

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - thread main: handed to the starter
            self._error = error
        finally:
            self._is_settled.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        try:
            await self._server.start()
            self.base_url = self._server.base_url
            self.ca_file = self._server.ca_file
            self._is_settled.set()
            await self._stop.wait()
        finally:
            await self._server.aclose()
