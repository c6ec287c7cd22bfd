"""The messages of a program, watched: for their end, and for floods."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Self

# Some programs greet and log where they should not; reading on costs the talk its time.
MOST_RUBBISH = 300
# 1 000 messages a second at most: the rest waits in the pipe, and then in the program.
_BREATH_EVERY = 20
_BREATH_S = 0.02


class LinkLostError(Exception):
    """The server is gone, or cannot be reached any more."""


class RubbishError(LinkLostError):
    """Nothing but rubbish comes any more."""


class Watched:
    """A stream of the SDK. It tells when it has ended, which the SDK keeps to itself.

    It is read slowly enough that a flood takes no time from the talk, whose thread is another but
    whose Python is the same.

    Args:
        stream: of messages, and of an exception for each line that is none.
        on_end: told why it is over.
    """

    def __init__(self, stream: Any, on_end: Callable[[LinkLostError], None]) -> None:
        self._stream = stream
        self._on_end = on_end
        self._n_messages = 0
        self._n_rubbish = 0

    def __aiter__(self) -> Watched:
        return self

    async def __anext__(self) -> Any:
        return await self._next(self._stream.__anext__)

    async def receive(self) -> Any:
        """The next message."""
        return await self._next(self._stream.receive)

    async def aclose(self) -> None:
        """End it. Idempotent."""
        await self._stream.aclose()

    async def __aenter__(self) -> Self:
        await self._stream.__aenter__()
        return self

    async def __aexit__(self, *error: object) -> Any:
        return await self._stream.__aexit__(*error)

    async def _next(self, step: Callable[[], Any]) -> Any:
        self._n_messages += 1
        if self._n_messages % _BREATH_EVERY == 0:
            await asyncio.sleep(_BREATH_S)
        try:
            item = await step()
            self._n_rubbish = self._n_rubbish + 1 if isinstance(item, Exception) else 0
            if self._n_rubbish > MOST_RUBBISH:
                raise RubbishError
        except BaseException as end:
            self._on_end(end if isinstance(end, RubbishError) else LinkLostError())
            raise
        return item
