"""What the person does while a sign-in waits, and what comes of a sign-in that breaks."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from helpers.issuer import issuing
from helpers.memory_keyring import MemoryKeyring
from helpers.token_desk import token_desk

from livedesk.app.account_controller import AccountController
from livedesk.core.credential import CredentialSource
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.loopback.server import LoopbackServer


class Desk:
    """A controller that waits for a code to be entered."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.backend = MemoryKeyring()
        self.controller = AccountController(
            environment, EmbeddedServer(), is_in_keyring=False, keyring=KeyringStore(self.backend)
        )
        self.told: list[str] = []
        for name in ("code_given", "signed_in", "sign_in_refused", "key_accepted"):
            getattr(self.controller, name).connect(lambda _, name=name: self.told.append(name))
        self.controller.signed_out.connect(lambda: self.told.append("signed_out"))

    async def until(self, name: str) -> None:
        async with asyncio.timeout(10):
            while name not in self.told:
                await asyncio.sleep(0.005)

    async def settled(self) -> None:
        tasks = self.controller._tasks._tasks
        if tasks:
            await asyncio.wait(tasks, timeout=10)


@pytest.fixture
async def desk(monkeypatch) -> AsyncIterator[Desk]:
    server = LoopbackServer()
    await server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
    made = Desk({"GOOGLE_GEMINI_BASE_URL": server.base_url})
    async with issuing() as issuer, token_desk(bearers=(), jwt=issuer.jwt_policy()) as tokens:
        issuer.answers = ["authorization_pending"] * 100
        made.controller.sign_in(tokens.url, "")
        await made.until("code_given")
        yield made
        await made.controller.aclose()
    await server.aclose()


async def test_signing_out_ends_a_sign_in_that_waits(desk):
    desk.controller.sign_out()
    await desk.settled()
    assert desk.told == ["code_given", "signed_out"]
    assert not desk.backend.kept
    assert desk.controller.account.source is None


async def test_a_key_takes_the_place_of_a_sign_in_that_waits(desk):
    desk.controller.use_key("AQ.good")
    await desk.settled()
    assert desk.told == ["code_given", "key_accepted"]
    assert desk.controller.account.source is CredentialSource.KEYRING


@pytest.mark.parametrize("address", ["https://127.0.0.1:99999/x", "https://:pw@host/", "nothing"])
async def test_an_address_that_is_none_is_told_so(desk, address):
    desk.controller.sign_in(address, "secret")
    await desk.settled()
    assert desk.told == ["code_given", "sign_in_refused"]


async def test_a_failure_that_nobody_foresaw_is_told_too(desk, monkeypatch, expected_log):
    expected_log("task sign in failed")

    async def fail(_self):
        raise RuntimeError("odd")

    monkeypatch.setattr("livedesk.credentials.token_server.TokenServer.fetch", fail)
    desk.controller.sign_in("https://127.0.0.1:9/", "secret")
    await desk.settled()
    assert desk.told == ["code_given", "sign_in_refused"]
