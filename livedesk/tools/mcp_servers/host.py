"""The thread that all MCP servers live on, with a loop of its own.

A server may flood its output, answer with megabytes, or hang: then this thread is busy, and
neither the window nor the talk is.
"""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any, TypeVar

from livedesk.core.errors import ToolError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.core.tool_types import JsonObject
from livedesk.tools.mcp_servers.config import ServerConfig
from livedesk.tools.mcp_servers.report import ServerReport
from livedesk.tools.mcp_servers.results import AsPng
from livedesk.tools.tool import ToolOutput

if TYPE_CHECKING:
    from livedesk.tools.mcp_servers.server import Server

T = TypeVar("T")
_log = get_logger("mcp")

# A server ends by itself within 2 s, see ``link`` and ``server``; this is for one that does not.
_STOP_LIMIT_S = 3.0


class ServerHost:
    """Runs servers. All methods must be called on the loop that runs the window's tasks.

    The thread is started with the first server.

    Args:
        listener: told of every change, on the caller's loop.
        as_png: makes PNG of other pictures; called on the servers' thread.
        jitter: gives numbers in 0 … 1 for the waiting between attempts.
    """

    def __init__(
        self,
        listener: Listener[ServerReport],
        as_png: AsPng,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._listener = listener
        self._as_png = as_png
        self._jitter = jitter
        self._home: asyncio.AbstractEventLoop | None = None
        self._run: _Run | None = None
        self._servers: dict[str, Server] = {}
        self._owners: dict[str, asyncio.Task[None]] = {}

    async def start(self, config: ServerConfig) -> None:
        """Run a server from now on; one of its name is ended first."""
        if self._run is None:
            self._home = asyncio.get_running_loop()
            self._run = _Run()
        await self._run.do(self._start(config, self._run.tasks))

    async def stop(self, name: str) -> None:
        """End a server, and wait until it has ended. Idempotent."""
        if self._run is not None:
            await self._run.do(self._end(name))

    def error_lines(self, name: str) -> tuple[str, ...]:
        """What the server last wrote to standard error, the oldest first."""
        server = self._servers.get(name)
        return server.errors.lines() if server is not None else ()

    async def call(self, server: str, name: str, arguments: JsonObject) -> ToolOutput:
        """Run a tool of a server; cancelled, the server is told to stop it.

        Raises:
            ToolError: it failed, or the server is not running.
        """
        if self._run is None:
            raise ToolError(_not_running(server))
        return await self._run.do(self._call(server, name, arguments))

    def begin_end(self) -> None:
        """Let all servers begin to end, while something else is still to be done. Idempotent."""
        if self._run is not None:
            self._run.begin(self._stop_all())

    async def aclose(self) -> None:
        """End all servers and the thread. Idempotent."""
        if self._run is not None:
            run, self._run = self._run, None
            await run.do(self._end_all())
            await asyncio.to_thread(run.stop)

    # What follows runs on the servers' loop.

    async def _start(self, config: ServerConfig, tasks: TaskSet) -> None:
        # Loading the SDK takes a second, which only this thread waits for.
        from livedesk.tools.mcp_servers.server import Server

        await self._end(config.name)
        server = Server(config, self._tell, self._jitter)
        self._servers[config.name] = server
        self._owners[config.name] = tasks.spawn(server.run(), name=f"MCP server {config.name}")

    async def _end(self, name: str) -> None:
        server, owner = self._servers.pop(name, None), self._owners.pop(name, None)
        if server is not None and owner is not None:
            server.stop()
            _, late = await asyncio.wait((owner,), timeout=_STOP_LIMIT_S)
            for task in late:
                _log.info("server %s does not end", name)
                task.cancel()

    async def _stop_all(self) -> None:
        for server in self._servers.values():
            server.stop()

    async def _end_all(self) -> None:
        await asyncio.gather(*(self._end(name) for name in tuple(self._servers)))

    async def _call(self, server: str, name: str, arguments: JsonObject) -> ToolOutput:
        found = self._servers.get(server)
        if found is None:
            raise ToolError(_not_running(server))
        return await found.call(name, arguments, self._as_png)

    def _tell(self, report: ServerReport) -> None:
        # The window's loop may have ended before this thread did: then nobody is to be told.
        if self._home is not None and not self._home.is_closed():
            self._home.call_soon_threadsafe(self._listener, report)


class _Run:
    """A thread with a loop, from its start to its end."""

    def __init__(self) -> None:
        self.tasks = TaskSet()
        self._is_up = threading.Event()
        self._loop: asyncio.AbstractEventLoop
        self._over: asyncio.Event
        # A daemon: a program that dies without stopping it must not hang for it.
        self._thread = threading.Thread(target=self._main, name="MCP servers", daemon=True)
        self._thread.start()
        self._is_up.wait()

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` there; cancelled, it is cancelled there."""
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Run ``work`` there, and do not wait for it."""
        asyncio.run_coroutine_threadsafe(work, self._loop)

    def stop(self) -> None:
        """End the loop and wait for the thread. Blocks."""
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_STOP_LIMIT_S)

    def _main(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        self._is_up.set()
        await self._over.wait()
        await self.tasks.aclose()


def _not_running(server: str) -> str:
    return f"The server “{server}” is not running just now; try again later."
