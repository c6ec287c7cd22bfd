"""Signing in by a code: real issuer over HTTP, real token server that believes its tokens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from helpers.issuer import USER_CODE, Issuer, issuing
from helpers.memory_keyring import LockedKeyring, MemoryKeyring
from helpers.token_desk import TokenDesk, token_desk

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError, LiveDeskError, ProtocolError
from livedesk.credentials.device_sign_in import DeviceSignIn, find_place
from livedesk.credentials.device_sign_in import may_be_named as _may_be_named
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.credentials.sign_in import SignIn
from livedesk.credentials.token_server import TokenServer


class Person:
    """Signs in, with a clock that waits for nobody."""

    def __init__(self, desk: TokenDesk) -> None:
        self.url = desk.url
        self.drawer = MemoryKeyring()
        self.sign_in = self.started_again()
        self.waited_s: list[float] = []

    def started_again(self) -> SignIn:
        return SignIn({}, self.url, KeyringStore(self.drawer))

    async def enter(self) -> TokenServer:
        place = await find_place(self.url)
        assert place is not None
        issuer = DeviceSignIn(place, pause=self._pause)
        code = await issuer.begin()
        assert code.user_code == USER_CODE
        server = self.sign_in.by_grant(self.url, issuer, await issuer.wait(code))
        assert self.sign_in.keep(server) is None
        return server

    async def _pause(self, seconds: float) -> None:
        self.waited_s.append(seconds)


@asynccontextmanager
async def town(**changes: object) -> AsyncIterator[tuple[Issuer, TokenDesk, Person]]:
    async with issuing() as issuer, token_desk(bearers=(), jwt=issuer.jwt_policy()) as desk:
        issuer.changes = changes
        yield issuer, desk, Person(desk)


async def test_a_code_that_is_entered_opens_the_token_server():
    async with town() as (issuer, desk, person):
        issuer.answers = ["authorization_pending", "slow_down", "authorization_pending"]
        server = await person.enter()
        assert (await server.fetch()).secret.reveal() == "auth_tokens/1"
        assert desk.audit()[-1]["user"] == "jwt:berta"
        assert person.waited_s == [1, 1, 6, 6]


async def test_it_lasts_through_a_restart_and_through_refresh_tokens_that_change():
    async with town() as (issuer, _, person):
        issuer.lasts_s = 1  # every use needs a new one
        await person.enter()
        for n in range(3):
            assert f"refresh-{n}" in str(person.drawer.kept)
            server = person.started_again().find()
            issuer.lasts_s = 300
            assert server is not None
            assert (await server.fetch()).secret.reveal() == f"auth_tokens/{n + 1}"
        assert [asked["grant_type"] for asked in issuer.asked[1:]] == ["refresh_token"] * 3


async def test_one_access_token_serves_while_it_lasts():
    async with town() as (issuer, desk, person):
        server = await person.enter()
        for _ in range(3):
            await server.fetch()
        assert len(issuer.asked) == 1
        assert desk.minter.n_made == 3


async def test_an_ended_sign_in_asks_for_a_new_one():
    async with town() as (issuer, _, person):
        await person.enter()
        issuer.is_ended = True
        server = person.started_again().find()
        assert server is not None
        with pytest.raises(CredentialError, match="has ended"):
            await server.fetch()


async def test_without_a_refresh_token_it_holds_for_this_run_only():
    async with town() as (issuer, _, person):
        issuer.gives_refresh = False
        await person.enter()
        assert not person.drawer.kept
        server = person.sign_in.find()
        assert server is not None
        await server.fetch()
        other = person.started_again().find()
        assert other is not None
        with pytest.raises(CredentialError, match="does not know"):
            await other.fetch()


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        (["access_denied"], "was declined"),
        (["expired_token"], "not entered in time"),
        (["authorization_pending"] * 60, "not entered in time"),
        (["invalid_client"], "does not work"),
    ],
)
async def test_what_comes_of_a_code_is_a_sentence(answers: list[str], words: str):
    async with town() as (issuer, desk, person):
        issuer.answers = list(answers)
        with pytest.raises(LiveDeskError, match=words):
            await person.enter()
        assert desk.minter.n_made == 0


@pytest.mark.parametrize(
    "changes",
    [
        {"issuer": "https://another.example"},
        {"device_authorization_endpoint": "http://192.0.2.1/device"},
        {"device_authorization_endpoint": "file:///etc/passwd"},
        {"token_endpoint": "http://192.0.2.1/token"},
        {"verification_uri": "javascript:alert(1)"},
        {"user_code": "\x1b[31mred"},
        {"user_code": None},
    ],
)
async def test_odd_issuers_get_nothing(changes: dict[str, object]):
    async with town(**changes) as (_, _, person):
        with pytest.raises(ProtocolError, match="does not work"):
            await person.enter()


ELSEWHERE = "https://second.example/v1/live-tokens"


def test_a_bearer_of_one_server_is_never_sent_to_another():
    drawer = MemoryKeyring()
    first = SignIn({}, "", KeyringStore(drawer))
    first.keep(TokenServer("https://first.example/v1/live-tokens", Secret("bearer of the first")))
    locked = SignIn({}, "", KeyringStore(LockedKeyring()))
    assert locked.keep(TokenServer(ELSEWHERE)) is not None
    for sign_in in (first, locked, SignIn({}, ELSEWHERE, KeyringStore(drawer))):
        sign_in.keep(TokenServer(ELSEWHERE))
        found = sign_in.find()
        assert found is not None
        assert (found.url, found.bearer) == (ELSEWHERE, None)


def test_what_another_window_signed_in_by_is_not_sent_to_ones_own_server():
    drawer = MemoryKeyring()
    mine = SignIn({}, "https://first.example/", KeyringStore(drawer))
    SignIn({}, "", KeyringStore(drawer)).keep(TokenServer(ELSEWHERE, Secret("of the second")))
    found = mine.find()
    assert found is not None
    assert found.bearer is None


def test_signing_out_leaves_nothing():
    drawer = MemoryKeyring()
    sign_in = SignIn({}, "", KeyringStore(drawer))
    sign_in.keep(TokenServer(ELSEWHERE, Secret("kept")))
    sign_in.keep(TokenServer(ELSEWHERE))
    sign_in.forget()
    assert not drawer.kept
    assert sign_in.find() is None


async def test_two_windows_renew_one_sign_in_without_ending_it():
    async with town() as (issuer, _, person):
        issuer.lasts_s = 1
        await person.enter()
        first, second = person.started_again().find(), person.started_again().find()
        assert first is not None
        assert second is not None
        for server in (first, second, first, second):
            await server.fetch()
        assert not issuer.is_ended


@pytest.mark.parametrize(
    "issuer_url",
    ["http://127.0.0.1:631/admin", "http://localhost:9/", "https://login.example/?x=1", "ftp://x"],
)
def test_a_server_elsewhere_names_none_on_this_machine(issuer_url: str):
    assert not _may_be_named(issuer_url, "https://evil.example/v1/live-tokens")


async def test_where_one_signs_in_by_a_bearer_there_is_no_page():
    async with token_desk() as desk:
        assert await find_place(desk.url) is None


async def test_no_secret_is_told_by_what_holds_it():
    async with town() as (_, _, person):
        server = await person.enter()
        told = repr(replace(server)) + repr(vars(person.sign_in))
        assert "refresh-0" not in told
