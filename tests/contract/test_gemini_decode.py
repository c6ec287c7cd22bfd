"""Wire JSON through the SDK's own converters to events."""

from __future__ import annotations

import json
from typing import Any

import pytest
from google.genai import _live_converters, types
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    Grounding,
    GroundingSource,
    InteractionIdle,
    Interrupted,
    ModelText,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
    Usage,
    VoiceActivity,
    VoiceActivityKind,
    WaitingForInput,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall
from livedesk.session.gemini.decode import decode
from livedesk.session.gemini.translate import FRAME_FAILURES

USER, ASSISTANT = Speaker.USER, Speaker.ASSISTANT


def parse(wire: Any) -> types.LiveServerMessage:
    """What the SDK makes of a frame (google-genai 3.4.0, ``AsyncSession._receive``)."""
    converted = _live_converters._LiveServerMessage_from_mldev(wire)
    return types.LiveServerMessage._from_response(response=converted, kwargs={})


def content(**fields: Any) -> dict[str, Any]:
    return {"serverContent": fields}


def part(**fields: Any) -> dict[str, Any]:
    return content(modelTurn={"role": "model", "parts": [fields]})


@pytest.mark.parametrize(
    ("wire", "events"),
    [
        ({}, []),
        ({"setupComplete": {}}, []),
        (
            content(
                modelTurn={
                    "role": "model",
                    "parts": [
                        {"inlineData": {"mimeType": "audio/pcm;rate=24000", "data": "-__-AQ=="}}
                    ],
                },
                outputTranscription={"text": "Hi"},
            ),
            [AudioOutput(b"\xfb\xff\xfe\x01", 24_000), Transcription(ASSISTANT, "Hi")],
        ),
        (
            part(inlineData={"mimeType": "audio/pcm", "data": "AAA="}),
            [AudioOutput(b"\0\0", 24_000)],
        ),
        (
            part(inlineData={"mimeType": "audio/pcm;rate=16000", "data": "AAA="}),
            [AudioOutput(b"\0\0", 16_000)],
        ),
        (part(inlineData={"mimeType": "audio/pcm", "data": ""}), []),
        (
            part(inlineData={"mimeType": "image/png", "data": "AAA="}),
            [Unrecognised("serverContent.modelTurn.parts.inlineData")],
        ),
        (part(text="Hm.", thought=True), [ModelText("Hm.", is_thought=True)]),
        (part(text="Yes."), [ModelText("Yes.")]),
        (
            part(executableCode={"code": "1", "language": "PYTHON"}),
            [Unrecognised("serverContent.modelTurn.parts.executable_code")],
        ),
        (content(modelTurn={"role": "model"}), []),
        (
            content(interimInputTranscription={"text": "hel"}),
            [Transcription(USER, "hel", is_interim=True)],
        ),
        (
            content(inputTranscription={"text": "hello", "finished": True, "languageCode": "en"}),
            [Transcription(USER, "hello", is_final=True, language_code="en")],
        ),
        (content(outputTranscription={"finished": True}), [Transcription(ASSISTANT, "", True)]),
        (content(generationComplete=True), [GenerationComplete()]),
        (content(interrupted=True), [Interrupted()]),
        (content(waitingForInput=True), [WaitingForInput()]),
        (content(interrupted=False, turnComplete=False, generationComplete=False), []),
        (content(turnComplete=True), [TurnComplete()]),
        (
            content(turnComplete=True, interactionStatus="IN_PROGRESS"),
            [TurnComplete(more_follows=True)],
        ),
        (content(interactionStatus="IDLE"), [InteractionIdle()]),
        (
            content(turnComplete=True, interactionStatus="REQUIRES_ACTION"),
            [TurnComplete(), InteractionIdle()],
        ),
        (
            content(turnComplete=True, interactionStatus="INTERACTION_STATUS_UNSPECIFIED"),
            [TurnComplete()],
        ),
        (
            content(
                turnComplete=True, interactionStatus="IDLE", turnCompleteReason="NEED_MORE_INPUT"
            )
            | {
                "usageMetadata": {
                    "promptTokenCount": 522,
                    "responseTokenCount": 42,
                    "totalTokenCount": 564,
                    "promptTokensDetails": [
                        {"modality": "TEXT", "tokenCount": 332},
                        {"modality": "AUDIO", "tokenCount": 165},
                        {"tokenCount": 1},
                    ],
                    "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 42}],
                    "thoughtsTokenCount": 136,
                }
            },
            [
                TurnComplete("NEED_MORE_INPUT"),
                InteractionIdle(),
                Usage(522, 42, 136, 564, {"TEXT": 332, "AUDIO": 165, "UNKNOWN": 1}, {"AUDIO": 42}),
            ],
        ),
        ({"usageMetadata": {}}, [Usage()]),
        (
            {
                "usageMetadata": {
                    "toolUsePromptTokenCount": 30,
                    "toolUsePromptTokensDetails": [{"modality": "IMAGE", "tokenCount": 20}],
                }
            },
            [Usage(tool_use_tokens=30, tool_use_by_modality={"IMAGE": 20})],
        ),
        (
            {"toolCall": {"functionCalls": [{"id": "c1", "name": "f", "args": {"x": 1}}]}},
            [ToolCallsReceived((ToolCall("c1", "f", {"x": 1}),))],
        ),
        (
            {"toolCall": {"functionCalls": [{"name": "f"}, {"id": "c2", "name": "g"}]}},
            [Unrecognised("toolCall.functionCalls"), ToolCallsReceived((ToolCall("c2", "g"),))],
        ),
        ({"toolCall": {}}, []),
        ({"toolCallCancellation": {"ids": ["c1"]}}, [ToolCallsCancelled(("c1",))]),
        ({"toolCallCancellation": {}}, []),
        ({"goAway": {"timeLeft": "50s"}}, [GoAway(50.0)]),
        ({"goAway": {"timeLeft": "1.5s"}}, [GoAway(1.5)]),
        ({"goAway": {"timeLeft": "0s"}}, [GoAway(0.0)]),
        ({"goAway": {}}, [GoAway(30.0)]),
        ({"goAway": {"timeLeft": "soon"}}, [GoAway(30.0)]),
        (
            {"sessionResumptionUpdate": {"newHandle": "H2", "resumable": True}},
            [ResumptionUpdate("H2", resumable=True)],
        ),
        (
            {"sessionResumptionUpdate": {"newHandle": "H2"}},
            [ResumptionUpdate(None, resumable=False)],
        ),
        (
            {"sessionResumptionUpdate": {"newHandle": "", "resumable": True}},
            [ResumptionUpdate(None, resumable=False)],
        ),
        (
            {"voiceActivity": {"type": "ACTIVITY_START", "audioOffset": "1.2s"}},
            [VoiceActivity(VoiceActivityKind.START)],
        ),
        ({"voiceActivity": {"type": "ACTIVITY_END"}}, [VoiceActivity(VoiceActivityKind.END)]),
        ({"voiceActivity": {}}, []),
        (
            {"voiceActivity": {"type": "TYPE_UNSPECIFIED"}},
            [Unrecognised("voiceActivity.type")],
        ),
        (
            {"voiceActivityDetectionSignal": {"vadSignalType": "VAD_SIGNAL_TYPE_EOS"}},
            [VoiceActivity(VoiceActivityKind.END)],
        ),
        (
            content(
                groundingMetadata={
                    "webSearchQueries": ["q"],
                    "groundingChunks": [
                        {"web": {"uri": "https://a", "title": "A"}},
                        {"web": {"uri": "https://b"}},
                        {"web": {}},
                        {},
                    ],
                }
            ),
            [
                Grounding(
                    ("q",),
                    (GroundingSource("A", "https://a"), GroundingSource("https://b", "https://b")),
                )
            ],
        ),
        (content(groundingMetadata={}), []),
        (
            content(
                groundingMetadata={
                    "webSearchQueries": ["rain & snow"],
                    "searchEntryPoint": {
                        "renderedContent": "<style>a{}</style><div><a class=chip href="
                        '"https://vertexaisearch.cloud.google.com/x?a=1&amp;b=2">rain &amp; <b>snow'
                        '</b></a><a href="https://google.com.evil.example/">evil</a>'
                        '<a href="javascript:x()">worse</a></div>'
                    },
                }
            ),
            [
                Grounding(
                    ("rain & snow",),
                    suggestions=(
                        GroundingSource(
                            "rain & snow", "https://vertexaisearch.cloud.google.com/x?a=1&b=2"
                        ),
                    ),
                )
            ],
        ),
        (
            content(
                groundingMetadata={
                    "webSearchQueries": ["rain & snow"],
                    "searchEntryPoint": {"renderedContent": "<div>no link</div>"},
                }
            ),
            [
                Grounding(
                    ("rain & snow",),
                    suggestions=(
                        GroundingSource(
                            "rain & snow", "https://www.google.com/search?q=rain+%26+snow"
                        ),
                    ),
                )
            ],
        ),
        (
            content(urlContextMetadata={"urlMetadata": [{"retrievedUrl": "https://c"}, {}]}),
            [Grounding(sources=(GroundingSource("https://c", "https://c"),))],
        ),
        (content(urlContextMetadata={}), []),
        (content(brandNew=1, turnComplete=True), [TurnComplete()]),
    ],
    ids=lambda value: json.dumps(value)[:60] if isinstance(value, dict) else "",
)
def test_every_field_becomes_an_event(wire, events):
    assert decode(parse(wire)) == events


@pytest.mark.filterwarnings("ignore:.*is not a valid TurnCompleteReason")
def test_an_unknown_reason_is_passed_on():
    assert decode(parse(content(turnComplete=True, turnCompleteReason="BORED"))) == [
        TurnComplete("BORED")
    ]


def test_everything_at_once_keeps_its_order():
    wire = content(
        modelTurn={"parts": [{"inlineData": {"mimeType": "audio/pcm", "data": "AAA="}}]},
        outputTranscription={"text": "Hi"},
        inputTranscription={"text": "hello"},
        interrupted=True,
        generationComplete=True,
        turnComplete=True,
    )
    wire |= {
        "goAway": {"timeLeft": "5s"},
        "sessionResumptionUpdate": {},
        "toolCall": {"functionCalls": [{"id": "c", "name": "f"}]},
        "usageMetadata": {},
    }
    assert [type(event) for event in decode(parse(wire))] == [
        ResumptionUpdate,
        Interrupted,
        Transcription,
        AudioOutput,
        Transcription,
        ToolCallsReceived,
        GenerationComplete,
        TurnComplete,
        Usage,
        GoAway,
    ]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(("text", "parts", "data", "id", "x")), inner, max_size=3)
    ),
    max_leaves=8,
)
CONTENT_KEYS = (
    "modelTurn",
    "inputTranscription",
    "turnComplete",
    "interrupted",
    "turnCompleteReason",
)
TOP_KEYS = ("serverContent", "toolCall", "goAway", "usageMetadata", "voiceActivity", "brandNew")
FRAMES = JSON | st.dictionaries(
    st.sampled_from(TOP_KEYS),
    JSON | st.dictionaries(st.sampled_from(CONTENT_KEYS), JSON, max_size=3),
    max_size=4,
)


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=300, deadline=None)
@given(FRAMES)
def test_no_frame_raises_anything_but_what_the_receiver_expects(wire):
    try:
        message = parse(wire)
    except FRAME_FAILURES:
        return
    decode(message)
