"""A token server that listens, in this process, over a minter that needs nobody."""

from __future__ import annotations

import asyncio
import io
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2

from livedesk.core.credential import Secret
from livedesk.tokens.audit import Audit
from livedesk.tokens.minting import LivePass, MintError
from livedesk.tokens.policy import Policy
from livedesk.tokens.service import PATH, Desk, build_app
from livedesk.tokens.serving import Place, server_of
from livedesk.tokens.who import hash_of

ANNA = "ldb_annas-secret-that-only-she-knows"
BEARERS = ({"name": "anna", "sha256": hash_of(ANNA)},)
_START_LIMIT_S = 10


class MintOfAir:
    """Makes tokens that open nothing."""

    def __init__(self) -> None:
        self.n_made = 0
        self.fails = False

    async def mint(self, policy: Policy) -> LivePass:
        if self.fails:
            raise MintError("HTTP 500")
        self.n_made += 1
        now = datetime.now(UTC)
        return LivePass(
            Secret(f"auth_tokens/{self.n_made}"),
            now + timedelta(minutes=policy.minutes),
            now + timedelta(seconds=policy.seconds_to_start),
        )

    async def aclose(self) -> None:
        pass


@dataclass
class TokenDesk:
    """What a test has at hand."""

    url: str
    port: int
    minter: MintOfAir
    lines: io.StringIO
    client: httpx2.AsyncClient

    async def ask(self, secret: str = ANNA, **request: Any) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {secret}"} | request.pop("headers", {})
        return await self.client.post(self.url, headers=headers, **request)

    def audit(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.lines.getvalue().splitlines()]


@asynccontextmanager
async def serving(app: Any) -> AsyncIterator[tuple[str, int]]:
    """Listen on a free port; gives the address of tokens, and the port."""
    server = server_of(app, Place("127.0.0.1", 0))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        task = asyncio.get_running_loop().create_task(server.serve([listening]))
        try:
            async with asyncio.timeout(_START_LIMIT_S):
                while not server.started:
                    await asyncio.sleep(0.005)
            yield f"http://127.0.0.1:{port}{PATH}", port
        finally:
            server.should_exit = True
            await task


@asynccontextmanager
async def token_desk(**policy: Any) -> AsyncIterator[TokenDesk]:
    """Serve a policy that lets Anna in."""
    told = {"model": "gemini-3.8-live", "bearers": BEARERS} | policy
    minter, lines = MintOfAir(), io.StringIO()
    facts = {name: told.pop(name) for name in ("counts", "now") if name in told}
    desk = Desk(Policy.model_validate(told), minter, audit=Audit(lines), **facts)
    async with serving(build_app(desk)) as (url, port), httpx2.AsyncClient() as client:
        yield TokenDesk(url, port, minter, lines, client)
