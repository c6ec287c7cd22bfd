"""Everything that can go wrong between the connector and a server."""

from __future__ import annotations

import asyncio
import random
import socket
import time
from dataclasses import replace

import pytest

from livedesk.core.audio_format import CAPTURE_RATE_HZ
from livedesk.core.errors import (
    ConnectionLostError,
    CredentialError,
    HandleRefusedError,
    LiveDeskError,
    ModelError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)
from livedesk.core.inputs import (
    AudioInput,
    TextInput,
)
from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolSpec
from livedesk.session.gemini.connector import Endpoint

KEY = "AIzaThisIsNoRealKey0123456789"
TOOL = ToolSpec(
    "local_time",
    "The time here.",
    {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
)


SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be brief.", tools=(TOOL,))


async def open_and_close(connector, setup=SETUP, handle=None, history=()) -> None:
    connection = await connector.connect(setup, handle, history)
    await connection.close()


async def end_of(connection) -> LiveDeskError:
    """Why the connection ended."""
    try:
        await events_until(connection, None)
    except LiveDeskError as error:
        return error
    raise AssertionError("unreachable")


async def is_stuck(sending) -> bool:
    """Whether the socket takes no more, given that every frame is far larger than its buffer."""
    done, pending = await asyncio.wait((asyncio.ensure_future(sending),), timeout=0.3)  # noqa: TID251
    for task in pending:
        task.cancel()
    await asyncio.gather(*done, *pending, return_exceptions=True)
    return bool(pending)


async def events_until(connection, last) -> list:
    events = []
    async with asyncio.timeout(5):
        async for event in connection.events():
            events.append(event)
            if event == last:
                break
    return events


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (400, '{"error":{"message":"API key not valid."}}', CredentialError),
        (400, "nonsense", ProtocolError),
        (401, "", CredentialError),
        (403, "", CredentialError),
        (404, "", ProtocolError),
        (407, "", ProtocolError),
        (408, "", ServerUnreachableError),
        (429, "", QuotaError),
        (500, "", ServerBusyError),
        (503, "", ServerBusyError),
    ],
)
async def test_a_refused_handshake(server, connector, status, body, kind):
    server.refuse_with = (status, body, {})
    with pytest.raises(kind) as caught:
        await connector.connect(SETUP, None)
    assert type(caught.value) is kind
    assert caught.value.user_message.endswith(".")


async def test_retry_after_is_kept(server, connector):
    server.refuse_with = (429, "", {"Retry-After": "90"})
    with pytest.raises(QuotaError) as caught:
        await connector.connect(SETUP, None)
    assert caught.value.wait_s == 90.0


def closing(code: int, reason: str = ""):
    async def script(connection) -> None:
        await connection.close(code, reason)

    return script


@pytest.mark.parametrize(
    ("code", "reason", "handle", "kind"),
    [
        (1007, "API key not valid. Please pass a valid API key.", None, CredentialError),
        (1007, "Request contains an invalid argument.", None, ModelError),
        (1007, "Request contains an invalid argument.", "H1", HandleRefusedError),
        (1008, "models/x is not found for API version v1beta", None, ModelError),
        (1011, "You exceeded your current quota, please check your plan", None, QuotaError),
        (1011, "Internal error encountered.", None, ServerBusyError),
    ],
)
async def test_a_close_before_the_setup_is_accepted(server, connector, code, reason, handle, kind):
    server.first_frames = ()
    server.script = closing(code, reason)
    with pytest.raises(LiveDeskError) as caught:
        await connector.connect(SETUP, handle)
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1000, "", ServerBusyError),
        (1007, "Request contains an invalid argument.", HandleRefusedError),
        (1008, "The operation was aborted.", ServerBusyError),
        (1011, "Deadline expired before operation could complete.", ServerBusyError),
        (1011, "You exceeded your current quota, please check your plan", QuotaError),
        (4000, "", ConnectionLostError),
    ],
)
async def test_a_close_while_talking(server, connector, code, reason, kind):
    server.script = closing(code, reason)
    connection = await connector.connect(SETUP, None)
    error = await end_of(connection)
    assert type(error) is kind
    with pytest.raises(kind):
        await connection.send(TextInput("too late"))
    await connection.close()


async def test_a_cut_cable(server, connector):
    async def script(connection) -> None:
        connection.transport.abort()

    server.script = script
    connection = await connector.connect(SETUP, None)
    error = await end_of(connection)
    assert type(error) is ConnectionLostError
    assert "lost" in error.user_message
    await connection.close()


async def test_an_error_object_ends_the_connection(server, connector):
    async def script(connection) -> None:
        await connection.send('{"code": 429, "message": "slow down"}')

    server.script = script
    connection = await connector.connect(SETUP, None)
    assert type(await end_of(connection)) is QuotaError
    await connection.close()


async def test_a_silent_server_is_given_up(server, connector_to):
    server.first_frames = ()
    endpoint = Endpoint(server.base_url, str(server.ca_file))
    impatient = connector_to(endpoint, connect_limit_s=0.2)
    with pytest.raises(ServerUnreachableError, match="in time"):
        await impatient.connect(SETUP, None)


@pytest.mark.parametrize("frame", ['{"serverContent":{}}', '{"error":{}}', "[]", "no JSON"])
async def test_a_first_frame_that_is_no_setup_complete(server, connector, frame):
    server.first_frames = (frame,)
    with pytest.raises(ProtocolError):
        await connector.connect(SETUP, None)
    await server.until(lambda: server.close_codes)


async def test_nothing_listens(connector_to, certificate):
    with socket.create_server(("127.0.0.1", 0)) as unused:
        port = unused.getsockname()[1]
    endpoint = Endpoint(f"https://127.0.0.1:{port}", str(certificate))
    with pytest.raises(ServerUnreachableError, match="Nothing answers"):
        await connector_to(endpoint).connect(SETUP, None)


async def test_an_untrusted_certificate(server, connector_to):
    with pytest.raises(ProtocolError, match="not trusted"):
        await connector_to(Endpoint(server.base_url)).connect(SETUP, None)


async def test_the_environments_server_and_certificate_count(server, connector_to, monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", server.base_url)
    monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
    await open_and_close(connector_to(Endpoint()))
    assert len(server.received) == 1


async def test_the_endpoint_given_wins_over_the_environment(server, connector_to, monkeypatch):
    monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", "https://127.0.0.1:1")
    monkeypatch.setenv("SSL_CERT_FILE", "/nowhere")
    monkeypatch.setenv("GOOGLE_GENAI_USE_ENTERPRISE", "true")
    endpoint = Endpoint(server.base_url + "/", str(server.ca_file))
    with pytest.raises(ProtocolError, match="certificates"):
        await connector_to(endpoint).connect(SETUP, None)
    monkeypatch.delenv("SSL_CERT_FILE")
    await open_and_close(connector_to(endpoint))
    assert server.requests[0].path.startswith("/ws/google.ai.generativelanguage.v1beta.")


@pytest.mark.parametrize(
    "endpoint",
    [
        Endpoint("https://[bad", None),
        Endpoint("https://127.0.0.1:99999999", None),
        Endpoint(None, "/nowhere/at/all.pem"),
    ],
)
async def test_an_address_or_certificate_file_of_no_use(connector_to, endpoint):
    with pytest.raises(ProtocolError, match="Check"):
        await connector_to(endpoint).connect(SETUP, None)


@pytest.mark.parametrize("key", ["", " \n", "AIza\nInjected: header", "schlüssel"])
async def test_a_key_that_cannot_be_one(connector_to, key):
    with pytest.raises(CredentialError, match="GEMINI_API_KEY") as caught:
        await connector_to(Endpoint("https://127.0.0.1:1"), key=key).connect(SETUP, None)
    assert not key.strip() or key.strip() not in str(caught.value)


async def test_an_unknown_model_is_not_even_tried(server, connector):
    with pytest.raises(ModelError, match="no-such"):
        await connector.connect(replace(SETUP, model_id="no-such"), None)
    assert server.requests == []


async def test_the_key_is_in_no_error_and_no_log(server, connector, caplog):
    caplog.set_level("DEBUG", "livedesk")
    server.refuse_with = (403, f"the key {KEY} may not", {})
    with pytest.raises(CredentialError) as caught:
        await connector.connect(SETUP, None)
    assert KEY not in f"{caught.value} {caught.value.detail} {caught.value!r} {caplog.text}"


async def test_closing_a_deaf_server_takes_two_seconds_at_most(server, connector):
    async def script(connection) -> None:
        await connection.wait_closed()

    server.script = script
    connection = await connector.connect(SETUP, None)
    noise = AudioInput(random.Random(1).randbytes(1_000_000), CAPTURE_RATE_HZ, 0.0)
    while not await is_stuck(connection.send(noise)):
        pass
    began_s = time.monotonic()
    await connection.close()
    assert time.monotonic() - began_s < 2.5
    assert connection._session._ws.transport.is_closing(), "the socket is still open"
