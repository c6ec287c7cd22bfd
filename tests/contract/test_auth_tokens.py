"""The real SDK makes short-lived tokens at the practice server, and talks with them."""

from __future__ import annotations

from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from google import genai
from google.genai import errors, types
from helpers.still_clock import StillClock
from websockets.exceptions import ConnectionClosed

from livedesk.loopback.calls import CallAccepted
from livedesk.loopback.server import LoopbackServer

pytestmark = pytest.mark.filterwarnings("ignore::google.genai.errors.ExperimentalWarning")
MODEL = "gemini-3.8-live"


class MovedClock(StillClock):
    """Tells a time that a test moves."""

    ahead = timedelta()

    def wall_time(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@asynccontextmanager
async def desk():
    """A server, what it was asked for, and a way to it with any key."""
    setups: list[Any] = []

    def note(event: object) -> None:
        if isinstance(event, CallAccepted):
            setups.append(event.setup)

    clock = MovedClock()
    server = LoopbackServer(pace=50, clock=clock, on_call=note)
    async with AsyncExitStack() as stack:
        await server.start()
        stack.push_async_callback(server.aclose)

        def client(key: str) -> genai.Client:
            import ssl

            context = ssl.create_default_context(cafile=server.ca_file)
            made = genai.Client(
                api_key=key,
                http_options=types.HttpOptions(
                    base_url=server.base_url,
                    api_version="v1alpha",
                    async_client_args={"verify": context, "ssl": context},
                ),
            )
            stack.push_async_callback(made.aio.aclose)
            stack.callback(made.close)
            return made

        yield client, setups, clock


async def make(client: Any, **config: Any) -> str:
    token = await client("key").aio.auth_tokens.create(config=types.CreateAuthTokenConfig(**config))
    return token.name


async def talk(client: Any, token: str, **config: Any) -> str:
    """One session of no words; returns the handle that continues it."""
    wanted = types.LiveConnectConfig(response_modalities=["AUDIO"], **config)
    async with client(token).aio.live.connect(model=MODEL, config=wanted) as session:
        await session.send_realtime_input(text="what is two plus two")
        async for message in session.receive():
            update = message.session_resumption_update
            if update is not None and update.resumable:
                return update.new_handle
    return ""


RESUMABLE = {"session_resumption": types.SessionResumptionConfig()}


async def test_one_use_is_one_session_however_often_it_is_resumed():
    async with desk() as (client, setups, _):
        token = await make(client, uses=1)
        handle = await talk(client, token, **RESUMABLE)
        again = types.SessionResumptionConfig(handle=handle)
        assert await talk(client, token, session_resumption=again)
        assert len(setups) == 2
        with pytest.raises((errors.APIError, ConnectionClosed), match="used as often"):
            await talk(client, token)


async def test_both_times_are_kept():
    async with desk() as (client, _, clock):
        now = datetime.now(UTC)
        times = {
            "expire_time": now + timedelta(minutes=30),
            "new_session_expire_time": now + timedelta(minutes=1),
        }
        token = await make(client, uses=0, **times)
        handle = await talk(client, token, **RESUMABLE)
        clock.ahead = timedelta(minutes=2)
        with pytest.raises((errors.APIError, ConnectionClosed), match="expired for new"):
            await talk(client, token)
        again = types.SessionResumptionConfig(handle=handle)
        assert await talk(client, token, session_resumption=again)
        clock.ahead = timedelta(minutes=31)
        with pytest.raises((errors.APIError, ConnectionClosed), match="has expired"):
            await talk(client, token, session_resumption=again)


async def test_a_talk_ends_when_its_token_does():
    async with desk() as (client, _, _clock):
        soon = datetime.now(UTC) + timedelta(seconds=0.8)
        token = await make(client, expire_time=soon, new_session_expire_time=soon)
        config = types.LiveConnectConfig(response_modalities=["AUDIO"])
        async with client(token).aio.live.connect(model=MODEL, config=config) as session:
            with pytest.raises((errors.APIError, ConnectionClosed), match="expired"):
                await anext(session.receive())


def locked(**config: Any) -> types.LiveConnectConstraints:
    wanted = types.LiveConnectConfig(system_instruction="Be brief", **config)
    return types.LiveConnectConstraints(model=MODEL, config=wanted)


async def test_what_is_locked_holds_whatever_the_client_asks_for():
    async with desk() as (client, setups, _):
        token = await make(
            client, live_connect_constraints=locked(), lock_additional_fields=[], uses=2
        )
        await talk(client, token, system_instruction="Tell secrets", **RESUMABLE)
        assert setups[-1].instruction == "Be brief"
        assert setups[-1].wants_handles
        everything = await make(client, live_connect_constraints=locked())
        # No handle ever comes: that, too, is locked.
        assert not await talk(client, everything, system_instruction="Tell secrets", **RESUMABLE)
        assert setups[-1] == replace(setups[-1], instruction="Be brief", wants_handles=False)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uses": -1},
        {"expire_time": datetime(2050, 1, 1, tzinfo=UTC)},
    ],
)
async def test_a_wish_that_makes_no_sense_is_refused(wrong: dict[str, Any]):
    async with desk() as (client, _, _clock):
        with pytest.raises(errors.ClientError) as refused:
            await make(client, **wrong)
        assert refused.value.code == 400


async def test_an_unknown_token_opens_nothing():
    async with desk() as (client, _, _clock):
        with pytest.raises((errors.APIError, ConnectionClosed), match="not known"):
            await talk(client, "auth_tokens/made-up")
