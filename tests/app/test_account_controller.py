"""A key is checked, kept where it is safe, used by the next talk, and removed."""

from collections.abc import AsyncIterator

import pytest
from helpers.memory_keyring import LockedKeyring, MemoryKeyring
from keyring.backends import fail

from livedesk.app.account_controller import AccountController
from livedesk.core.credential import CredentialSource, Secret
from livedesk.core.errors import CredentialError, KeyringUnsuitedError
from livedesk.core.setup import SessionSetup
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.loopback.server import LoopbackServer

SETUP = SessionSetup("gemini-3.8-live", "Kore", "")


class Desk:
    """A controller, and what it told."""

    def __init__(self, backend, environment, *, is_in_keyring=False) -> None:
        self.controller = AccountController(
            environment,
            EmbeddedServer(),
            is_in_keyring=is_in_keyring,
            keyring=KeyringStore(backend),
        )
        self.told: list[tuple[str, object]] = []
        for name in ("account_changed", "key_accepted", "key_refused"):
            getattr(self.controller, name).connect(
                lambda value, name=name: self.told.append((name, value))
            )
        self.controller.key_removed.connect(lambda: self.told.append(("key_removed", None)))

    @property
    def account(self):
        return self.controller.account

    async def settled(self) -> None:
        while self.controller._tasks:
            await next(iter(self.controller._tasks._tasks))

    async def paste(self, key: str) -> None:
        self.controller.use_key(key)
        await self.settled()


@pytest.fixture
async def environment(monkeypatch) -> AsyncIterator[dict[str, str]]:
    """A server that stands for Google's."""
    server = LoopbackServer()
    await server.start()
    monkeypatch.setenv("SSL_CERT_FILE", str(server.ca_file))
    yield {"GOOGLE_GEMINI_BASE_URL": server.base_url}
    await server.aclose()


async def test_a_good_key_is_kept_and_opens_the_next_talk(environment):
    backend = MemoryKeyring()
    desk = Desk(backend, environment)
    await desk.paste("  AQ.good\n")
    assert list(backend.kept.values()) == ["AQ.good"]
    assert desk.account.source is CredentialSource.KEYRING
    assert desk.told == [("account_changed", desk.account), ("key_accepted", None)]
    connection = await desk.controller.connector.connect(SETUP, None)
    await connection.close()


async def test_a_bad_key_is_not_kept(environment):
    backend = MemoryKeyring()
    desk = Desk(backend, environment)
    await desk.paste("expired-key")
    assert not backend.kept
    [(name, error)] = desk.told
    assert name == "key_refused"
    assert isinstance(error, CredentialError)
    assert "expired" in str(error)


@pytest.mark.parametrize("backend", [fail.Keyring(), LockedKeyring()])
async def test_without_a_safe_keyring_the_key_is_held_for_this_run(environment, backend):
    desk = Desk(backend, environment)
    await desk.paste("AQ.good")
    assert desk.account.source is CredentialSource.THIS_RUN
    assert isinstance(desk.told[-1][1], KeyringUnsuitedError)
    desk.controller.remove_key()
    await desk.settled()
    assert desk.told[-1] == ("key_removed", None)
    assert desk.account.source is None


async def test_a_kept_key_is_found_when_the_first_talk_needs_it(environment):
    backend = MemoryKeyring()
    KeyringStore(backend).save(Secret("AQ.good"))
    desk = Desk(backend, environment, is_in_keyring=True)
    assert not desk.account.is_practice
    connection = await desk.controller.connector.connect(SETUP, None)
    await connection.close()
    assert desk.account.source is CredentialSource.KEYRING


async def test_a_keyring_that_stays_locked_is_told_and_asked_again(environment):
    desk = Desk(LockedKeyring(), environment, is_in_keyring=True)
    for _ in range(2):
        with pytest.raises(KeyringUnsuitedError, match="could not be used"):
            await desk.controller.connector.connect(SETUP, None)


async def test_the_keyring_is_left_alone_while_nothing_is_in_it(environment):
    desk = Desk(LockedKeyring(), environment)
    connection = await desk.controller.connector.connect(SETUP, None)
    await connection.close()


async def test_the_environment_comes_first(environment):
    backend = MemoryKeyring()
    KeyringStore(backend).save(Secret("bad"))
    named = environment | {"GEMINI_API_KEY": "AQ.named"}
    desk = Desk(backend, named, is_in_keyring=True)
    assert desk.account.origin == "GEMINI_API_KEY"
    connection = await desk.controller.connector.connect(SETUP, None)
    await connection.close()


async def test_a_removed_key_is_gone(environment):
    backend = MemoryKeyring()
    desk = Desk(backend, environment)
    await desk.paste("AQ.good")
    desk.controller.remove_key()
    await desk.settled()
    assert not backend.kept
    assert desk.told[-1] == ("key_removed", None)
