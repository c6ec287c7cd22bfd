"""The connector through the real SDK, against a server over TLS on this machine."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import time
from dataclasses import replace

import pytest

from livedesk.core.audio_format import CAPTURE_RATE_HZ
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    LiveDeskError,
    ModelError,
    ProtocolError,
    QuotaError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    InteractionIdle,
    Transcription,
    TurnComplete,
    Unrecognised,
)
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    HistoryTurn,
    TextInput,
    ToolResultInput,
)
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolOutcome, ToolResult, ToolScheduling, ToolSpec
from livedesk.session.gemini.connector import Endpoint

KEY = "AIzaThisIsNoRealKey0123456789"
TOOL = ToolSpec(
    "local_time",
    "The time here.",
    {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"]},
)
SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be brief.", tools=(TOOL,))
HISTORY = (HistoryTurn(Speaker.USER, "q"), HistoryTurn(Speaker.ASSISTANT, "a"))
DONE = {"serverContent": {"turnComplete": True, "interactionStatus": "IDLE"}}


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


async def test_the_handshake(server, connector):
    await open_and_close(connector)
    request = server.requests[0]
    assert request.path == (
        "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"
    )
    assert request.headers["x-goog-api-key"] == KEY
    await server.until(lambda: server.close_codes)
    assert server.close_codes == [1000]


async def test_the_setup_frame(server, connector):
    await open_and_close(connector)
    assert server.received == [
        {
            "setup": {
                "model": "models/gemini-3.8-live",
                "generationConfig": {
                    "responseModalities": ["AUDIO"],
                    "speechConfig": {
                        "voice_config": {"prebuilt_voice_config": {"voice_name": "Kore"}}
                    },
                },
                "systemInstruction": {"parts": [{"text": "Be brief."}], "role": "user"},
                "tools": [
                    {
                        "functionDeclarations": [
                            {
                                "name": "local_time",
                                "description": "The time here.",
                                "parameters_json_schema": TOOL.parameters,
                                "behavior": "NON_BLOCKING",
                            }
                        ]
                    }
                ],
                "sessionResumption": {},
                "inputAudioTranscription": {},
                "outputAudioTranscription": {},
                "realtimeInputConfig": {"automatic_activity_detection": {"disabled": False}},
                "contextWindowCompression": {
                    "trigger_tokens": 25000,
                    "sliding_window": {"target_tokens": 8000},
                },
            }
        }
    ]


async def test_each_model_gets_what_it_takes(server, connector):
    for model_id in ("gemini-3.8-live-extended-thinking", "gemini-3.1-flash-live-preview"):
        await open_and_close(connector, replace(SETUP, model_id=model_id))
    thinking, legacy = (frame["setup"] for frame in server.received)
    assert thinking["generationConfig"]["thinkingConfig"] == {"thinking_level": "MEDIUM"}
    assert thinking["tools"][0]["functionDeclarations"][0]["behavior"] == "NON_BLOCKING"
    assert "thinkingConfig" not in legacy["generationConfig"]
    assert "behavior" not in legacy["tools"][0]["functionDeclarations"][0]


async def test_a_setup_without_instruction_and_tools(server, connector):
    await open_and_close(connector, SessionSetup("gemini-3.8-live", "Puck", ""))
    assert "systemInstruction" not in server.setup
    assert "tools" not in server.setup


async def test_a_handle_continues_a_session(server, connector):
    await open_and_close(connector, handle="H1")
    assert server.setup["sessionResumption"] == {"handle": "H1"}
    assert "historyConfig" not in server.setup


async def test_history_is_announced_and_sent_first(server, connector):
    connection = await connector.connect(SETUP, None, HISTORY)
    await connection.send(TextInput("and now?"))
    await server.until(lambda: len(server.received) == 3)
    await connection.close()
    assert server.setup["historyConfig"] == {"initial_history_in_client_content": True}
    assert server.received[1:] == [
        {
            "client_content": {
                "turns": [
                    {"parts": [{"text": "q"}], "role": "user"},
                    {"parts": [{"text": "a"}], "role": "model"},
                ],
                "turnComplete": True,
            }
        },
        {"realtime_input": {"text": "and now?"}},
    ]


SUCCEEDED = ToolResult("c1", "local_time", ToolOutcome.SUCCEEDED, {"time": "12:00"})
FAILED = ToolResult(
    "c2", "local_time", ToolOutcome.FAILED, error="No clock.", scheduling=ToolScheduling.INTERRUPT
)


@pytest.mark.parametrize(
    ("item", "frame"),
    [
        (
            AudioInput(b"\x01\x00\xff\x7f", CAPTURE_RATE_HZ, 0.0),
            {
                "realtime_input": {
                    "audio": {"data": "AQD_fw==", "mime_type": "audio/pcm;rate=16000"}
                }
            },
        ),
        (TextInput("hello"), {"realtime_input": {"text": "hello"}}),
        (AudioStreamEnd(), {"realtime_input": {"audioStreamEnd": True}}),
        (ActivityStart(), {"realtime_input": {"activityStart": {}}}),
        (ActivityEnd(), {"realtime_input": {"activityEnd": {}}}),
        (
            ToolResultInput(SUCCEEDED),
            {
                "tool_response": {
                    "functionResponses": [
                        {
                            "id": "c1",
                            "name": "local_time",
                            "response": {"output": {"time": "12:00"}},
                        }
                    ]
                }
            },
        ),
        (
            ToolResultInput(FAILED),
            {
                "tool_response": {
                    "functionResponses": [
                        {
                            "id": "c2",
                            "name": "local_time",
                            "response": {"error": "No clock."},
                            "scheduling": "INTERRUPT",
                        }
                    ]
                }
            },
        ),
    ],
)
async def test_what_is_sent(server, connector, item, frame):
    connection = await connector.connect(SETUP, None)
    await connection.send(item)
    await server.until(lambda: len(server.received) == 2)
    await connection.close()
    assert server.received[1] == frame


async def test_several_turns_and_unknown_frames_on_one_connection(server, connector):
    frames = [
        {"serverContent": {"outputTranscription": {"text": "one"}}},
        DONE,
        {"error": {"code": 500}},
        {"brandNew": True},
        [1, 2],
        "text",
        {"serverContent": 5},
        {"serverContent": {"modelTurn": {"parts": 7}}},
        {"serverContent": {"outputTranscription": {"text": "two"}, "brandNew": 1}},
        DONE,
    ]

    async def script(connection) -> None:
        for frame in frames:
            await connection.send(json.dumps(frame).encode())
        await connection.send(b"\xff\xfe no JSON")
        await connection.send(b"[" * 100_000)
        await connection.send(json.dumps({"serverContent": {"turnComplete": True}}))

    server.script = script
    connection = await connector.connect(SETUP, None)
    events = []
    async with asyncio.timeout(5):
        async for event in connection.events():
            events.append(event)
            if events.count(TurnComplete()) == 3:
                break
    await connection.close()
    known = [event for event in events if not isinstance(event, Unrecognised)]
    assert known == [
        Transcription(Speaker.ASSISTANT, "one"),
        TurnComplete(),
        InteractionIdle(),
        Transcription(Speaker.ASSISTANT, "two"),
        TurnComplete(),
        InteractionIdle(),
        TurnComplete(),
    ]
    assert len(events) - len(known) == 8


async def test_a_large_frame_arrives(server, connector):
    data = "AAAA" * 500_000
    part = {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": data}}
    frame = json.dumps({"serverContent": {"modelTurn": {"parts": [part]}}})

    async def script(connection) -> None:
        await connection.send(frame)
        await connection.send(json.dumps(DONE))

    server.script = script
    connection = await connector.connect(SETUP, None)
    events = await events_until(connection, InteractionIdle())
    await connection.close()
    assert events[0] == AudioOutput(bytes(1_500_000), 24_000)


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
        (500, "", ServerUnreachableError),
        (503, "", ServerUnreachableError),
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
        (1011, "Internal error encountered.", None, ServerUnreachableError),
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
        (1000, "", ServerUnreachableError),
        (1007, "Request contains an invalid argument.", HandleRefusedError),
        (1008, "The operation was aborted.", ServerUnreachableError),
        (1011, "Deadline expired before operation could complete.", ServerUnreachableError),
        (1011, "You exceeded your current quota, please check your plan", QuotaError),
        (4000, "", ServerUnreachableError),
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
    assert type(error) is ServerUnreachableError
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


async def test_sound_goes_out_as_fast_as_it_comes(server, connector):
    connection = await connector.connect(SETUP, None)
    for _ in range(200):
        await connection.send(AudioInput(bytes(640), CAPTURE_RATE_HZ, 0.0))
    await server.until(lambda: len(server.received) == 201)
    await connection.close()


async def test_prepare_loads_ahead(server, connector):
    await connector.prepare()
    await connector.prepare()
    assert server.requests == []
    await open_and_close(connector)
