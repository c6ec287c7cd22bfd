"""The seam between LiveDesk and whatever speaks the Live protocol."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol

from livedesk.core.capabilities import Capabilities
from livedesk.core.events import SessionEvent
from livedesk.core.inputs import ClientInput, HistoryTurn
from livedesk.core.setup import SessionSetup


class Connection(Protocol):
    """One open WebSocket, or what stands in for it."""

    @property
    def capabilities(self) -> Capabilities:
        """What may change without reconnecting, and how tools behave."""
        ...

    async def send(self, item: ClientInput) -> None:
        """Hand ``item`` to the wire.

        Raises:
            LiveDeskError: the connection is gone; ``events`` raises the reason as well.
        """
        ...

    def events(self) -> AsyncIterator[SessionEvent]:
        """Everything the server says, until the connection ends.

        Must be called once. Ends only by raising.

        Raises:
            LiveDeskError: why the connection ended; ``retryable`` tells what may help.
        """
        ...

    async def is_alive(self, within_s: float) -> bool:
        """Ask the server for a sign of life; whether one came within ``within_s`` seconds."""
        ...

    async def close(self) -> None:
        """Close with code 1000. Idempotent; never raises; takes at most two seconds.

        A connection that gave no sign of life is dropped without waiting for the server.
        """
        ...


class Connector(Protocol):
    """Opens connections."""

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection with ``setup``, continuing the session of ``handle`` if given.

        Returns only when the server has accepted the setup. ``history``, oldest turn first, seeds
        a fresh session without being answered; it must be empty where there is a handle.

        Raises:
            LiveDeskError: it was refused or could not be reached, within 15 seconds.
        """
        ...
