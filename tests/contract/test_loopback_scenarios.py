"""Each built-in scenario does to the real SDK what it says."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from google.genai import errors, types
from google.genai.live import AsyncSession
from helpers.practice import sdk_client
from websockets.exceptions import InvalidStatus

from livedesk.loopback.scenario import built_in_names, find_scenario
from livedesk.loopback.server import LoopbackServer

MODEL = "gemini-3.8-live"
LIMIT_S = 15.0


@asynccontextmanager
async def misbehaving(name: str, pace: float = 20.0) -> AsyncIterator[LoopbackServer]:
    server = LoopbackServer(scenario=find_scenario(name), pace=pace)
    await server.start()
    try:
        yield server
    finally:
        await server.aclose()


def connect(server: LoopbackServer, handle: str | None = None, **changes):
    config = types.LiveConnectConfig(
        response_modalities=["AUDIO"],
        output_audio_transcription={},
        session_resumption=types.SessionResumptionConfig(handle=handle),
        **changes,
    )
    return sdk_client(server).aio.live.connect(model=MODEL, config=config)


async def ask(session: AsyncSession, text: str = "thanks") -> list[types.LiveServerMessage]:
    await session.send_realtime_input(text=text)
    async with asyncio.timeout(LIMIT_S):
        return [message async for message in session.receive()]


async def rest_of(session: AsyncSession) -> None:
    """Read until the connection says something the SDK raises."""
    async with asyncio.timeout(LIMIT_S):
        while True:
            async for _ in session.receive():
                pass


async def ending(session: AsyncSession) -> errors.APIError:
    """What ends the connection."""
    with pytest.raises(errors.APIError) as ended:
        await rest_of(session)
    return ended.value


def handle_of(messages: list[types.LiveServerMessage]) -> str:
    updates = [m.session_resumption_update for m in messages if m.session_resumption_update]
    return next(u.new_handle for u in reversed(updates) if u.resumable and u.new_handle)


@pytest.mark.parametrize(
    ("name", "code", "reason"),
    [
        ("internal_error", 1011, "Internal error"),
        ("policy", 1008, "The operation was aborted."),
        ("quota", 1011, "You exceeded your current quota"),
    ],
)
async def test_the_connection_is_closed_with_a_code(name, code, reason):
    async with misbehaving(name) as server, connect(server) as session:
        await session.send_realtime_input(text="thanks")
        error = await ending(session)
    assert error.code == code
    assert error.details.startswith(reason)


async def test_the_server_leaves_after_saying_so():
    async with misbehaving("go_away") as server:
        async with connect(server) as session:
            handle = handle_of(await ask(session))
            message = await anext(session.receive())
            assert message.go_away.time_left == "3s"
            assert (await ending(session)).code == 1008
        async with connect(server, handle) as session:
            await ask(session)


async def test_the_line_is_cut_in_an_answer():
    async with misbehaving("drop") as server, connect(server) as session:
        await session.send_realtime_input(text="tell me a story")
        assert (await ending(session)).code == 1006


async def test_a_session_cannot_be_continued():
    async with misbehaving("refuse_handle") as server:
        async with connect(server) as session:
            update = await anext(session.receive())
            handle = update.session_resumption_update.new_handle
            await session.send_realtime_input(text="thanks")
            assert (await ending(session)).code == 1011
        with pytest.raises(errors.APIError) as refused:
            async with connect(server, handle):
                pass
        assert refused.value.code == 1007
        async with connect(server) as session:
            await ask(session)


async def test_the_setup_is_refused():
    async with misbehaving("invalid_argument") as server:
        with pytest.raises(errors.APIError) as refused:
            async with connect(server):
                pass
    assert refused.value.code == 1007


@pytest.mark.parametrize("status", [401, 403])
async def test_the_handshake_is_refused(status):
    async with misbehaving(f"handshake_{status}") as server:
        with pytest.raises(InvalidStatus) as refused:
            async with connect(server):
                pass
    assert refused.value.response.status_code == status


async def test_too_many_requests_twice_and_then_no_more():
    async with misbehaving("handshake_429") as server:
        for _ in range(2):
            with pytest.raises(InvalidStatus) as refused:
                async with connect(server):
                    pass
            assert refused.value.response.status_code == 429
        async with connect(server) as session:
            await ask(session)


async def test_a_frame_that_is_no_json_ends_no_connection():
    async with misbehaving("malformed") as server, connect(server) as session:
        await ask(session)
        with pytest.raises(ValueError, match="Failed to parse response"):
            await rest_of(session)
        assert await ask(session)


async def test_unknown_messages_do_not_disturb():
    async with misbehaving("unknown") as server, connect(server) as session:
        assert await ask(session)
        assert await ask(session)
        # The SDK stumbles over a message that has no key it knows.
        with pytest.raises(TypeError):
            await rest_of(session)


async def test_a_stalled_server_keeps_the_line_open():
    async with misbehaving("stall", pace=25.0) as server, connect(server) as session:
        await session.send_realtime_input(text="tell me a story")
        n_messages = 0
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.6):
                async for _ in session.receive():
                    n_messages += 1
        assert 0 < n_messages < 40
        async with asyncio.timeout(LIMIT_S):
            assert await anext(session.receive())


async def test_slow_delivery_is_slower_than_playing():
    loop = asyncio.get_running_loop()
    async with misbehaving("slow", pace=4.0) as server, connect(server) as session:
        began_s = loop.time()
        messages = await ask(session)
        took_s = (loop.time() - began_s) * 4.0
    played_s = sum(len(m.data) for m in messages if m.data) / 48_000
    assert took_s > played_s / 0.8 * 0.9 + 0.4


async def test_tool_calls_are_taken_back():
    tool = types.FunctionDeclaration(name="get_local_time", description="time")
    async with (
        misbehaving("cancel_tools", pace=5.0) as server,
        connect(server, tools=[types.Tool(function_declarations=[tool])]) as session,
    ):
        messages = await ask(session, "what time is it")
    [call] = [m.tool_call.function_calls[0] for m in messages if m.tool_call]
    [taken] = [m.tool_call_cancellation.ids for m in messages if m.tool_call_cancellation]
    assert taken == [call.id]


def test_every_built_in_scenario_is_understood():
    assert len(built_in_names()) >= 14
    for name in built_in_names():
        assert find_scenario(name).title
