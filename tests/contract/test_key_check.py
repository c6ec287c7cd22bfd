"""A key is checked over REST: the real SDK against the practice server."""

import socket
from collections.abc import AsyncIterator

import pytest

from livedesk.core.credential import Secret
from livedesk.core.errors import CredentialError, ServerUnreachableError
from livedesk.loopback.server import LoopbackServer
from livedesk.session.gemini.connector import Endpoint
from livedesk.session.gemini.key_check import KeyCheck

MODEL = "gemini-3.8-live"


@pytest.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    server = LoopbackServer()
    await server.start()
    yield Endpoint(base_url=server.base_url, ca_file=str(server.ca_file))
    await server.aclose()


@pytest.mark.parametrize("key", ["AIzaOld", "AQ.new-kind_of.key", "x"])
async def test_a_good_key_passes_whatever_it_looks_like(endpoint, key):
    await KeyCheck(endpoint, MODEL).check(Secret(key))


async def test_a_model_that_is_not_there_says_nothing_about_the_key(endpoint):
    await KeyCheck(endpoint, "gemini-0.1-live").check(Secret("good"))


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("wrong-key", "The server does not know this API key."),
        ("expired-key", "This API key has expired."),
        ("blocked-key", "This API key is blocked, or may not be used for the Gemini API."),
    ],
)
async def test_each_refusal_is_told_by_its_own_sentence(endpoint, key, sentence):
    with pytest.raises(CredentialError) as refused:
        await KeyCheck(endpoint, MODEL).check(Secret(key))
    assert refused.value.user_message == sentence
    assert refused.value.hint
    assert key not in f"{refused.value} {refused.value.detail}"


@pytest.mark.parametrize("key", ["", "two words", "schlüssel", "line\nbreak"])
async def test_what_cannot_be_a_key_is_not_sent_anywhere(key):
    with pytest.raises(CredentialError, match="characters that no key has"):
        await KeyCheck(Endpoint(base_url="https://127.0.0.1:1"), MODEL).check(Secret(key))


async def test_a_server_that_is_away_is_no_fault_of_the_key(endpoint):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        away = Endpoint(f"https://127.0.0.1:{taken.getsockname()[1]}", endpoint.ca_file)
        with pytest.raises(ServerUnreachableError, match="could not be checked"):
            await KeyCheck(away, MODEL).check(Secret("good"))


async def test_a_server_that_nobody_vouches_for_gets_no_key(endpoint):
    with pytest.raises(ServerUnreachableError):
        await KeyCheck(Endpoint(base_url=endpoint.base_url), MODEL).check(Secret("good"))
