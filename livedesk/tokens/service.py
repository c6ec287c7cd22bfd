"""The ASGI application, for any host: ``build_app(policy, minter)``.

::

    POST /v1/live-tokens    Authorization: Bearer …   → 201 {"token": "auth_tokens/…", …}
    GET  /v1/sign-in        where one signs in for it, if on a page of the organisation's
    GET  /healthz           GET /metrics
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from livedesk.core.log import get_logger
from livedesk.tokens.audit import Audit, name_of
from livedesk.tokens.counts import Counts, CountsDownError, MemoryCounts
from livedesk.tokens.figures import MEDIA_TYPE, Figures
from livedesk.tokens.issuer_keys import IssuerDownError, NobodyError
from livedesk.tokens.limits import Span, network_of, spans, wait_s
from livedesk.tokens.minting import LivePass, Minter, MintError
from livedesk.tokens.policy import Limits, Policy
from livedesk.tokens.who import Guard

_log = get_logger("tokens")
PATH = "/v1/live-tokens"
SIGN_IN_PATH = "/v1/sign-in"
_MOST_BYTES = 4_096
_BODY_LIMIT_S = 5.0
# Wrong sign-ins of one address; the day does not count.
_STRANGERS = Limits(per_minute=60)


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Desk:
    """Whom a request passes; ``now`` gives the time with its zone."""

    policy: Policy
    minter: Minter
    counts: Counts = field(default_factory=MemoryCounts)
    audit: Audit = field(default_factory=Audit)
    now: Callable[[], datetime] = _now
    figures: Figures = field(default_factory=Figures)


class _RefusedError(Exception):
    def __init__(self, status: int, outcome: str, words: str, *, retry_s: int = 0) -> None:
        super().__init__(words)
        self.status, self.outcome, self.words, self.retry_s = status, outcome, words, retry_s


def build_app(desk: Desk) -> Starlette:
    """The application; it closes what ``desk`` holds when it ends."""
    guard = Guard(desk.policy)

    async def mint(request: Request) -> Response:
        return await _Asking(desk, guard, request).answer()

    async def sign_in(_: Request) -> Response:
        trusted = desk.policy.jwt
        if trusted is None or trusted.client_id is None:
            return JSONResponse({"error": "One signs in by a bearer."}, 404)
        named = {"issuer": trusted.issuer, "client_id": trusted.client_id, "scope": trusted.scope}
        return JSONResponse(named)

    async def health(_: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def metrics(_: Request) -> Response:
        return Response(desk.figures.text(), media_type=MEDIA_TYPE)

    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        await desk.minter.aclose()
        await desk.counts.aclose()

    cors = Middleware(
        CORSMiddleware,
        allow_origins=desk.policy.origins,
        allow_methods=["GET", "POST"],
        allow_headers=["Authorization", "Content-Type"],
        max_age=600,
    )
    routes = [
        Route(PATH, mint, methods=["POST"]),
        Route(SIGN_IN_PATH, sign_in),
        Route("/healthz", health),
        Route("/metrics", metrics),
    ]
    return Starlette(routes=routes, middleware=[cors], lifespan=life)


class _Asking:
    """One request for a token."""

    def __init__(self, desk: Desk, guard: Guard, request: Request) -> None:
        self._desk = desk
        self._guard = guard
        self._request = request
        self._address = request.client.host if request.client else "unknown"
        self._user = ""

    async def answer(self) -> Response:
        desk = self._desk
        try:
            await self._read_body()
            self._user = await self._find_user()
            day = await self._count(self._user, desk.policy.limits, "too many")
            made = await self._mint(day)
        except _RefusedError as refused:
            self._note(refused.outcome)
            headers = {"Cache-Control": "no-store"}
            if refused.status == 401:
                headers["WWW-Authenticate"] = "Bearer"
            if refused.retry_s:
                headers["Retry-After"] = str(refused.retry_s)
            return JSONResponse({"error": refused.words}, refused.status, headers)
        self._note("minted", token=name_of(made.secret))
        return JSONResponse(
            {
                "token": made.secret.reveal(),
                "api_version": made.api_version,
                "model": desk.policy.model,
                "expires_in": int((made.expires_at - desk.now()).total_seconds()),
                "expires_at": made.expires_at.isoformat(),
                "new_sessions_until": made.new_sessions_until.isoformat(),
            },
            201,
            {"Cache-Control": "no-store"},
        )

    async def _read_body(self) -> None:
        body = b""
        try:
            async with asyncio.timeout(_BODY_LIMIT_S):
                async for part in self._request.stream():
                    body += part
                    if len(body) > _MOST_BYTES:
                        raise _RefusedError(413, "too large", "The body is too large.")
        except TimeoutError:
            raise _RefusedError(408, "too slow", "The body came too slowly.") from None
        except ClientDisconnect:
            raise _RefusedError(400, "gone", "The client has gone.") from None
        try:
            wish = json.loads(body or b"{}")
        except (ValueError, RecursionError):
            wish = None
        if wish != {}:
            raise _RefusedError(400, "malformed", "The body is to be empty or {}.")

    async def _find_user(self) -> str:
        try:
            return await self._guard.user(self._request.headers.get("Authorization", ""))
        except NobodyError as error:
            stranger = f"stranger:{network_of(self._address)}"
            await self._count_minute(stranger, _STRANGERS, "too many strangers")
            raise _RefusedError(401, f"nobody: {error}", "This sign-in is not known.") from None
        except IssuerDownError:
            words = "Sign-ins cannot be checked at the moment."
            raise _RefusedError(503, "issuer down", words, retry_s=10) from None

    async def _count(self, user: str, limits: Limits, outcome: str) -> str:
        """The day is charged only with what the minute allows; returns the day's key."""
        await self._count_minute(user, limits, outcome)
        _, day = spans(user, limits, self._desk.now())
        await self._add(day, outcome)
        return day.key

    async def _count_minute(self, user: str, limits: Limits, outcome: str) -> None:
        minute, _ = spans(user, limits, self._desk.now())
        await self._add(minute, outcome)

    async def _add(self, span: Span, outcome: str) -> None:
        try:
            (count,) = await self._desk.counts.add((span.key, span.ends_in_s))
        except CountsDownError as error:
            _log.error("requests cannot be counted: %s", error)
            raise _RefusedError(503, "counts down", "Try again in a moment.", retry_s=5) from None
        if retry_s := wait_s((span, count)):
            raise _RefusedError(429, outcome, "Too many requests for now.", retry_s=retry_s)

    async def _mint(self, day_key: str) -> LivePass:
        desk = self._desk
        began_s = time.monotonic()
        try:
            made = await desk.minter.mint(desk.policy)
        except MintError as error:
            _log.error("no token was made: %s", error)
            with contextlib.suppress(CountsDownError):
                await desk.counts.take_back(day_key)
            raise _RefusedError(
                502, "not minted", "Gemini gave no token. Try again later.", retry_s=5
            ) from None
        desk.figures.minting_s.observe(time.monotonic() - began_s)
        return made

    def _note(self, outcome: str, **facts: object) -> None:
        desk = self._desk
        desk.figures.requests.labels(outcome.partition(":")[0]).inc()
        desk.audit.note(
            desk.now(), outcome=outcome, user=self._user, address=self._address, **facts
        )
