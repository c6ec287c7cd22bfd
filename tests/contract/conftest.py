"""A tiny Live server over real TLS, for the real SDK."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.session.gemini.connector import Endpoint, GeminiConnector

KEY = "AIzaThisIsNoRealKey0123456789"
Script = Callable[[ServerConnection], Awaitable[None]]


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    path.write_bytes(
        certificate.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@dataclass
class TinyServer:
    """Answers the handshake, accepts the setup, and then plays ``script``.

    Attributes:
        refuse_with: an HTTP status with a body instead of a connection.
        first_frames: what answers the setup.
        received: every frame of the client, decoded.
    """

    ca_file: Path
    refuse_with: tuple[int, str, dict[str, str]] | None = None
    first_frames: tuple[str | bytes, ...] = (b'{"setupComplete":{}}',)
    script: Script | None = None
    received: list[dict[str, Any]] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    close_codes: list[int | None] = field(default_factory=list)
    base_url: str = ""
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def process(self, connection: ServerConnection, request: Request) -> Response | None:
        self.requests.append(request)
        if self.refuse_with is None:
            return None
        status, body, headers = self.refuse_with
        response = connection.respond(HTTPStatus(status), body)
        response.headers.update(Headers(headers))
        return response

    async def handle(self, connection: ServerConnection) -> None:
        try:
            await self.note(connection)
            for frame in self.first_frames:
                await connection.send(frame)
            if self.script is not None:
                await self.script(connection)
            while True:
                await self.note(connection)
        except ConnectionClosed:
            self.close_codes.append(connection.close_code)
            self._news.set()

    async def note(self, connection: ServerConnection) -> dict[str, Any]:
        """The next frame of the client."""
        message = await connection.recv()
        assert isinstance(message, str), "the SDK sends text frames"
        self.received.append(json.loads(message))
        self._news.set()
        return self.received[-1]

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(5):
            while not condition():
                self._news.clear()
                await self._news.wait()

    @property
    def setup(self) -> dict[str, Any]:
        return self.received[0]["setup"]


@pytest.fixture
async def server(certificate: Path) -> AsyncIterator[TinyServer]:
    tiny = TinyServer(certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    running: Server
    async with serve(
        tiny.handle,
        "127.0.0.1",
        0,
        ssl=context,
        process_request=tiny.process,
        close_timeout=0.1,
        max_size=None,
    ) as running:
        port = next(iter(running.sockets)).getsockname()[1]
        tiny.base_url = f"https://127.0.0.1:{port}"
        yield tiny


@pytest.fixture
def connector(server: TinyServer) -> GeminiConnector:
    return make_connector(Endpoint(server.base_url, str(server.ca_file)))


@pytest.fixture
def connector_to() -> Callable[..., GeminiConnector]:
    return make_connector


def make_connector(
    endpoint: Endpoint, *, key: str = KEY, connect_limit_s: float = 5.0
) -> GeminiConnector:
    credential = Credential(Secret(key), CredentialSource.ENVIRONMENT, "GEMINI_API_KEY")
    return GeminiConnector(credential, endpoint, connect_limit_s=connect_limit_s)
