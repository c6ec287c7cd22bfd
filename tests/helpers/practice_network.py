"""Practice server and bad network on a thread of their own, for tests of whole processes."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from livedesk.loopback.scenario import DEFAULT, Scenario
from livedesk.loopback.server import LoopbackServer

from .guest_book import GuestBook
from .tcp_proxy import TcpProxy

_LIMIT_S = 20.0


class PracticeNetwork:
    """A context manager; leaving it ends server, proxy and thread.

    Attributes:
        book: what the server heard.
        proxy: to be used through ``do`` and ``wait``.
    """

    def __init__(self, scenario: Scenario = DEFAULT, *, pace: float = 1.0) -> None:
        self.book = GuestBook()
        self.server = LoopbackServer(scenario=scenario, pace=pace, on_call=self.book.on_call)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="practice network")

    @property
    def env(self) -> dict[str, str]:
        """What a process needs to reach the server through the proxy."""
        return {
            "GOOGLE_GEMINI_BASE_URL": self.proxy.base_url,
            "SSL_CERT_FILE": str(self.server.ca_file),
            "GEMINI_API_KEY": "practice",
        }

    def __enter__(self) -> Self:
        self._thread.start()
        self.wait(self._start())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.wait(self.proxy.__aexit__(kind, error, traceback))
        self.wait(self.server.aclose())
        self.wait(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_LIMIT_S)
        self._loop.close()

    def do(self, what: Callable[..., Any], *arguments: Any, **named: Any) -> None:
        """Call ``what`` on the network's loop, and wait until that is done."""

        async def call() -> None:
            what(*arguments, **named)

        self.wait(call())

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Run ``work`` on the network's loop to its end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(_LIMIT_S)

    def until(self, condition: Callable[[], Any], limit_s: float = _LIMIT_S) -> None:
        """Wait until ``condition`` holds."""
        deadline_s = time.monotonic() + limit_s
        while not condition():
            assert time.monotonic() < deadline_s, f"this did not come about: {self.book.visits}"
            time.sleep(0.01)

    async def _start(self) -> None:
        await self.server.start()
        self.proxy = TcpProxy(urlsplit(self.server.base_url).port or 0)
        await self.proxy.start()
