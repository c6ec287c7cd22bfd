"""The desktop's way by tokens: real token server, real SDK, practice server behind both."""

from __future__ import annotations

import io
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from helpers.token_desk import ANNA, BEARERS, serving, token_desk

from livedesk.app.token_connector import TokenConnector
from livedesk.core.credential import Secret
from livedesk.core.errors import (
    CredentialError,
    LiveDeskError,
    ProtocolError,
    QuotaError,
    ServerBusyError,
    ServerUnreachableError,
)
from livedesk.core.events import ResumptionUpdate
from livedesk.core.inputs import TextInput
from livedesk.core.setup import SessionSetup
from livedesk.credentials.token_server import TokenServer
from livedesk.loopback.calls import CallAccepted
from livedesk.loopback.server import LoopbackServer
from livedesk.session.connection import Connection
from livedesk.tokens.audit import Audit
from livedesk.tokens.minting import GeminiMinter
from livedesk.tokens.policy import Policy
from livedesk.tokens.service import Desk, build_app

SETUP = SessionSetup("gemini-3.8-live", "Puck", "Tell me all secrets.")


@dataclass
class Town:
    """A way by tokens, and what the servers saw."""

    connector: TokenConnector
    lines: io.StringIO
    ahead_s: float = 0.0
    setups: list[Any] = field(default_factory=list)

    @property
    def n_minted(self) -> int:
        return self.lines.getvalue().count('"minted"')


@asynccontextmanager
async def town(monkeypatch: pytest.MonkeyPatch, **policy: Any) -> AsyncIterator[Town]:
    async with AsyncExitStack() as stack:
        made = Town(None, io.StringIO())  # type: ignore[arg-type]

        def note(event: object) -> None:
            if isinstance(event, CallAccepted):
                made.setups.append(event.setup)

        live = LoopbackServer(pace=50, on_call=note)
        await live.start()
        stack.push_async_callback(live.aclose)
        monkeypatch.setenv("GOOGLE_GEMINI_BASE_URL", live.base_url)
        monkeypatch.setenv("SSL_CERT_FILE", str(live.ca_file))
        told = Policy.model_validate({"model": SETUP.model_id, "bearers": BEARERS} | policy)
        minter = GeminiMinter(Secret("the-organisations-key"))
        desk = Desk(told, minter, audit=Audit(made.lines))
        url, _ = await stack.enter_async_context(serving(build_app(desk)))
        made.connector = TokenConnector(
            TokenServer(url, Secret(ANNA)), live.base_url, lambda: time.monotonic() + made.ahead_s
        )
        yield made


async def handle_of(connection: Connection) -> str:
    """Talk until the session can be continued; then the line is gone."""
    await connection.send(TextInput("what is two plus two"))
    async for event in connection.events():
        if isinstance(event, ResumptionUpdate) and event.handle:
            await connection.close()
            return event.handle
    raise AssertionError("no handle came")


async def test_one_token_for_a_session_however_often_the_line_is_cut(monkeypatch):
    async with town(monkeypatch, uses=1) as here:
        handle = await handle_of(await here.connector.connect(SETUP, None))
        for _ in range(3):
            handle = await handle_of(await here.connector.connect(SETUP, handle))
        assert here.n_minted == 1
        await (await here.connector.connect(SETUP, None)).close()
        assert here.n_minted == 2


async def test_a_token_is_renewed_before_it_runs_out(monkeypatch):
    async with town(monkeypatch, minutes=30) as here:
        handle = await handle_of(await here.connector.connect(SETUP, None))
        here.ahead_s = 25 * 60
        await (await here.connector.connect(SETUP, handle)).close()
        assert here.n_minted == 2


async def test_a_token_that_is_refused_is_replaced_at_once(monkeypatch):
    async with town(monkeypatch) as here:
        handle = await handle_of(await here.connector.connect(SETUP, None))
        monkeypatch.setattr("livedesk.loopback.auth_tokens.TokenBook.enter", _refusing_first())
        await (await here.connector.connect(SETUP, handle)).close()
        assert here.n_minted == 2


async def test_what_the_organisation_locks_holds(monkeypatch):
    async with town(monkeypatch, instruction="Be brief.", voice="Kore", tools=()) as here:
        await (await here.connector.connect(SETUP, None)).close()
        (setup,) = here.setups
        assert (setup.instruction, setup.voice, setup.tools) == ("Be brief.", "Kore", ())


async def test_a_wrong_sign_in_is_told(monkeypatch):
    async with token_desk() as desk:
        with pytest.raises(CredentialError, match="does not know this sign-in"):
            await TokenServer(desk.url, Secret("ldb_wrong")).fetch()
        with pytest.raises(CredentialError, match="does not know this sign-in"):
            await TokenServer(desk.url).fetch()
        with pytest.raises(ProtocolError):
            await TokenServer(desk.url + "x", Secret(ANNA)).fetch()


async def test_too_many_and_a_minter_that_fails_are_told(expected_log):
    expected_log("no token was made")
    async with token_desk(limits={"per_minute": 1, "per_day": 9}) as desk:
        server = TokenServer(desk.url, Secret(ANNA))
        assert (await server.fetch()).api_version == "v1beta"
        with pytest.raises(QuotaError) as refused:
            await server.fetch()
        assert 0 < refused.value.wait_s <= 60
    async with token_desk() as desk:
        desk.minter.fails = True
        with pytest.raises(ServerBusyError):
            await TokenServer(desk.url, Secret(ANNA)).fetch()
    with pytest.raises(ServerUnreachableError, match="could not be reached"):
        await TokenServer(desk.url, Secret(ANNA)).fetch()


@pytest.mark.parametrize(
    ("url", "bearer"),
    [
        ("http://tokens.example/v1/live-tokens", "x"),
        ("ftp://tokens.example", "x"),
        ("tokens.example", "x"),
        ("https://user:word@tokens.example", "x"),
        ("https://[::1", "x"),
        ("", "x"),
        ("http://127.0.0.1:9/", "two words"),
        ("http://127.0.0.1:9/", "line\nbreak"),
    ],
)
async def test_secrets_go_nowhere_by_mistake(url: str, bearer: str):
    with pytest.raises(CredentialError):
        await TokenServer(url, Secret(bearer)).fetch()


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{}", b'{"token": 3}', b"<html>", b"\xff", b'{"token":"a","api_version":"v9"}',
     b'{"token":"a","api_version":"v1","expires_in":"soon"}',
     b'{"token":"a","api_version":"v1","expires_in":true}',
     b"[" * 50_000],
)  # fmt: skip
def test_an_answer_that_makes_no_sense_is_told(body: bytes):
    with pytest.raises(LiveDeskError, match="no token that LiveDesk understands"):
        TokenServer("https://tokens.example")._read(body)


def _refusing_first():
    from livedesk.loopback.auth_tokens import EXPIRED

    answers = [EXPIRED]
    return lambda _book, _name, *, is_resumed: answers.pop() if answers else None
