"""The server as a process sees it: certificate, thread, hostile clients."""

import asyncio
import os
import ssl
import stat
import subprocess
import sys
import threading
import time

import pytest
from helpers.practice import sdk_client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from livedesk.loopback.embedded import EmbeddedServer
from livedesk.loopback.server import LoopbackServer
from livedesk.loopback.tls import ThrowAwayCertificate

LIVE = "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
SETUP_FRAME = '{"setup": {"model": "models/gemini-3.8-live"}}'


def test_the_key_is_never_left_behind():
    certificate = ThrowAwayCertificate()
    certificate.make()
    folder = certificate.ca_file.parent
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [path.name for path in folder.iterdir()] == [certificate.ca_file.name]
    assert "PRIVATE" not in certificate.ca_file.read_text()
    certificate.remove()
    certificate.remove()
    assert not folder.exists()
    with pytest.raises(RuntimeError):
        _ = certificate.ca_file


def test_the_certificate_satisfies_a_strict_client():
    certificate = ThrowAwayCertificate()
    certificate.make()
    context = ssl.create_default_context(cafile=str(certificate.ca_file))
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    assert context.cert_store_stats()["x509_ca"] == 1
    certificate.remove()


def test_an_embedded_server_starts_and_stops_as_often_as_one_likes():
    server = EmbeddedServer()
    server.stop()
    for _ in range(3):
        server.start()
        server.start()
        assert server.base_url.startswith("https://127.0.0.1:")
        assert server.ca_file.exists()
        server.stop()
        server.stop()
    with pytest.raises(RuntimeError):
        _ = server.base_url
    assert not [t for t in threading.enumerate() if t.name == "practice server"]


async def test_an_embedded_server_stops_in_time_in_the_middle_of_an_answer():
    server = EmbeddedServer()
    await asyncio.to_thread(server.start)
    client = sdk_client(server)
    config = {"response_modalities": ["AUDIO"]}
    async with client.aio.live.connect(model="gemini-3.8-live", config=config) as session:
        await session.send_realtime_input(text="tell me a story")
        await anext(session.receive())
        began_s = time.monotonic()
        await asyncio.to_thread(server.stop)
        assert time.monotonic() - began_s < 2.0


async def test_a_taken_port_is_an_error():
    first = LoopbackServer()
    await first.start()
    port = int(first.base_url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="address already in use"):
        await LoopbackServer(port=port).start()
    await first.aclose()
    await first.aclose()


@pytest.fixture(scope="module")
def running():
    server = EmbeddedServer(pace=20.0)
    server.start()
    yield server
    server.stop()


def socket_to(server, path=LIVE, **headers):
    context = ssl.create_default_context(cafile=str(server.ca_file))
    return connect(
        server.base_url.replace("https", "wss") + path,
        ssl=context,
        additional_headers={"x-goog-api-key": "any", **headers},
        close_timeout=1,
    )


@pytest.mark.parametrize(
    "path",
    [
        LIVE,
        "/" + LIVE,
        LIVE.replace("v1beta", "v1"),
        LIVE.replace("v1beta", "v1alpha") + "Constrained",
        LIVE + "?access_token=auth_tokens/1",
    ],
)
async def test_every_path_of_the_sdk_leads_in(running, path):
    async with socket_to(running, path) as socket:
        await socket.send(SETUP_FRAME)
        first = await socket.recv()
        assert isinstance(first, bytes)
        assert first == b'{"setupComplete":{}}'


async def _survives(server, frames):
    """Send frames after a setup; then somebody else must still be served."""
    async with socket_to(server) as socket:
        try:
            await socket.send(SETUP_FRAME)
            for frame in frames:
                await socket.send(frame)
        except ConnectionClosed:
            pass
    async with socket_to(server) as socket:
        await socket.send(SETUP_FRAME)
        assert await socket.recv() == b'{"setupComplete":{}}'


NESTED = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("AAAA"),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(
                [
                    "setup",
                    "realtimeInput",
                    "audio",
                    "data",
                    "mimeType",
                    "text",
                    "turns",
                    "parts",
                    "client_content",
                    "tool_response",
                    "functionResponses",
                    "id",
                    "activityStart",
                ]
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=20) | st.text(max_size=20) | NESTED.map(repr), max_size=4))
def test_no_frame_of_a_client_harms_the_others(running, frames):
    asyncio.run(
        _survives(running, [f.replace("'", '"') if isinstance(f, str) else f for f in frames])
    )


async def test_a_client_that_only_knocks_harms_nobody(running):
    host, port = running.base_url.removeprefix("https://").split(":")
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(b"GET / HTTP/1.1\r\n\r\n")
    writer.close()
    await writer.wait_closed()
    await _survives(running, [])


async def test_the_first_message_must_be_a_setup(running):
    async with socket_to(running) as socket:
        await socket.send('{"realtime_input": {"text": "hello"}}')
        with pytest.raises(ConnectionClosed) as closed:
            await socket.recv()
    assert closed.value.rcvd.code == 1007


def test_livedesk_loopback_prints_where_it_is_and_ends_cleanly():
    command = [sys.executable, "-W", "error", "-m", "livedesk", "loopback"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    lines = []
    while not lines or "ends it" not in lines[-1]:
        lines.append(process.stdout.readline())
        assert lines[-1], process.communicate()
    process.terminate()
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert errors == ""
    text = "".join(lines)
    assert "GOOGLE_GEMINI_BASE_URL=https://127.0.0.1:" in text
    assert "SSL_CERT_FILE=" in text
