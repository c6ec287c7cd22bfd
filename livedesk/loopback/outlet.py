"""The way out of one connection: frames, pauses and the end, in order."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from livedesk.loopback.actions import Close
from livedesk.loopback.line import Line, LineClosedError


@dataclass(frozen=True, slots=True)
class Stall:
    """Send nothing for so many real seconds; the line stays open."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Deafness:
    """Take nothing from the line for so many real seconds, pings included; sending goes on."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Cut:
    """End the connection without a word."""


Outgoing: TypeAlias = bytes | Stall | Deafness | Close | Cut


class Outlet:
    """Sends what is ``put``, each thing ``delay_s`` late, by a task that runs ``run``."""

    def __init__(self, line: Line, delay_s: float) -> None:
        self._line = line
        self._delay_s = delay_s
        self._queue: asyncio.Queue[tuple[float, Outgoing]] = asyncio.Queue()

    def put(self, item: Outgoing) -> None:
        """Queue something to be done. Never blocks."""
        due_s = asyncio.get_running_loop().time() + self._delay_s
        self._queue.put_nowait((due_s, item))

    async def run(self) -> None:
        """Send until the end of the connection; the reader notices a line that is lost."""
        with contextlib.suppress(LineClosedError):
            await self._run()

    async def _run(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            due_s, item = await self._queue.get()
            if due_s > loop.time():
                await asyncio.sleep(due_s - loop.time())
            match item:
                case bytes():
                    await self._line.send(item)
                case Stall(seconds):
                    await asyncio.sleep(seconds)
                case Deafness(seconds):
                    self._line.ignore(seconds)
                case Close(code, reason):
                    await self._line.close(code, reason)
                    return
                case Cut():
                    self._line.cut()
                    return
                case _:
                    assert_never(item)
