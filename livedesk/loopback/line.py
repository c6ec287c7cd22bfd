"""The socket, as far as the rest of the practice server sees it."""

from __future__ import annotations

from typing import Protocol


class LineClosedError(Exception):
    """The client has gone."""


class Line(Protocol):
    """The socket, as far as a talk sees it."""

    async def receive(self) -> str | bytes:
        """The next frame.

        Raises:
            LineClosedError: there will be none.
        """
        ...

    async def send(self, frame: str | bytes) -> None:
        """Send a frame.

        Raises:
            LineClosedError: nobody is there to take it.
        """
        ...

    async def close(self, code: int, reason: str) -> None:
        """End the connection with a closing handshake. Idempotent."""
        ...

    def ignore(self, seconds: float) -> None:
        """Take nothing from the line for so long, not even pings."""
        ...

    def cut(self) -> None:
        """End it without a word."""
        ...
