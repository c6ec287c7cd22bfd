"""Ways to talk on the wire: our session and the real SDK against the practice server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from google.genai import errors, types
from helpers.practice import frames_of, sdk_client, silence, utterance

from livedesk.core.turn_taking import Patience, TalkMode, TurnTaking
from livedesk.loopback.server import LoopbackServer
from livedesk.session.gemini.encode import encode_turn_taking

MODEL = "gemini-3.8-live"
LIMIT_S = 20.0


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    server = LoopbackServer(pace=12.0)
    await server.start()
    yield server
    await server.aclose()


def connect(server: LoopbackServer, turn_taking: TurnTaking):
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"],
        input_audio_transcription={},
        output_audio_transcription={},
        realtime_input_config=encode_turn_taking(turn_taking),
    )
    return sdk_client(server).aio.live.connect(model=MODEL, config=config)


async def hear(session, samples) -> None:
    for blob in frames_of(samples):
        await session.send_realtime_input(audio=blob)


async def until_turn(session) -> list[types.LiveServerMessage]:
    async with asyncio.timeout(LIMIT_S):
        return [message async for message in session.receive()]


def words(messages) -> str:
    texts = (m.server_content.input_transcription for m in messages if m.server_content)
    return "".join(t.text or "" for t in texts if t is not None).strip()


async def test_a_marked_turn(server):
    async with connect(server, TurnTaking(TalkMode.HOLD)) as session:
        await hear(session, utterance("thank you very much"))  # marked by nobody
        await session.send_realtime_input(activity_start=types.ActivityStart())
        await hear(session, utterance("tell me a joke"))
        await session.send_realtime_input(activity_end=types.ActivityEnd())
        assert words(await until_turn(session)) == "tell me a joke"


async def test_marks_are_refused_where_the_server_listens(server):
    async with connect(server, TurnTaking()) as session:
        await session.send_realtime_input(activity_start=types.ActivityStart())
        with pytest.raises(errors.APIError) as refused:
            await until_turn(session)
    assert refused.value.code == 1007


@pytest.mark.parametrize("mode", [TalkMode.OPEN, TalkMode.QUICK])
async def test_the_end_of_the_stream_ends_the_turn_and_sound_begins_the_next(server, mode):
    async with connect(server, TurnTaking(mode, Patience.PATIENT)) as session:
        for phrase in ("tell me a joke", "thank you very much"):
            # Far less silence than the server waits for by itself.
            await hear(session, np.concatenate([utterance(phrase), silence(0.1)]))
            await session.send_realtime_input(audio_stream_end=True)
            assert words(await until_turn(session)) == phrase


@pytest.mark.parametrize("interruptible", [True, False])
async def test_whether_speech_cuts_the_answer(server, interruptible):
    async with connect(server, TurnTaking(interruptible=interruptible)) as session:
        await session.send_realtime_input(text="tell me a joke")
        async with asyncio.timeout(LIMIT_S):
            async for message in session.receive():
                if message.data:
                    break
        await hear(session, np.concatenate([utterance("thank you very much"), silence(1.0)]))
        rest = await until_turn(session)
    cut = any(m.server_content and m.server_content.interrupted for m in rest)
    assert cut is interruptible
