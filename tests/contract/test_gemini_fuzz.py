"""Whatever a server sends, the receiver raises nothing but our errors, and the talk lives."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from google.genai import Client
from google.genai.live import AsyncSession
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosedOK
from websockets.frames import Close

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import LiveDeskError, ServerUnreachableError
from livedesk.core.events import SessionEvent, Transcription
from livedesk.core.speakers import Speaker
from livedesk.session.gemini.preflight import SilentEnds
from livedesk.session.gemini.wire import GeminiConnection

LAST = {"serverContent": {"outputTranscription": {"text": "still here"}}}
WORDS = (
    *("serverContent", "modelTurn", "parts", "inlineData", "data", "mimeType", "text", "thought"),
    *("inputTranscription", "outputTranscription", "finished", "turnComplete", "interrupted"),
    *("toolCall", "functionCalls", "id", "name", "args", "toolCallCancellation", "ids"),
    *("goAway", "timeLeft", "sessionResumptionUpdate", "newHandle", "resumable", "setupComplete"),
    *("usageMetadata", "promptTokenCount", "promptTokensDetails", "modality", "tokenCount"),
    *("voiceActivity", "type", "interactionStatus", "turnCompleteReason", "groundingMetadata"),
    *("error", "message", "brandNew"),
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(("audio/pcm;rate=24000", "50s", "AAA=", "-__-", "IDLE", "ACTIVITY_START"))
)
JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=14,
)
FRAMES = st.lists(JSON.map(json.dumps).map(str.encode) | st.binary(max_size=40), max_size=4)


class Socket:
    """Frames that are there already, and then the end."""

    def __init__(self, frames: list[bytes]) -> None:
        self._frames = iter(frames)

    async def recv(self, decode: bool | None = None) -> bytes:
        for frame in self._frames:
            return frame
        raise ConnectionClosedOK(Close(1000, ""), None)


def clean(error: LiveDeskError) -> LiveDeskError:
    return error


@pytest.fixture(scope="module")
def client() -> Client:
    return Client(api_key="no key", enterprise=False)


def received(client: Client, frames: list[bytes]) -> tuple[list[SessionEvent], LiveDeskError]:
    session = AsyncSession(api_client=client._api_client, websocket=Socket(frames))  # type: ignore[arg-type]
    connection = GeminiConnection(session, None, Capabilities(), clean, SilentEnds())  # type: ignore[arg-type]
    events: list[SessionEvent] = []

    async def listen() -> None:
        async for event in connection.events():
            events.append(event)  # noqa: PERF401  what came before the end is wanted

    with pytest.raises(LiveDeskError) as ended:
        asyncio.run(listen())
    return events, ended.value


@pytest.mark.filterwarnings("ignore::UserWarning")
@settings(max_examples=400, deadline=None)
@given(FRAMES)
def test_the_frame_after_any_others_is_heard(client, frames):
    events, error = received(client, [*frames, json.dumps(LAST).encode()])
    assert events[-1] == Transcription(Speaker.ASSISTANT, "still here")
    assert isinstance(error, ServerUnreachableError)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(("code", "message", "status", "error")), JSON))
def test_an_error_in_a_frame_is_one_of_ours(client, error):
    wire: dict[str, Any] = error
    received(client, [json.dumps(wire).encode()])


def test_a_code_that_is_no_number_ends_nothing_but_the_connection(client):
    _, error = received(client, [b'{"code": 1e999}'])
    assert error.user_message
