"""An issuer of the tests: OpenID configuration, device grant, refresh, and real signed tokens."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from .token_desk import serving

CLIENT_ID = "livedesk-desktop"
AUDIENCE = "livedesk"
USER_CODE = "WDJB-MJHT"


@dataclass
class Issuer:
    """What a test decides, and sees.

    Attributes:
        answers: to questions whether the code was entered; then it was.
        gives_refresh: whether a sign-in lasts longer than one access token.
        asked: the fields of every question for a token.
    """

    url: str = ""
    answers: list[str] = field(default_factory=list)
    gives_refresh: bool = True
    is_ended: bool = False
    lasts_s: int = 300
    asked: list[dict[str, str]] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    _key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    _n_refreshed: int = 0

    def jwt_policy(self) -> dict[str, Any]:
        """The part of a token server's policy that trusts this issuer."""
        return {
            "issuer": self.url,
            "audience": AUDIENCE,
            "keys_url": f"{self.url}/keys",
            "client_id": CLIENT_ID,
        }

    async def configuration(self, _: Request) -> Response:
        told = {
            "issuer": self.url,
            "device_authorization_endpoint": f"{self.url}/device",
            "token_endpoint": f"{self.url}/token",
        }
        return JSONResponse(told | self.changes)

    async def keys(self, _: Request) -> Response:
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self._key.public_key()))
        return JSONResponse({"keys": [public | {"kid": "1", "use": "sig", "alg": "ES256"}]})

    async def device(self, request: Request) -> Response:
        fields = await _form(request)
        assert fields["client_id"] == CLIENT_ID
        told = {
            "device_code": "device-secret",
            "user_code": USER_CODE,
            "verification_uri": f"{self.url}/activate",
            "expires_in": 60,
            "interval": 1,
        }
        return JSONResponse(told | self.changes)

    async def token(self, request: Request) -> Response:
        fields = await _form(request)
        self.asked.append(fields)
        if fields["grant_type"] == "refresh_token":
            if self.is_ended or fields["refresh_token"] != f"refresh-{self._n_refreshed}":
                return JSONResponse({"error": "invalid_grant"}, 400)
            self._n_refreshed += 1
        elif fields["device_code"] != "device-secret":
            return JSONResponse({"error": "invalid_grant"}, 400)
        elif self.answers:
            return JSONResponse({"error": self.answers.pop(0)}, 400)
        return JSONResponse(self._grant())

    def _grant(self) -> dict[str, Any]:
        now = datetime.now(UTC)
        claims = {"iss": self.url, "aud": AUDIENCE, "sub": "berta", "iat": now}
        claims["exp"] = now + timedelta(seconds=self.lasts_s)
        access = jwt.encode(claims, self._key, "ES256", headers={"kid": "1"})
        grant = {"access_token": access, "token_type": "Bearer", "expires_in": self.lasts_s}
        refresh = {"refresh_token": f"refresh-{self._n_refreshed}"} if self.gives_refresh else {}
        return grant | refresh


class IssuerThread:
    """An issuer on a thread of its own, whose codes nobody enters. A context manager."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="issuer")
        self._stack = AsyncExitStack()

    def __enter__(self) -> Issuer:
        self._thread.start()
        issuer = self._wait(self._stack.enter_async_context(issuing()))
        issuer.answers = ["authorization_pending"] * 1_000
        return issuer

    def __exit__(self, *_: object) -> None:
        self._wait(self._stack.aclose())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _wait(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(20)


async def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl((await request.body()).decode()))


@asynccontextmanager
async def issuing() -> AsyncIterator[Issuer]:
    """Listen on a free port."""
    issuer = Issuer()
    routes = [
        Route("/.well-known/openid-configuration", issuer.configuration),
        Route("/keys", issuer.keys),
        Route("/device", issuer.device, methods=["POST"]),
        Route("/token", issuer.token, methods=["POST"]),
    ]
    async with serving(Starlette(routes=routes)) as (_, port):
        issuer.url = f"http://127.0.0.1:{port}"
        yield issuer
