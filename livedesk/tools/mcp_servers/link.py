"""One connection to a server, by the official SDK. The only place that knows it.

Loading the SDK takes about a second, so this is imported on the servers' own thread, on first use.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any, cast

import anyio
import httpx2
from anyio.abc import TaskGroup
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.client import stdio as sdk_stdio
from mcp.client.streamable_http import streamable_http_client
from mcp.client.subscriptions import ListenNotSupportedError, SubscriptionLost
from mcp_types import CONNECTION_CLOSED, Implementation, ToolListChangedNotification

from livedesk import __version__
from livedesk.core.errors import ToolError
from livedesk.core.log import get_logger
from livedesk.core.tool_types import JsonObject
from livedesk.tools.mcp_servers.config import Address, Program, ServerConfig
from livedesk.tools.mcp_servers.error_lines import ErrorLines, WithoutSecrets
from livedesk.tools.mcp_servers.sdk_log import keep_quiet
from livedesk.tools.mcp_servers.watched import LinkLostError, RubbishError, Watched

_log = get_logger("mcp")
_MOST_PAGES = 20
_MOST_EVENT_BYTES = 32_000_000
_HTTP_LIMITS = httpx2.Timeout(30.0, read=300.0)
_MOST_ERROR_CHARS = 500
_SESSION_ENDED = (
    "Session terminated"  # the SDK's word for an HTTP session that is not known any more
)


keep_quiet()

# How long a program may take to end: after its input was closed, and after it was asked to.
# LiveDesk has two seconds to end; the SDK's own figures are two seconds each.
sdk_stdio.PROCESS_TERMINATION_TIMEOUT = 0.5
sdk_stdio.FORCE_KILL_TIMEOUT = 0.2


class Link:
    """A connection that is open. All methods must be called on the loop it was opened on.

    Attributes:
        ended: set when the server is gone.
        lost: why, then.
        changed: set when its tools may be others; whoever has listed them makes it anew.
    """

    def __init__(self, clean: WithoutSecrets) -> None:
        self.ended = anyio.Event()
        self.lost = LinkLostError()
        self.changed = anyio.Event()
        self._clean = clean
        self._client: Client | None = None

    def end(self, why: LinkLostError) -> None:
        """The server is gone. Idempotent: the first reason holds."""
        if not self.ended.is_set():
            self.lost = why
            self.ended.set()

    async def listed(self) -> tuple[JsonObject, ...]:
        """All tools as the server lists them.

        Raises:
            LinkLostError: it is gone.
            ToolError: it does not list them.
        """
        self.changed = anyio.Event()
        tools: list[JsonObject] = []
        cursor: str | None = None
        for _page in range(_MOST_PAGES):
            result = await self._asked(self._sdk.list_tools(cursor=cursor, cache_mode="bypass"))
            tools += [tool.model_dump(by_alias=True, mode="json") for tool in result.tools]
            cursor = result.next_cursor
            if not cursor:
                break
        return tuple(tools)

    async def call(self, name: str, arguments: JsonObject) -> JsonObject:
        """Run a tool; cancelled, the server is told.

        Returns:
            A ``CallToolResult`` as JSON.

        Raises:
            LinkLostError: the server is gone; whether the tool has run nobody knows.
            ToolError: it refuses, or answers what makes no sense.
        """
        result = await self._asked(self._sdk.call_tool(name, dict(arguments)))
        return cast("JsonObject", result.model_dump(by_alias=True, mode="json"))

    @property
    def _sdk(self) -> Client:
        if self._client is None or self.ended.is_set():
            raise self.lost
        return self._client

    async def _asked(self, answer: Any) -> Any:
        try:
            return await answer
        except MCPError as error:
            if error.code == CONNECTION_CLOSED or error.message == _SESSION_ENDED:
                self.end(LinkLostError())
                raise self.lost from None
            said = self._clean(" ".join(error.message.split()))[:_MOST_ERROR_CHARS]
            raise ToolError(f"The server refused this: {said}") from None
        except (anyio.ClosedResourceError, anyio.BrokenResourceError):
            self.end(LinkLostError())
            raise self.lost from None
        except (RuntimeError, ValueError) as error:
            # A result against its own schema, or against the protocol: their words hold the result.
            _log.info("a server's answer is not valid: %s", type(error).__name__)
            raise ToolError("The server's answer makes no sense.") from None

    async def _on_message(self, message: object) -> None:
        if isinstance(message, ToolListChangedNotification):
            self.changed.set()


@asynccontextmanager
async def open_link(
    config: ServerConfig, errors: ErrorLines, on_started: Callable[[], None]
) -> AsyncIterator[Link]:
    """Start or reach the server and greet it; leave it in the task that entered.

    It may be cancelled once ``on_started`` was called: a program that was being started then would
    be nobody's.

    Raises:
        Exception: whatever the SDK raises where it does not succeed; see ``reason``.
    """
    link = Link(WithoutSecrets(config.secrets.values()))
    async with _transport(config, errors, link, on_started) as streams:
        client = Client(
            _Given(streams),
            message_handler=link._on_message,
            client_info=Implementation(name="LiveDesk", version=__version__),
            cache=None,
        )
        async with client, anyio.create_task_group() as group:
            link._client = client
            _listen(client, group, link)
            yield link
            group.cancel_scope.cancel()


class _Given(AbstractAsyncContextManager[Any]):
    """Streams that are open already, as the SDK wants them."""

    def __init__(self, streams: tuple[Any, Any]) -> None:
        self._streams = streams

    async def __aenter__(self) -> tuple[Any, Any]:
        return self._streams

    async def __aexit__(self, *error: object) -> None:
        """Whoever opened them closes them."""


@asynccontextmanager
async def _transport(
    config: ServerConfig, errors: ErrorLines, link: Link, on_started: Callable[[], None]
) -> AsyncIterator[tuple[Any, Any]]:
    match config.way:
        case Program(command, arguments, environment, folder):
            given = {name: secret.reveal() for name, secret in environment.items()}
            program = StdioServerParameters(
                command=command,
                args=list(arguments),
                env=given,
                cwd=folder or None,
                encoding_error_handler="replace",
            )
            pipe = errors.pipe()
            try:
                async with stdio_client(program, errlog=pipe.writer) as (reading, writing):
                    pipe.close()  # the program has its own end
                    on_started()
                    yield Watched(reading, link.end), writing
            finally:
                pipe.close()
        case Address(url, headers):
            given = {name: secret.reveal() for name, secret in headers.items()}
            on_started()
            async with (
                httpx2.AsyncClient(headers=given, timeout=_HTTP_LIMITS, trust_env=True) as http,
                streamable_http_client(
                    url, http_client=http, max_sse_event_size=_MOST_EVENT_BYTES
                ) as streams,
            ):
                yield streams


def _listen(client: Client, group: TaskGroup, link: Link) -> None:
    """Newer servers tell of changed tools only whoever listens for it."""

    async def listen() -> None:
        with suppress(ListenNotSupportedError, SubscriptionLost, MCPError):
            async with client.listen(tools_list_changed=True) as changes:
                async for _change in changes:
                    link.changed.set()

    tools = client.server_capabilities.tools
    if tools is not None and tools.list_changed:
        group.start_soon(listen)


def reason(failure: BaseException, config: ServerConfig) -> str:
    """One sentence on why a server is not there, without any value of its configuration."""
    inner = _innermost(failure)
    if isinstance(config.way, Program):
        return _reason_of_program(inner, config.way)
    if isinstance(inner, httpx2.ConnectError):
        return "Nobody answers at its address."
    if isinstance(inner, httpx2.HTTPError | LinkLostError):
        return "The line to it broke."
    return _reason_of_words(inner)


def _reason_of_program(failure: BaseException, program: Program) -> str:
    match failure:
        case FileNotFoundError() if program.folder and failure.filename == program.folder:
            return f"There is no folder {program.folder}."
        case FileNotFoundError():
            return f"There is no program “{program.command}” on this computer."
        case PermissionError():
            return f"The program “{program.command}” may not be run."
        case RubbishError():
            return "It writes what is not MCP."
        case LinkLostError() | anyio.BrokenResourceError() | anyio.ClosedResourceError():
            return "It ended."
        case OSError():
            return "It could not be started."
    return _reason_of_words(failure)


def _reason_of_words(failure: BaseException) -> str:
    match failure:
        case MCPError() if failure.code == CONNECTION_CLOSED:
            return "It ended before it was ready."
        case MCPError():
            return "It refuses LiveDesk, or does not speak MCP as LiveDesk does."
        case ToolError():
            return "It does not list its tools."
    return "Its answers make no sense."


def _innermost(failure: BaseException) -> BaseException:
    while isinstance(failure, BaseExceptionGroup):
        failure = failure.exceptions[0]
    return failure
