"""One server's owner task: it starts the server, lists its tools, and starts it again when it ends.

The SDK's contexts are entered and left in this task alone. It is stopped by asking, never by
cancelling: a cancelled task could not wait for the program to end.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import anyio

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.errors import ToolError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.tool_types import JsonObject
from livedesk.tools.mcp_servers.config import ServerConfig
from livedesk.tools.mcp_servers.error_lines import ErrorLines, WithoutSecrets
from livedesk.tools.mcp_servers.link import Link, open_link, reason
from livedesk.tools.mcp_servers.report import ServerReport, ServerState
from livedesk.tools.mcp_servers.results import AsPng, output_of
from livedesk.tools.mcp_servers.watched import LinkLostError
from livedesk.tools.output import fitting
from livedesk.tools.tool import ToolOutput

_log = get_logger("mcp")
# The first start may fetch the program (npx, uvx).
START_LIMIT_S = 60.0
# Who has run for so long is well: the next fault counts as the first.
_WELL_AFTER_S = 60.0
# Other tools are another setup of the talk: they may not change all the time.
_LEAST_BETWEEN_LISTS_S = 5.0
# Taking leave of a server elsewhere: who does not answer by then is left without it.
_FAREWELL_S = 0.5
POLICY = BackoffPolicy(initial_s=1.0, factor=2.0, cap_s=60.0, max_attempts=8)


class Server:
    """Owns one server while it is switched on.

    ``run`` is the owner task; all else may be called by other tasks of its loop.

    Args:
        config: what to start.
        listener: told of every change, on this loop.
        jitter: gives numbers in 0 … 1 for the waiting between attempts.
    """

    def __init__(
        self,
        config: ServerConfig,
        listener: Listener[ServerReport],
        jitter: Callable[[], float],
        *,
        policy: BackoffPolicy = POLICY,
        start_limit_s: float = START_LIMIT_S,
    ) -> None:
        self._clean = WithoutSecrets(config.secrets.values())
        self.errors = ErrorLines(self._clean)
        self._config = config
        self._listener = listener
        self._jitter = jitter
        self._policy = policy
        self._start_limit_s = start_limit_s
        self._link: Link | None = None
        self._life = anyio.CancelScope()
        self._is_started = False
        self._ready_s = math.inf
        self._stop = anyio.Event()
        self._try_now = anyio.Event()

    async def run(self) -> None:
        """Keep the server running until ``stop``, or until it has failed too often in a row."""
        attempt = 0
        while not self._stop.is_set():
            attempt += 1
            self._ready_s = math.inf
            fault = await self._live()
            if self._stop.is_set():
                break
            if anyio.current_time() - self._ready_s > _WELL_AFTER_S:
                attempt = 1
            _log.info("server %s: %s (attempt %d)", self._config.name, fault, attempt)
            if self._policy.is_exhausted(attempt):
                self._tell(ServerState.GIVEN_UP, fault=fault)
                return
            await self._wait(fault, self._policy.delay_s(attempt + 1, self._jitter()))
        self._tell(ServerState.OFF)

    def stop(self) -> None:
        """End the server, and ``run``. Idempotent."""
        self._stop.set()
        self._try_now.set()
        if self._link is None:
            if self._is_started:
                self._life.cancel()  # else in a moment, see ``_on_started``
        else:
            # A program has its own time to end, which the SDK lets nobody cut.
            self._life.deadline = anyio.current_time() + _FAREWELL_S

    async def call(self, name: str, arguments: JsonObject, as_png: AsPng) -> ToolOutput:
        """Run one of the server's tools.

        Raises:
            ToolError: it failed, or the server is not running.
        """
        known_as = self._config.name
        link = self._link
        if link is None:
            raise ToolError(f"The server “{known_as}” is not running just now; try again later.")
        try:
            result = await link.call(name, arguments)
        except LinkLostError:
            raise ToolError(
                f"The server “{known_as}” ended while it worked on this. Whether it was done is "
                "not known."
            ) from None
        # Cut here: it may be as large as it likes, and what runs calls is the window's thread.
        return fitting(output_of(known_as, self._clean.result(result), as_png))

    async def _live(self) -> str:
        """One run of the server; why it ended."""
        self._tell(ServerState.STARTING)
        self._is_started = False
        self._life = anyio.CancelScope(deadline=anyio.current_time() + self._start_limit_s)
        try:
            with self._life:
                async with open_link(self._config, self.errors, self._on_started) as link:
                    await self._serve(link)
        except Exception as failure:  # noqa: BLE001 - the SDK raises whatever it likes, in groups
            _log.info("server %s failed: %s", self._config.name, type(failure).__name__)
            return reason(failure, self._config)
        if self._life.cancelled_caught and not self._stop.is_set():
            return f"It did not answer within {self._start_limit_s:g} seconds."
        return ""

    def _on_started(self) -> None:
        self._is_started = True
        if self._stop.is_set():
            self._life.cancel()

    async def _serve(self, link: Link) -> None:
        """Be ready until the server ends or is to be stopped.

        Raises:
            LinkLostError: it ended by itself.
        """
        listed = await link.listed()
        self._life.deadline = math.inf
        self._link = link
        self._ready_s = anyio.current_time()
        try:
            self._tell(ServerState.READY, listed=listed)
            while await self._until_changed(link):
                with anyio.fail_after(self._start_limit_s):
                    listed = await link.listed()
                self._tell(ServerState.READY, listed=listed)
                with anyio.move_on_after(_LEAST_BETWEEN_LISTS_S):
                    await self._any_of(self._stop, link.ended)
        finally:
            self._link = None
        if not self._stop.is_set():
            raise link.lost

    async def _until_changed(self, link: Link) -> bool:
        """Whether there are other tools now; False when it is over."""
        await self._any_of(self._stop, link.ended, link.changed)
        return link.changed.is_set() and not (self._stop.is_set() or link.ended.is_set())

    async def _any_of(self, *events: anyio.Event) -> None:
        async with anyio.create_task_group() as group:

            async def wait(event: anyio.Event) -> None:
                await event.wait()
                group.cancel_scope.cancel()

            for event in events:
                group.start_soon(wait, event)

    async def _wait(self, fault: str, delay_s: float) -> None:
        self._tell(ServerState.FAILING, fault=fault, next_try_s=delay_s)
        with anyio.move_on_after(delay_s):
            await self._try_now.wait()

    def _tell(
        self,
        state: ServerState,
        *,
        listed: tuple[JsonObject, ...] = (),
        fault: str = "",
        next_try_s: float = 0.0,
    ) -> None:
        self._listener(ServerReport(self._config.name, state, listed, fault, next_try_s))
