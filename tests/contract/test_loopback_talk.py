"""The real SDK talks to the real practice server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import numpy as np
import pytest
from google.genai import errors, types
from google.genai.live import AsyncSession
from helpers.practice import frames_of, sdk_client, silence, utterance

from livedesk.core.audio_format import samples_from_bytes
from livedesk.loopback.recordings import Recordings
from livedesk.loopback.server import LoopbackServer

MODEL = "gemini-3.8-live"
PACE = 12.0
LIMIT_S = 20.0
TIME_TOOL = types.Tool(
    function_declarations=[types.FunctionDeclaration(name="get_local_time", description="time")]
)
Message = types.LiveServerMessage


@pytest.fixture
async def server() -> AsyncIterator[LoopbackServer]:
    server = LoopbackServer(pace=PACE)
    await server.start()
    yield server
    await server.aclose()


def config(**changes: Any) -> types.LiveConnectConfig:
    settings: dict[str, Any] = {
        "response_modalities": ["AUDIO"],
        "input_audio_transcription": {},
        "output_audio_transcription": {},
        "session_resumption": types.SessionResumptionConfig(),
    }
    return types.LiveConnectConfig(**(settings | changes))


@asynccontextmanager
async def connected(server: LoopbackServer, **changes: Any) -> AsyncIterator[AsyncSession]:
    client = sdk_client(server)
    async with client.aio.live.connect(model=MODEL, config=config(**changes)) as session:
        assert session.setup_complete is not None
        yield session


async def say(session: AsyncSession, text: str) -> None:
    """Speak a sentence and keep the microphone open a while, faster than real time."""
    for blob in frames_of(np.concatenate([utterance(text), silence(1.2)])):
        await session.send_realtime_input(audio=blob)


async def collect(
    session: AsyncSession, until: Callable[[Message], Any] | None = None
) -> list[Message]:
    """Messages up to the end of a turn, or to the first that ``until`` likes."""
    messages = []
    async with asyncio.timeout(LIMIT_S):
        async for message in session.receive():
            messages.append(message)
            if until is not None and until(message):
                break
    return messages


def spoken(messages: list[Message]) -> str:
    parts = (m.server_content and m.server_content.output_transcription for m in messages)
    return "".join(part.text or "" for part in parts if part)


def understood(messages: list[Message]) -> str:
    parts = (m.server_content and m.server_content.input_transcription for m in messages)
    return "".join(part.text or "" for part in parts if part)


def sound(messages: list[Message]) -> np.ndarray:
    return samples_from_bytes(b"".join(m.data for m in messages if m.data))


def handle_of(messages: list[Message]) -> str:
    updates = [m.session_resumption_update for m in messages if m.session_resumption_update]
    return next(u.new_handle for u in reversed(updates) if u.resumable and u.new_handle)


async def ask(session: AsyncSession, text: str) -> list[Message]:
    await session.send_realtime_input(text=text)
    return await collect(session)


async def test_a_spoken_question_is_heard_and_answered_aloud(server):
    async with connected(server) as session:
        await say(session, "tell me a joke")
        messages = await collect(session)
    assert understood(messages) == "tell me a joke"
    assert spoken(messages).startswith("Why did the computer")
    heard = sound(messages)
    assert len(heard) > 2 * 24_000
    assert np.abs(heard).max() > 3_000
    last = messages[-1]
    assert last.server_content.turn_complete
    assert last.usage_metadata.response_token_count == round(len(heard) / 24_000 * 25)
    assert any(m.server_content and m.server_content.generation_complete for m in messages)


async def test_foreign_speech_is_met_with_advice(server):
    async with connected(server) as session:
        await say(session, "i would like to book a flight to denmark")
        messages = await collect(session)
    assert "only a practice server" in spoken(messages)


async def test_talking_over_the_story_interrupts_it(server):
    async with connected(server) as session:
        await session.send_realtime_input(text="tell me a long story")
        await collect(session, lambda m: m.data)
        await say(session, "thank you very much")
        cut = await collect(session)
        answered = await collect(session)
    assert any(m.server_content and m.server_content.interrupted for m in cut)
    assert not any(m.server_content and m.server_content.generation_complete for m in cut)
    assert "That is the end" not in spoken(cut)
    assert spoken(answered) == "You are welcome!"


async def test_a_tool_call_goes_round(server):
    async with connected(server, tools=[TIME_TOOL]) as session:
        await session.send_realtime_input(text="what time is it?")
        messages = await collect(session, lambda m: m.tool_call)
        [call] = messages[-1].tool_call.function_calls
        assert call.name == "get_local_time"
        await session.send_tool_response(
            function_responses=types.FunctionResponse(
                id=call.id,
                name=call.name,
                response={"output": {"iso": "2026-11-23T15:05:00+01:00"}},
            )
        )
        assert spoken(await collect(session)) == "It is 3:05 PM."


async def test_a_session_is_continued_by_its_handle(server):
    async with connected(server) as session:
        handle = handle_of(await ask(session, "what is 7 x 8") + await ask(session, "thanks"))
    resumption = types.SessionResumptionConfig(handle=handle)
    async with connected(server, session_resumption=resumption) as session:
        assert spoken(await ask(session, "what did I just say?")) == "You said: thanks."


async def test_an_unknown_handle_is_refused(server):
    resumption = types.SessionResumptionConfig(handle="never-issued")
    with pytest.raises(errors.APIError) as refused:
        async with connected(server, session_resumption=resumption):
            pass
    assert refused.value.code == 1007


async def test_a_session_in_use_is_not_continued_by_another(server):
    async with connected(server) as session:
        handle = handle_of(await ask(session, "thanks"))
        resumption = types.SessionResumptionConfig(handle=handle)
        with pytest.raises(errors.APIError) as refused:
            async with connected(server, session_resumption=resumption):
                pass
    assert refused.value.code == 1011


async def test_history_is_seeded(server):
    seed = [
        types.Content(role="user", parts=[types.Part(text="my cat is grey")]),
        types.Content(role="model", parts=[types.Part(text="How nice.")]),
    ]
    history = types.HistoryConfig(initial_history_in_client_content=True)
    async with connected(server, history_config=history) as session:
        await session.send_client_content(turns=seed, turn_complete=True)
        assert spoken(await ask(session, "what did I say?")) == "You said: my cat is grey."


def pitch_hz(samples: np.ndarray) -> float:
    """The strongest pitch between 60 and 400 Hz, by autocorrelation of the loudest half second."""
    n = 12_000
    blocks = [samples[i : i + n].astype(float) for i in range(0, len(samples) - n, n)]
    loudest = max(blocks, key=lambda block: float(np.var(block)))
    spectrum = np.abs(np.fft.rfft(loudest - loudest.mean(), 2 * n)) ** 2
    lags = np.fft.irfft(spectrum)[: n // 2]
    low, high = 24_000 // 400, 24_000 // 60
    return 24_000 / (low + int(np.argmax(lags[low:high])))


async def test_another_voice_sounds_different(server):
    pitches = {}
    for voice in ("Algenib", "Leda"):
        prebuilt = types.PrebuiltVoiceConfig(voice_name=voice)
        speech = types.SpeechConfig(voice_config=types.VoiceConfig(prebuilt_voice_config=prebuilt))
        async with connected(server, speech_config=speech) as session:
            messages = await ask(session, "what voice is this")
        assert voice in spoken(messages)
        pitches[voice] = pitch_hz(sound(messages))
    assert pitches["Leda"] > 1.3 * pitches["Algenib"]


async def test_two_clients_do_not_disturb_each_other(server):
    async with connected(server) as first, connected(server) as second:
        await asyncio.gather(say(first, "tell me a joke"), say(second, "thank you very much"))
        heard = await asyncio.gather(collect(first), collect(second))
    assert [understood(messages) for messages in heard] == [
        "tell me a joke",
        "thank you very much",
    ]


async def test_push_to_talk(server):
    realtime = types.RealtimeInputConfig(
        automatic_activity_detection=types.AutomaticActivityDetection(disabled=True)
    )
    async with connected(server, realtime_input_config=realtime) as session:
        await session.send_realtime_input(activity_start=types.ActivityStart())
        for blob in frames_of(utterance("tell me a joke")):
            await session.send_realtime_input(audio=blob)
        await session.send_realtime_input(activity_end=types.ActivityEnd())
        assert understood(await collect(session)) == "tell me a joke"


@pytest.mark.parametrize(
    ("key", "model", "changes", "code", "reason"),
    [
        ("bad", MODEL, {}, 1007, "API key not valid"),
        ("expired", MODEL, {}, 1007, "API key expired"),
        ("any", "gemini-9", {}, 1008, "is not found for API version v1beta"),
        ("any", MODEL, {"response_modalities": ["TEXT"]}, 1007, "invalid argument"),
        (
            "any",
            MODEL,
            {"thinking_config": types.ThinkingConfig(thinking_level="LOW")},
            1007,
            "thinking_level",
        ),
    ],
)
async def test_what_the_real_server_refuses(server, key, model, changes, code, reason):
    client = sdk_client(server, key)
    with pytest.raises(errors.APIError) as refused:
        async with client.aio.live.connect(model=model, config=config(**changes)):
            pass
    assert refused.value.code == code
    assert reason in refused.value.details


@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_a_model_can_be_looked_up_over_rest(server):
    client = sdk_client(server)
    model = await client.aio.models.get(model=MODEL)
    assert model.name == f"models/{MODEL}"
    with pytest.raises(errors.ClientError) as refused:
        await sdk_client(server, "bad").aio.models.get(model=MODEL)
    assert refused.value.code == 400


async def test_recordings_answer_where_no_synthesiser_is_installed():
    server = LoopbackServer(pace=PACE, speech=Recordings())
    await server.start()
    async with connected(server) as session:
        messages = await ask(session, "what is 7 x 8")
    await server.aclose()
    assert spoken(messages) == "7 times 8 is 56."
    assert np.abs(sound(messages)).max() > 3_000
