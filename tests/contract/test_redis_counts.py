"""Several token servers count together, in a real Redis."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.token_desk import token_desk

from livedesk.tokens.counts import CountsDownError
from livedesk.tokens.redis_counts import RedisCounts

_LIMIT_S = 10


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """A Redis that is there for one test."""
    program = shutil.which("redis-server")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server missing; packaging/test installs it")
        pytest.skip("redis-server missing; packaging/test installs it")
    place = tmp_path / "redis"
    arguments = ["--port", "0", "--unixsocket", str(place), "--save", "", "--dir", str(tmp_path)]
    with subprocess.Popen([program, *arguments], stdout=subprocess.DEVNULL) as server:
        yield f"unix://{place}"
        server.terminate()


async def ready(counts: RedisCounts) -> RedisCounts:
    async with asyncio.timeout(_LIMIT_S):
        while True:
            try:
                await counts.add(("are you there", 1))
            except CountsDownError:
                await asyncio.sleep(0.02)
            else:
                return counts


async def test_the_limit_holds_over_all_servers(redis_url: str) -> None:
    limits = {"per_minute": 10, "per_day": 10}
    one, other = await ready(RedisCounts(redis_url)), RedisCounts(redis_url)
    async with (
        token_desk(limits=limits, counts=one) as here,
        token_desk(limits=limits, counts=other) as there,
    ):
        asked = [desk.ask() for _ in range(10) for desk in (here, there)]
        replies = [await reply for reply in asked]
        assert [reply.status_code for reply in replies].count(201) == 10
        assert here.minter.n_made + there.minter.n_made == 10


async def test_nobody_gets_a_token_that_is_not_counted(tmp_path: Path, expected_log) -> None:
    expected_log("requests cannot be counted")
    async with token_desk(counts=RedisCounts(f"unix://{tmp_path}/nobody")) as desk:
        assert (await desk.ask()).status_code == 503
        assert desk.minter.n_made == 0
