"""Reading what clients send."""

import base64
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.loopback.client_messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    Behavior,
    ClientContent,
    ContextUpdate,
    FunctionResponse,
    HistoryItem,
    Invalid,
    Picture,
    RealtimeText,
    Setup,
)
from livedesk.loopback.wire import decode_payload, read_frame

FULL_SETUP = {
    "model": "models/gemini-3.8-live",
    "generationConfig": {
        "responseModalities": ["AUDIO"],
        "speechConfig": {"voice_config": {"prebuilt_voice_config": {"voice_name": "Puck"}}},
        "thinkingConfig": {"thinking_level": "LOW"},
    },
    "systemInstruction": {"parts": [{"text": "Be brief."}], "role": "user"},
    "tools": [
        {"googleSearch": {}},
        {
            "functionDeclarations": [
                {
                    "name": "get_weather",
                    "behavior": "NON_BLOCKING",
                    "parameters": {"type": "OBJECT", "properties": {"cityName": {}}},
                }
            ]
        },
    ],
    "sessionResumption": {"handle": "h-1"},
    "inputAudioTranscription": {},
    "outputAudioTranscription": {},
    "realtimeInputConfig": {
        "automatic_activity_detection": {
            "start_of_speech_sensitivity": "START_SENSITIVITY_LOW",
            "prefix_padding_ms": 200,
            "silence_duration_ms": 700,
        },
        "activity_handling": "NO_INTERRUPTION",
    },
    "contextWindowCompression": {"sliding_window": {"target_tokens": "8000"}},
    "historyConfig": {"initial_history_in_client_content": True},
}


def camel(value):
    if isinstance(value, dict):
        return {_camel_key(key): camel(item) for key, item in value.items()}
    return [camel(item) for item in value] if isinstance(value, list) else value


def _camel_key(key):
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


@pytest.mark.parametrize("spelling", [lambda v: v, camel], ids=["mixed", "camelCase"])
def test_a_setup_is_read_in_either_spelling(spelling):
    [setup] = read_frame(json.dumps(spelling({"setup": FULL_SETUP})))
    assert isinstance(setup, Setup)
    assert setup.model == "gemini-3.8-live"
    assert setup.modalities == ("AUDIO",)
    assert setup.voice == "Puck"
    assert setup.instruction == "Be brief."
    assert setup.thinking_level == "low"
    assert [tool.name for tool in setup.tools] == ["get_weather"]
    assert setup.tools[0].behavior is Behavior.NON_BLOCKING
    assert setup.handle == "h-1"
    assert setup.wants_handles
    assert setup.transcribe_input
    assert setup.transcribe_output
    assert setup.seeds_history
    assert setup.compression_target_tokens == 8000
    detection = setup.detection
    assert (detection.silence_ms, detection.prefix_ms) == (700, 200)
    assert not detection.high_start_sensitivity
    assert not detection.interrupts


def test_words_of_the_client_keep_their_spelling():
    [setup] = read_frame(json.dumps({"setup": FULL_SETUP}))
    assert setup.tools[0].parameter_names == ("cityName",)


def test_the_smallest_setup_takes_the_defaults():
    [setup] = read_frame('{"setup": {"model": "models/gemini-3.8-live"}}')
    assert setup.voice == "Kore"
    assert setup.detection.automatic
    assert setup.detection.interrupts
    assert setup.handle is None
    assert not setup.wants_handles
    assert setup.compression_target_tokens is None


@pytest.mark.parametrize("encode", [base64.urlsafe_b64encode, base64.b64encode])
@pytest.mark.parametrize("padded", [True, False])
def test_audio_is_read_in_either_alphabet(encode, padded):
    data = encode(b"\xfb\xff\xfe\x7f").decode()
    blob = {"data": data if padded else data.rstrip("="), "mime_type": "audio/pcm;rate=48000"}
    [audio] = read_frame(json.dumps({"realtime_input": {"audio": blob}}))
    assert isinstance(audio, Audio)
    assert audio.rate_hz == 48_000
    assert audio.samples.tolist() == np.frombuffer(b"\xfb\xff\xfe\x7f", "<i2").tolist()


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        ({"realtime_input": {"text": "hello"}}, [RealtimeText("hello")]),
        ({"realtimeInput": {"audioStreamEnd": True}}, [AudioStreamEnd()]),
        ({"realtime_input": {"activityStart": {}}}, [ActivityStart()]),
        ({"realtime_input": {"activity_end": {}}}, [ActivityEnd()]),
        ({"realtime_input": {"video": {"data": "_9j_", "mimeType": "image/jpeg"}}}, [Picture()]),
        (
            {"client_content": {"turns": [{"role": "user", "parts": [{"text": "q"}]}]}},
            [ClientContent((HistoryItem("user", "q"),), turn_complete=False)],
        ),
        ({"clientContent": {"turnComplete": True}}, [ClientContent((), turn_complete=True)]),
        (
            {"tool_response": {"functionResponses": [{"id": "c1", "response": {"aB": 1}}]}},
            [FunctionResponse("c1", {"aB": 1})],
        ),
        ({"contextUpdate": {"tools": {"tools": []}}}, [ContextUpdate(tools=())]),
        (
            {"contextUpdate": {"systemInstruction": {"parts": [{"text": "x"}]}}},
            [ContextUpdate(instruction="x")],
        ),
    ],
)
def test_client_messages_are_read(frame, expected):
    assert read_frame(json.dumps(frame).encode()) == expected


@pytest.mark.parametrize(
    "frame",
    [
        "",
        "no json",
        "[]",
        "null",
        b"\xff\xfe",
        "{}",
        '{"unknown": 1}',
        '{"realtime_input": {"audio": {"data": "???", "mime_type": "audio/pcm"}}}',
        '{"realtime_input": {"audio": {"data": "", "mime_type": "audio/webm"}}}',
        '{"tool_response": {"function_responses": [{"response": {}}]}}',
        "[" * 5000,
        '{"realtime_input": {"audio": {"data": "", "mime_type": "audio/pcm;rate=0000"}}}',
        '{"setup":' * 60 + "{}" + "}" * 60,
    ],
)
def test_nonsense_is_invalid_and_nothing_else(frame):
    assert all(isinstance(message, Invalid) for message in read_frame(frame))
    assert read_frame(frame)


@pytest.mark.parametrize("number", ["9" * 400, "-1e999", "NaN", '"700"', "true", "[]"])
def test_any_number_of_milliseconds_is_brought_into_its_range(number):
    detection = f'{{"automatic_activity_detection": {{"silence_duration_ms": {number}}}}}'
    [setup] = read_frame(f'{{"setup": {{"realtimeInputConfig": {detection}}}}}')
    assert 50 <= setup.detection.silence_ms <= 10_000


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
KEYS = """
    setup client_content realtimeInput tool_response contextUpdate turns parts text audio data
    mimeType model tools functionDeclarations functionResponses id response generationConfig
    responseModalities speechConfig voiceConfig realtimeInputConfig automaticActivityDetection
    silenceDurationMs prefix_padding_ms sessionResumption handle mediaChunks video
"""
keys = st.sampled_from(KEYS.split())
protocol_values = st.recursive(
    json_values, lambda inner: st.dictionaries(keys, inner, max_size=4), max_leaves=12
)


@given(st.dictionaries(keys, protocol_values, max_size=3))
def test_any_json_is_read_without_an_error(message):
    assert read_frame(json.dumps(message)) is not None


@given(st.binary(max_size=64))
def test_any_bytes_are_read_without_an_error(frame):
    assert read_frame(frame)


@given(st.binary(max_size=100))
def test_a_payload_comes_back(data):
    assert decode_payload(base64.urlsafe_b64encode(data).decode()) == data
