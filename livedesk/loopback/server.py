"""The practice server's socket: TLS, WebSocket, the paths and headers of the Live API.

The only place that knows the WebSocket library's server side.
"""

from __future__ import annotations

import asyncio
import itertools
import re
from pathlib import Path
from urllib.parse import parse_qs

import h11
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from livedesk.core.clock import Clock, SystemClock
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.loopback.auth_tokens import TokenBook
from livedesk.loopback.calls import CUT, CallEnded, CallEvent
from livedesk.loopback.generating import answer_generate
from livedesk.loopback.line import LineClosedError
from livedesk.loopback.posting import connections_answered_by
from livedesk.loopback.recogniser import DecoderPool
from livedesk.loopback.rest import RestAnswer, answer_models, refuse
from livedesk.loopback.scenario import DEFAULT, Scenario
from livedesk.loopback.sessions import SessionStore
from livedesk.loopback.speech import Speech, choose_speech
from livedesk.loopback.talk import Caller, House, Talk
from livedesk.loopback.tls import HOST, Certificate, ThrowAwayCertificate

_log = get_logger("loopback")
# Whoever knocks and goes away again during the handshake is no fault of this server's: the
# library's own remarks are for those who look for them.
_wire_log = get_logger("wire.loopback")

# A base address that ends in a slash gives paths that begin with two.
_LIVE_PATH = re.compile(
    r"/+ws/+google\.ai\.generativelanguage\.(?P<version>v1|v1beta|v1alpha)"
    r"\.GenerativeService\.BidiGenerateContent(?:Constrained)?/*"
)
_MODEL_PATH = re.compile(r"/+(?:v1|v1beta|v1alpha)/+models(?:/+(?P<model>[\w.\-]+))?/*")
_GENERATE_PATH = re.compile(
    r"/+(?:v1|v1beta|v1alpha)/+models/+(?P<model>[\w.\-]+):generateContent/*"
)
_TOKENS_PATH = re.compile(r"/+(?:v1|v1beta|v1alpha)/+auth_tokens/*")
_MAX_FRAME_BYTES = 16 * 2**20
# A client that does not answer the closing handshake is not waited for longer.
_CLOSE_LIMIT_S = 0.5


def _ignore(_: CallEvent) -> None:
    pass


class LoopbackServer:
    """A Live server on 127.0.0.1. ``start`` and ``aclose`` are idempotent; it may start again.

    All methods belong to the loop on which it was started.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        scenario: Scenario = DEFAULT,
        pace: float = 1.0,
        speech: Speech | None = None,
        clock: Clock | None = None,
        certificate: Certificate | None = None,
        on_call: Listener[CallEvent] = _ignore,
    ) -> None:
        """Nothing happens before ``start``.

        Args:
            port: 0 takes a free one.
            scenario: how to misbehave.
            pace: how many seconds of the server pass in one real one; tests hurry.
            speech: the voice; by default what the system has.
            clock: tells the time of day.
            certificate: what to prove itself with; by default a new one at each start.
            on_call: told of every connection, on the server's loop.
        """
        self._port = port
        self._scenario = scenario
        self._pace = pace
        self._speech = speech
        self._clock = clock or SystemClock()
        self._certificate = certificate or ThrowAwayCertificate()
        self._on_call = on_call
        self._server: Server | None = None
        self._house: House | None = None
        self._tasks = TaskSet()
        self._numbers = itertools.count(1)
        self._n_refused = 0

    @property
    def base_url(self) -> str:
        """What to give a client as base address.

        Raises:
            RuntimeError: the server is not running.
        """
        if self._server is None:
            raise RuntimeError("the practice server is not running")
        port = next(iter(self._server.sockets)).getsockname()[1]
        return f"https://{HOST}:{port}"

    @property
    def ca_file(self) -> Path:
        """The certificate that a client must trust, as PEM.

        Raises:
            RuntimeError: the server is not running.
        """
        return self._certificate.ca_file

    async def start(self) -> None:
        """Listen.

        Raises:
            OSError: the port is taken, or the certificate cannot be written.
        """
        if self._server is not None:
            return
        decoders = DecoderPool()
        tokens = TokenBook(self._clock.wall_time)
        self._house = House(
            speech=self._speech or choose_speech(),
            decoders=decoders,
            sessions=SessionStore(),
            tokens=tokens,
            scenario=self._scenario,
            wall_time=self._clock.wall_time,
            pace=self._pace,
            on_call=self._on_call,
        )
        try:
            self._server = await serve(
                self._handle,
                HOST,
                self._port,
                ssl=self._certificate.make(),
                process_request=self._answer_request,
                create_connection=connections_answered_by(self._answer_post),
                # Between two programs of one machine compression only costs.
                compression=None,
                # A client that a debugger has stopped is not dead.
                ping_interval=None,
                max_size=_MAX_FRAME_BYTES,
                close_timeout=_CLOSE_LIMIT_S,
                logger=_wire_log,
                server_header="LiveDesk practice server",
            )
        except BaseException:
            self._certificate.remove()
            raise
        # On a thread: nobody waits for the ears while they are not needed.
        self._tasks.spawn(asyncio.to_thread(decoders.warm_up), name="loopback ears")
        _log.info("practice server at %s, scenario: %s", self.base_url, self._scenario.title)

    async def aclose(self) -> None:
        """Hang up on everybody and give port and certificate back, within a second."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
            await server.wait_closed()
        await self._tasks.aclose()
        self._certificate.remove()

    async def _handle(self, connection: ServerConnection) -> None:
        request, house = connection.request, self._house
        if request is None or house is None:
            return
        match = _LIVE_PATH.fullmatch(_path_of(request))
        caller = Caller(
            key=_key_of(request),
            version=match["version"] if match else "",
            number=next(self._numbers),
        )
        try:
            await Talk(_Socket(connection), caller, house).run()
        except Exception:  # noqa: BLE001 - one talk's fault must not end the others; it is logged
            _log.exception("a talk of the practice server failed")
            await connection.close(1011, "Internal error encountered.")
        finally:
            self._on_call(_ending(connection, caller.number))

    def _answer_request(self, _: ServerConnection, request: Request) -> Response | None:
        """Refuse or answer plain HTTP; None goes on to the WebSocket handshake."""
        path = _path_of(request)
        if _LIVE_PATH.fullmatch(path):
            return self._refuse_upgrade()
        if model := _MODEL_PATH.fullmatch(path):
            return _response(answer_models(model["model"], _key_of(request)))
        return _response(refuse(404, "There is nothing at this address."))

    def _answer_post(self, path: str, head: h11.Request, body: bytes) -> RestAnswer:
        keys = [value for name, value in head.headers if name == b"x-goog-api-key"]
        key = keys[0].decode("latin-1") if keys else ""
        if self._house is None or head.method != b"POST":
            return refuse(404, "There is nothing at this address.")
        if match := _GENERATE_PATH.fullmatch(path):
            return answer_generate(match["model"], body, key)
        if _TOKENS_PATH.fullmatch(path):
            return self._house.tokens.make(body, key)
        return refuse(404, "There is nothing at this address.")

    def _refuse_upgrade(self) -> Response | None:
        scenario = self._scenario
        if scenario.refuse_status is None:
            return None
        if scenario.refuse_times and self._n_refused >= scenario.refuse_times:
            return None
        self._n_refused += 1
        return _response(refuse(scenario.refuse_status, "Refused, as the scenario has it."))


class _Socket:
    """A ``Line`` over a WebSocket."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection

    async def receive(self) -> str | bytes:
        """The next frame, see ``Line``."""
        try:
            return await self._connection.recv()
        except ConnectionClosed as error:
            raise LineClosedError from error

    async def send(self, frame: str | bytes) -> None:
        """Send a frame, see ``Line``."""
        try:
            await self._connection.send(frame)
        except ConnectionClosed as error:
            raise LineClosedError from error

    async def close(self, code: int, reason: str) -> None:
        """Close, see ``Line``. 1006 is no code that can be sent: it means a cut line."""
        if code == 1006:
            self.cut()
        else:
            await self._connection.close(code, reason)

    def ignore(self, seconds: float) -> None:
        """Take nothing from the line, see ``Line``."""
        transport = self._connection.transport

        def hear_again() -> None:
            if not transport.is_closing():
                transport.resume_reading()

        transport.pause_reading()
        asyncio.get_running_loop().call_later(seconds, hear_again)

    def cut(self) -> None:
        """Cut the line, see ``Line``."""
        self._connection.transport.abort()


def _ending(connection: ServerConnection, number: int) -> CallEnded:
    end = connection.protocol.close_exc if connection.close_code is not None else None
    first = None if end is None else (end.rcvd if end.rcvd_then_sent else end.sent) or end.rcvd
    if end is None or first is None:
        return CallEnded(number, CUT, by_client=False)
    return CallEnded(number, first.code, by_client=first is end.rcvd)


def _path_of(request: Request) -> str:
    # urlsplit would take the first part of a path that begins with // for a host.
    return request.path.partition("?")[0]


def _key_of(request: Request) -> str:
    if key := request.headers.get("x-goog-api-key", ""):
        return key
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if token and scheme.lower() in ("token", "bearer"):
        return token
    query = parse_qs(request.path.partition("?")[2])
    return next(iter(query.get("key", query.get("access_token", [""]))))


def _response(answer: RestAnswer) -> Response:
    headers = Headers(
        [
            ("Content-Type", "application/json; charset=UTF-8"),
            ("Content-Length", str(len(answer.body))),
            ("Connection", "close"),
        ]
    )
    return Response(answer.code, answer.phrase, headers, answer.body)
