"""One open connection through the SDK. Importing this module loads the SDK.

What the SDK does and does not do was observed with google-genai 3.4.0 and websockets 17.4.
"""

from __future__ import annotations

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Any, assert_never

from google import genai
from google.genai import errors, types
from google.genai.live import AsyncSession

from livedesk.core.capabilities import Capabilities
from livedesk.core.credential import CloudProject
from livedesk.core.errors import LiveDeskError
from livedesk.core.events import SessionEvent, Unrecognised
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
    HistoryTurn,
    TextInput,
    ToolResultInput,
    VideoInput,
)
from livedesk.core.log import REDACTED, get_logger, redact
from livedesk.core.setup import SessionSetup
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.gemini.catalogue import model_by_id
from livedesk.session.gemini.close_codes import Stage
from livedesk.session.gemini.cloud import CLOUD_FAILURES, no_sign_in, sign_in_options
from livedesk.session.gemini.decode import decode
from livedesk.session.gemini.encode import encode_history, encode_result, encode_setup
from livedesk.session.gemini.preflight import TOKEN_PREFIX, SilentEnds
from livedesk.session.gemini.translate import (
    FRAME_FAILURES,
    LINK_FAILURES,
    translate,
)

_log = get_logger("wire")

# The SDK hands these to websockets.connect. Gemini's pongs were measured at 8 to 30 s, too late for
# the default of 20 s (sip-to-ai PR 14, 2026-09); a long answer's frame exceeds the default 1 MiB.
_SOCKET_OPTIONS: dict[str, object] = {
    "ping_interval": 20,
    "ping_timeout": 60,
    "max_size": 16 * 2**20,
    "close_timeout": 1.5,
}
# Closing waits for the other side, and longer still where that reads nothing any more.
_CLOSE_LIMIT_S = 1.2


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to, with which key or whose project; see ``connector.Endpoint``."""

    api_key: str
    base_url: str | None
    ca_file: str | None
    api_version: str
    cloud: CloudProject | None = None

    def __repr__(self) -> str:
        return f"Target({self.base_url!r})"


class Wire:
    """Opens connections to one server. Building it takes a quarter of a second: use a thread."""

    def __init__(self, target: Target, ends: SilentEnds) -> None:
        """Prepare the SDK's client; ``ends`` is told how connections end.

        Raises:
            LiveDeskError: the address or the file of certificates is of no use.
        """
        self._api_key = target.api_key
        self._ends = ends
        if target.api_key.startswith(TOKEN_PREFIX):
            # The SDK says of each connection that tokens are experimental; the person cannot help.
            warnings.simplefilter("ignore", errors.ExperimentalWarning)
        options = dict(_SOCKET_OPTIONS)
        try:
            if target.ca_file is not None:
                options["ssl"] = ssl.create_default_context(cafile=target.ca_file)
            # The client must be kept: its connections end when it is collected.
            self._client = genai.Client(
                **_opened_by(target),
                http_options=types.HttpOptions(
                    base_url=target.base_url,
                    api_version=target.api_version,
                    async_client_args=options,
                ),
            )
        except CLOUD_FAILURES as failure:
            raise no_sign_in(failure) from None
        except OSError as failure:
            raise error_for(Failure.CERTIFICATE_UNREADABLE, type(failure).__name__) from failure
        except ValueError as failure:
            raise error_for(Failure.ADDRESS_INVALID, type(failure).__name__) from None

    async def open(
        self,
        setup: SessionSetup,
        handle: str | None,
        history: tuple[HistoryTurn, ...],
        limit_s: float,
    ) -> GeminiConnection:
        """Open a connection, as ``session.connection.Connector`` says.

        Raises:
            LiveDeskError: it was refused or could not be reached within ``limit_s`` seconds.
        """
        stage = Stage.OPENING if handle is None else Stage.RESUMING
        capabilities = model_by_id(setup.model_id).capabilities
        config = encode_setup(setup, capabilities, handle, is_seeded=bool(history))
        entering = self._client.aio.live.connect(model=setup.model_id, config=config)
        try:
            async with asyncio.timeout(limit_s):
                session = await entering.__aenter__()
        except CLOUD_FAILURES as failure:
            raise no_sign_in(failure) from None
        except LINK_FAILURES as failure:
            raise self.clean(translate(failure, stage)) from failure
        except FRAME_FAILURES as failure:
            raise error_for(Failure.NOT_LIVE, f"first frame: {type(failure).__name__}") from None
        connection = GeminiConnection(session, entering, capabilities, self.clean, self._ends)
        try:
            # The SDK hands out a session whatever the first frame says.
            if session.setup_complete is None:
                raise error_for(Failure.NOT_LIVE, "first frame was not setupComplete")
            if history:
                await connection.seed(history)
        except BaseException:
            await connection.close()
            raise
        return connection

    def clean(self, error: LiveDeskError) -> LiveDeskError:
        """``error`` without this connection's key, should a server have repeated it."""
        if self._api_key:
            error.detail = error.detail.replace(self._api_key, REDACTED)
        error.detail = redact(error.detail)
        return error


def _opened_by(target: Target) -> dict[str, Any]:
    if target.cloud is not None:
        return sign_in_options(target.cloud)
    return {"api_key": target.api_key, "enterprise": False}


class GeminiConnection:
    """One open connection to a Live server; satisfies ``session.connection.Connection``."""

    def __init__(
        self,
        session: AsyncSession,
        entered: AbstractAsyncContextManager[AsyncSession],
        capabilities: Capabilities,
        clean: Callable[[LiveDeskError], LiveDeskError],
        ends: SilentEnds,
    ) -> None:
        self._session = session
        self._entered = entered
        self._capabilities = capabilities
        self._clean = clean
        self._ends = ends
        self._has_said = False
        self._is_closed = False
        self._is_dead = False
        self._n_messages = 0

    @property
    def capabilities(self) -> Capabilities:
        """What the model can and cannot do."""
        return self._capabilities

    async def seed(self, history: tuple[HistoryTurn, ...]) -> None:
        """Tell a fresh session what was said before; the model does not answer it."""
        try:
            await self._session.send_client_content(
                turns=encode_history(history), turn_complete=True
            )
        except LINK_FAILURES as failure:
            raise self._clean(translate(failure, Stage.OPENING)) from failure

    async def send(self, item: ClientInput) -> None:
        """Hand ``item`` to the wire.

        Raises:
            LiveDeskError: the connection is gone.
        """
        try:
            await self._send(item)
        except LINK_FAILURES as failure:
            raise self._clean(translate(failure, Stage.TALKING)) from failure

    async def events(self) -> AsyncIterator[SessionEvent]:
        """Everything the server says; see ``session.connection.Connection.events``.

        Raises:
            LiveDeskError: why the connection ended.
        """
        # receive() ends with every finished interaction, and goes on when it is called again.
        while True:
            try:
                async for message in self._session.receive():
                    self._n_messages += 1
                    if message.server_content is not None or message.tool_call is not None:
                        self._has_said = True
                        self._ends.note_said()
                    for event in decode(message):
                        yield event
            except LINK_FAILURES as failure:
                error = self._clean(translate(failure, Stage.TALKING))
                self._ends.note_end(error, was_silent=not self._has_said)
                raise error from failure
            except FRAME_FAILURES as failure:
                _log.debug("the SDK could not read a frame: %s", type(failure).__name__)
                unreadable = Unrecognised("message")
            else:
                continue
            yield unreadable

    async def is_alive(self, within_s: float) -> bool:
        """Whether the server says something, or answers a ping, within ``within_s`` seconds."""
        n_before = self._n_messages
        try:
            async with asyncio.timeout(within_s):
                # The SDK has no ping of its own.
                await (await self._session._ws.ping())
        except TimeoutError:
            self._is_dead = self._n_messages == n_before
        except LINK_FAILURES:
            self._is_dead = True
        return not self._is_dead

    async def close(self) -> None:
        """Close with code 1000. Idempotent; never raises; takes at most two seconds."""
        if self._is_closed:
            return
        self._is_closed = True
        if self._is_dead:
            self._session._ws.transport.abort()
        try:
            async with asyncio.timeout(_CLOSE_LIMIT_S):
                await self._entered.__aexit__(None, None, None)
        except TimeoutError:
            # WORKAROUND: close() of websockets 17.4 waits for ever to write to a peer that reads
            # nothing, and leaves the socket open when it is cancelled.
            self._session._ws.transport.abort()
        except LINK_FAILURES as failure:
            _log.debug("closing did not go well: %s", type(failure).__name__)

    async def _send(self, item: ClientInput) -> None:
        session = self._session
        match item:
            case AudioInput(chunk, rate_hz):
                blob = types.Blob(data=chunk, mime_type=f"audio/pcm;rate={rate_hz}")
                await session.send_realtime_input(audio=blob)
            case VideoInput(jpeg):
                await session.send_realtime_input(
                    video=types.Blob(data=jpeg, mime_type="image/jpeg")
                )
            case TextInput(text):
                # Client content is for seeding only on some models; this works on all of them.
                await session.send_realtime_input(text=text)
            case ToolResultInput(result):
                await session.send_tool_response(function_responses=[encode_result(result)])
            case AudioStreamEnd():
                await session.send_realtime_input(audio_stream_end=True)
            case ActivityStart():
                await session.send_realtime_input(activity_start=types.ActivityStart())
            case ActivityEnd():
                await session.send_realtime_input(activity_end=types.ActivityEnd())
            case _:
                assert_never(item)
