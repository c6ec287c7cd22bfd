"""A line that tears while a connection is opened is a lost line, wherever it tears."""

from __future__ import annotations

import asyncio
import ssl

import pytest

from livedesk.core.errors import ConnectionLostError
from livedesk.core.setup import SessionSetup
from livedesk.session.gemini.connector import Endpoint

ANSWER = (
    b"HTTP/1.1 101 Switching Protocols\r\n"
    b"Upgrade: websocket\r\n"
    b"Connection: Upgrade\r\n"
    b"Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    b"X-Padding: " + b"x" * 200 + b"\r\n\r\n"
)


@pytest.mark.parametrize("how", ["close", "abort"])
async def test_an_opening_that_tears_is_a_lost_connection(connector_to, certificate, how):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    pieces = [ANSWER[:n_bytes] for n_bytes in (0, 1, 100, len(ANSWER) - 1)]

    async def tear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(pieces.pop())
        await writer.drain()
        if how == "close":
            writer.close()
        else:
            writer.transport.abort()

    torn = await asyncio.start_server(tear, "127.0.0.1", 0, ssl=context)
    async with torn:
        port = torn.sockets[0].getsockname()[1]
        endpoint = Endpoint(f"https://127.0.0.1:{port}", str(certificate))
        while pieces:
            with pytest.raises(ConnectionLostError):
                await connector_to(endpoint).connect(
                    SessionSetup("gemini-3.8-live", "Kore", "Be brief."), None
                )
