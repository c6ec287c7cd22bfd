"""Who must not get a token, and what everybody is told; over a real socket, with real clients."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from helpers.token_desk import ANNA, token_desk

from livedesk.core.errors import InputFileError
from livedesk.tokens.policy import read_policy
from livedesk.tokens.serving import Place, check

ISSUER, AUDIENCE = "https://login.example", "livedesk"
MANY = {"limits": {"per_minute": 100_000, "per_day": 100_000}}


async def test_a_known_person_gets_a_token_and_a_line_in_the_audit():
    async with token_desk() as desk:
        reply = await desk.ask(json={})
        assert reply.status_code == 201
        assert reply.headers["cache-control"] == "no-store"
        told = reply.json()
        assert told["token"] == "auth_tokens/1"
        assert told["api_version"] == "v1beta"
        assert 1_700 < told["expires_in"] <= 1_800
        assert datetime.fromisoformat(told["expires_at"]) > datetime.now(UTC)
        (line,) = desk.audit()
        assert (line["outcome"], line["user"]) == ("minted", "anna")
        assert "auth_tokens" not in desk.lines.getvalue()
        metrics = (await desk.client.get(desk.url.replace("/v1/live-tokens", "/metrics"))).text
        assert 'livedesk_token_requests_total{outcome="minted"} 1.0' in metrics


STRANGERS = {
    "none": "",
    "no secret": "Bearer",
    "a wrong one": "Bearer wrong",
    "another scheme": "Basic YTpi",
    "nearly right": f"bearer {ANNA}x",
    "no token": "Bearer a.b.c",
    "endless": "Bearer " + "x" * 60_000,
}


@pytest.mark.parametrize("authorization", STRANGERS.values(), ids=STRANGERS)
async def test_nobody_else_does(authorization: str):
    async with token_desk() as desk:
        reply = await desk.ask(headers={"Authorization": authorization})
        assert reply.status_code in (400, 401)  # 400: a head that is too large
        assert desk.minter.n_made == 0
        assert ANNA not in reply.text + desk.lines.getvalue()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"x" * 5_000, 413),
        (b'{"uses": 1000}', 400),
        (b"{", 400),
        (b"[" * 4_000, 400),
        (b"\xff\xfe", 400),
        (b"null", 400),
    ],
)
async def test_a_body_that_is_too_large_or_asks_for_more_is_refused(body: bytes, status: int):
    async with token_desk() as desk:
        assert (await desk.ask(content=body)).status_code == status
        assert desk.minter.n_made == 0


@pytest.mark.parametrize(
    "path",
    ["/v1/live-tokens/../../etc/passwd", "/v1//live-tokens", "/v1/live-tokens/%2e%2e/metrics",
     "/v1/live-tokens%00", "/V1/LIVE-TOKENS", "//v1/live-tokens", "/docs"],
)  # fmt: skip
async def test_there_is_nothing_beside_the_path(path: str):
    async with token_desk() as desk:
        head = f"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ANNA}\r\n"
        status = await _raw_status(desk.port, f"{head}Content-Length: 0\r\n\r\n")
        assert status == 404
        assert desk.minter.n_made == 0


async def test_other_methods_and_broken_requests_are_refused():
    async with token_desk() as desk:
        assert (await desk.client.get(desk.url)).status_code == 405
        assert await _raw_status(desk.port, "nonsense\r\n\r\n") == 400
        too_long = "POST /" + "a" * 20_000 + " HTTP/1.1\r\nHost: x\r\n\r\n"
        assert await _raw_status(desk.port, too_long) in (400, 404)
        assert desk.minter.n_made == 0


async def test_a_body_that_never_comes_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("livedesk.tokens.service._BODY_LIMIT_S", 0.2)
    async with token_desk() as desk:
        request = (f"POST /v1/live-tokens HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ANNA}\r\n"
                   "Content-Length: 2\r\n\r\n{")  # fmt: skip
        assert await _raw_status(desk.port, request) == 408


async def test_a_head_that_never_ends_is_not_waited_for(monkeypatch):
    monkeypatch.setattr("livedesk.tokens.serving._HEAD_LIMIT_S", 0.2)
    async with token_desk() as desk:
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(b"POST /v1/live-tokens HTTP/1.1\r\nHost:")
        async with asyncio.timeout(10):
            assert await reader.read() == b""
        writer.close()
        await writer.wait_closed()
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\nPOST /v1")  # and no more
        async with asyncio.timeout(4):  # sooner than an idle connection is let go
            assert (await reader.read()).startswith(b"HTTP/1.1 200")
        writer.close()
        await writer.wait_closed()


async def test_a_thousand_requests_get_no_more_than_the_limit():
    async with token_desk(limits={"per_minute": 10, "per_day": 15}, now=_Still()) as desk:
        replies = []
        for _ in range(40):
            replies += await asyncio.gather(*(desk.ask() for _ in range(25)))
        statuses = [reply.status_code for reply in replies]
        assert (statuses.count(201), statuses.count(429)) == (10, 990)
        assert desk.minter.n_made == 10
        refused = next(reply for reply in replies if reply.status_code == 429)
        assert 0 < int(refused.headers["retry-after"]) <= 60


async def test_the_day_has_its_own_limit_and_the_next_one_begins_anew():
    now = _Still()
    async with token_desk(limits={"per_minute": 10, "per_day": 12}, now=now) as desk:
        for _ in range(3):
            for _ in range(10):
                reply = await desk.ask()
            now.moment += timedelta(minutes=1)
        assert desk.minter.n_made == 12
        assert int(reply.headers["retry-after"]) > 3_600
        now.moment += timedelta(days=1)
        assert (await desk.ask()).status_code == 201


async def test_a_body_that_comes_slowly_holds_no_connection_once_it_is_answered():
    head = "GET /healthz HTTP/1.1\r\nHost: here\r\nContent-Length: 100000\r\n\r\nx"
    async with token_desk() as desk:
        reader, writer = await asyncio.open_connection("127.0.0.1", desk.port)
        writer.write(head.encode())
        async with asyncio.timeout(10):
            told = await reader.read()  # to the end of the connection
        assert told.startswith(b"HTTP/1.1 200")
        writer.close()
        with contextlib.suppress(ConnectionError):
            await writer.wait_closed()


async def test_the_day_is_charged_only_with_tokens_that_were_made(expected_log):
    now = _Still()
    limits = {"per_minute": 2, "per_day": 5}
    async with token_desk(limits=limits, now=now) as desk:
        assert [(await desk.ask()).status_code for _ in range(9)] == [201] * 2 + [429] * 7
        desk.minter.fails = True
        expected_log("no token was made")
        now.moment += timedelta(minutes=1)
        assert [(await desk.ask()).status_code for _ in range(2)] == [502] * 2
        desk.minter.fails = False
        made = []
        for _ in range(2):
            now.moment += timedelta(minutes=1)
            made += [(await desk.ask()).status_code for _ in range(2)]
        assert made == [201, 201, 201, 429]


async def test_strangers_are_counted_by_their_address():
    async with token_desk(now=_Still()) as desk:
        statuses = [(await desk.ask("ldb_guess")).status_code for _ in range(70)]
        assert (statuses.count(401), statuses.count(429)) == (60, 10)
        assert (await desk.ask()).status_code == 201  # Anna sits behind the same address


async def test_a_vendor_that_gives_nothing_is_told_without_its_words(expected_log):
    expected_log("no token was made")
    async with token_desk() as desk:
        desk.minter.fails = True
        reply = await desk.ask()
        assert (reply.status_code, reply.json()) == (
            502, {"error": "Gemini gave no token. Try again later."},
        )  # fmt: skip


async def test_only_pages_that_were_named_may_ask():
    async with token_desk(origins=("https://museum.example",)) as desk:
        ask = {"Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "authorization"}  # fmt: skip
        for origin, is_welcome in (
            ("https://museum.example", True),
            ("https://evil.example", False),
        ):
            reply = await desk.client.options(desk.url, headers=ask | {"Origin": origin})
            assert (reply.status_code == 200) is is_welcome
            allowed = reply.headers.get("access-control-allow-origin")
            assert (allowed == origin) is is_welcome
            assert "access-control-allow-credentials" not in reply.headers


class TestJwt:
    """People who sign in elsewhere."""

    @pytest.fixture
    def key(self, monkeypatch):
        """The issuer's key; its key set is at hand, as PyJWT would have fetched it."""
        made = ec.generate_private_key(ec.SECP256R1())

        def fetch(_client):
            public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(made.public_key()))
            return {"keys": [public | {"kid": "one", "use": "sig", "alg": "ES256"}]}

        monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", fetch)
        return made

    @pytest.mark.parametrize(
        ("changed", "status"),
        [
            ({}, 201),
            ({"exp": -40}, 401),
            ({"aud": "another"}, 401),
            ({"iss": "https://evil.example"}, 401),
            ({"sub": None}, 401),
            ({"nbf": 600}, 401),
        ],
    )
    async def test_claims_are_looked_at(self, key, changed, status):
        now = datetime.now(UTC)
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "berta", "exp": 60} | changed
        for name in ("exp", "nbf"):
            if name in claims:
                claims[name] = now + timedelta(seconds=claims[name])
        token = jwt.encode({k: v for k, v in claims.items() if v is not None}, key, "ES256",
                           headers={"kid": "one"})  # fmt: skip
        async with token_desk(jwt=_trusted()) as desk:
            assert (await desk.ask(token)).status_code == status
            if status == 201:
                assert desk.audit()[0]["user"] == "jwt:berta"

    async def test_nobody_signs_for_the_issuer(self, key):
        claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "berta",
                  "exp": datetime.now(UTC) + timedelta(hours=1)}  # fmt: skip
        other = ec.generate_private_key(ec.SECP256R1())
        forged = [
            jwt.encode(claims, other, "ES256", headers={"kid": "one"}),
            jwt.encode(claims, "x" * 40, "HS256", headers={"kid": "one"}),
            jwt.encode(claims, None, "none", headers={"kid": "one"}),
            jwt.encode(claims, key, "ES256", headers={"kid": "two"}),
        ]
        async with token_desk(jwt=_trusted()) as desk:
            assert [(await desk.ask(token)).status_code for token in forged] == [401] * 4


def test_secrets_do_not_cross_a_network_in_the_clear(tmp_path):
    check(Place("127.0.0.1", 0))
    check(Place("::1", 0))
    check(Place("0.0.0.0", 0, behind_proxy=True))
    for host in ("0.0.0.0", "::", "192.168.1.4", "example.org"):
        with pytest.raises(InputFileError, match="without TLS"):
            check(Place(host, 0))
    with pytest.raises(InputFileError, match="no file"):
        check(Place("0.0.0.0", 0, tmp_path / "missing.pem"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("model = 'x'", "lets nobody in"),
        ("model = 'x'\nuses = 0", "uses"),
        ("model = 'x'\nspeed = 3", "speed"),
        ("model =", "cannot be read"),
        ("model = 'x'\n[[bearers]]\nname = 'a'\nsha256 = 'secret'", "sha256"),
    ],
)
def test_a_policy_that_makes_no_sense_is_told(tmp_path, text, words):
    path = tmp_path / "policy.toml"
    path.write_text(text)
    with pytest.raises(InputFileError) as refused:
        read_policy(path)
    assert words in str(refused.value)


def _trusted():
    return {"issuer": ISSUER, "audience": AUDIENCE, "keys_url": f"{ISSUER}/keys"}


class _Still:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 10, 0, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.moment


async def _raw_status(port: int, request: str) -> int:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.encode())
    async with asyncio.timeout(10):
        line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return int(line.split()[1])
