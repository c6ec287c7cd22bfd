"""Whom an issuer's keys let in, while it answers and while it does not."""

import json
from dataclasses import dataclass
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from livedesk.tokens.issuer_keys import IssuerDownError, IssuerKeys, NobodyError
from livedesk.tokens.limits import network_of


@dataclass
class Issuer:
    """Gives its last answer."""

    answers: list[Any]
    now_s: float = 100.0
    n_asked: int = 0

    def fetch(self) -> Any:
        self.n_asked += 1
        if isinstance(self.answers[-1], Exception):
            raise self.answers[-1]
        return self.answers[-1]


class TestIssuerKeys:
    """The keys of an issuer that is away, or withdraws one."""

    @pytest.fixture
    def issuer(self, monkeypatch):
        made = Issuer([{"keys": [_public("one")]}])
        monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _: made.fetch())
        return made

    @pytest.fixture
    def keys(self, issuer):
        return IssuerKeys("https://login.example/keys", lambda: issuer.now_s)

    async def test_unknown_names_do_not_make_the_issuer_be_asked_again(self, issuer, keys):
        await keys.key("one")
        for n in range(50):
            with pytest.raises(NobodyError):
                await keys.key(f"other {n}")
        assert issuer.n_asked == 1

    async def test_a_new_key_is_found_and_a_withdrawn_one_forgotten(self, issuer, keys):
        await keys.key("one")
        issuer.answers.append({"keys": [_public("two")]})
        issuer.now_s += 11
        await keys.key("two")
        with pytest.raises(NobodyError):
            await keys.key("one")

    @pytest.mark.parametrize("answer", [OSError(), {}, {"keys": "none"}, []])
    async def test_an_issuer_that_is_away_is_not_the_fault_of_who_asks(
        self, issuer, keys, answer, expected_log
    ):
        await keys.key("one")
        issuer.answers.append(answer)
        issuer.now_s += 200
        await keys.key("one")  # what is known holds for a while, and nobody is asked
        issuer.now_s += 200
        expected_log("the issuer's keys cannot be fetched")
        with pytest.raises(IssuerDownError):
            await keys.key("one")
        issuer.answers.pop()
        issuer.now_s += 11
        await keys.key("one")


def _public(name):
    made = ec.generate_private_key(ec.SECP256R1())
    public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(made.public_key()))
    return public | {"kid": name, "use": "sig", "alg": "ES256"}


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("unknown", "unknown"),
    ],
)
def test_strangers_are_told_apart_by_network(address, network):
    assert network_of(address) == network
