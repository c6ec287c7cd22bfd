"""What a program writes is read with pauses, and not for ever."""

import asyncio
from collections.abc import Iterable

import pytest

from livedesk.tools.mcp_servers.watched import (
    MOST_RUBBISH,
    LinkLostError,
    RubbishError,
    Watched,
)


class Stream:
    """Gives what it was given, then ends."""

    def __init__(self, items: Iterable[object]) -> None:
        self._items = iter(items)

    async def receive(self) -> object:
        try:
            return next(self._items)
        except StopIteration:
            raise EOFError from None


async def read(items: Iterable[object]) -> tuple[int, list[LinkLostError]]:
    """How many were read, and why it ended."""
    ends: list[LinkLostError] = []
    watched = Watched(Stream(items), ends.append)
    n_read = 0
    try:
        while True:
            await watched.receive()
            n_read += 1
    except (EOFError, RubbishError):
        return n_read, ends


async def test_a_flood_is_read_with_pauses(monkeypatch: pytest.MonkeyPatch):
    pauses: list[float] = []

    async def note(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr(asyncio, "sleep", note)
    n_read, _ends = await read(["message"] * 1_000)
    assert n_read == 1_000
    assert sum(pauses) >= 1.0  # seconds


async def test_rubbish_in_a_row_is_an_end_and_among_messages_is_none(
    monkeypatch: pytest.MonkeyPatch,
):
    async def skip(_seconds: float) -> None: ...

    monkeypatch.setattr(asyncio, "sleep", skip)
    rubbish = [ValueError()] * MOST_RUBBISH
    n_read, (end,) = await read([*rubbish, "message", *rubbish])
    assert (n_read, type(end)) == (2 * MOST_RUBBISH + 1, LinkLostError)
    n_read, (end,) = await read([*rubbish, ValueError(), "message"])
    assert (n_read, type(end)) == (MOST_RUBBISH, RubbishError)
