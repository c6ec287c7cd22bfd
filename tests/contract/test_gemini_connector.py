"""The connector through the real SDK, against a server over TLS on this machine."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace

import pytest

from livedesk.core.audio_format import CAPTURE_RATE_HZ
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
    VideoInput,
)
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolOutcome, ToolResult, ToolScheduling, ToolSpec

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


async def events_until(connection, last) -> list:
    events = []
    async with asyncio.timeout(5):
        async for event in connection.events():
            events.append(event)
            if event == last:
                break
    return events


SUCCEEDED = ToolResult("c1", "local_time", ToolOutcome.SUCCEEDED, {"time": "12:00"})
FAILED = ToolResult(
    "c2", "local_time", ToolOutcome.FAILED, error="No clock.", scheduling=ToolScheduling.INTERRUPT
)


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
                "realtimeInputConfig": {
                    "automatic_activity_detection": {
                        "disabled": False,
                        "start_of_speech_sensitivity": "START_SENSITIVITY_HIGH",
                        "end_of_speech_sensitivity": "END_SENSITIVITY_HIGH",
                        "prefix_padding_ms": 100,
                        "silence_duration_ms": 700,
                    },
                    "activity_handling": "START_OF_ACTIVITY_INTERRUPTS",
                },
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
        (
            VideoInput(b"\xff\xd8\xff", 0.0),
            {"realtime_input": {"video": {"data": "_9j_", "mime_type": "image/jpeg"}}},
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
