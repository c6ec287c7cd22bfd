"""Runs the service with uvicorn."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h11
import uvicorn
from starlette.applications import Starlette
from uvicorn.protocols.http.h11_impl import H11Protocol

from livedesk.core.end_signals import EndSignals
from livedesk.core.errors import InputFileError, ServerUnreachableError

# Whoever has not sent a whole head by then is let go, as is one who stays without asking.
_HEAD_LIMIT_S = 10.0
_IDLE_LIMIT_S = 5
_MOST_CONNECTIONS = 2_000
# Asked for, it would wait at the terminal.
_NO_PASSWORD = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen.

    Attributes:
        behind_proxy: somebody in front does TLS, and says who asks.
        proxies: whom to believe that, addresses with commas between, or ``*``.
    """

    host: str
    port: int
    certificate: Path | None = None
    certificate_key: Path | None = None
    behind_proxy: bool = False
    proxies: str = "127.0.0.1,::1"


class _PatientProtocol(H11Protocol):
    """Does not wait for ever for the head of a request, the first or a later one."""

    _deadline: asyncio.TimerHandle | None = None
    _has_asked = False

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._has_asked = self._has_asked or self.conn.their_state is not h11.IDLE
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY:
            self.transport.close()  # it is answered, and nobody reads the rest
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop()
        super().connection_lost(exc)

    def _watch(self) -> None:
        is_idle = self.conn.their_state is h11.IDLE
        if is_idle and (not self._has_asked or self.conn.trailing_data[0]):
            if self._deadline is None:
                self._deadline = self.loop.call_later(_HEAD_LIMIT_S, self.transport.close)
        else:
            self._stop()

    def _stop(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


class _TellingServer(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them to whoever runs this: uvicorn would raise them again after the end."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._on_ready()


def check(place: Place) -> None:
    """Refuse to carry secrets over a network in the clear.

    Raises:
        InputFileError: that would happen, or a file of the certificate is missing.
    """
    for path in (place.certificate, place.certificate_key):
        if path is not None and not path.is_file():
            raise InputFileError(f"There is no file “{path}”.")
    if place.certificate is not None:
        _check_certificate(place.certificate, place.certificate_key)
    has_tls = place.certificate is not None
    if has_tls or place.behind_proxy or _is_this_machine(place.host):
        return
    raise InputFileError(
        f"Listening at {place.host} without TLS would show sign-ins and tokens to the network.",
        "Give --certificate and --certificate-key, or --behind-proxy where a proxy does TLS.",
    )


def _check_certificate(certificate: Path, key: Path | None) -> None:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key, _NO_PASSWORD)
    except (ssl.SSLError, OSError, ValueError):
        raise InputFileError(
            "The certificate and its key do not belong together, or are no PEM files.",
            "Give --certificate with the whole chain, and --certificate-key without a password.",
        ) from None


def server_of(app: Starlette, place: Place) -> uvicorn.Server:
    """uvicorn, not started yet."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=place.host,
            port=place.port,
            ssl_certfile=place.certificate,
            ssl_keyfile=place.certificate_key,
            proxy_headers=place.behind_proxy,
            forwarded_allow_ips=place.proxies,
            http=_PatientProtocol,
            ws="none",
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_keep_alive=_IDLE_LIMIT_S,
            timeout_graceful_shutdown=_IDLE_LIMIT_S,
            limit_concurrency=_MOST_CONNECTIONS,
            h11_max_incomplete_event_size=16_384,
        )
    )


async def serve(app: Starlette, place: Place, on_ready: Callable[[], None]) -> None:
    """Serve until SIGINT, SIGTERM or SIGHUP; ``on_ready`` is called once it listens.

    Raises:
        ServerUnreachableError: the port is taken.
    """
    server = _TellingServer(server_of(app, place).config, on_ready)

    def end() -> None:
        server.should_exit = True

    try:
        with EndSignals(end):
            await server.serve()
    except SystemExit:
        raise ServerUnreachableError(
            "The token server cannot listen there.", "Choose another --host or --port."
        ) from None


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
