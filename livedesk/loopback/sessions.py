"""The sessions that can be continued: who said what, by handle."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from livedesk.loopback.client_messages import HistoryItem

# A curious person's server may run for weeks; the real one keeps a handle for two hours.
_MOST_HANDLES = 500


@dataclass(slots=True)
class Session:
    """One logical session, over however many connections.

    Attributes:
        history: what was said, oldest first.
        jokes_told: so that none comes twice in a row.
        free: set while no connection uses it.
    """

    history: list[HistoryItem] = field(default_factory=list)
    jokes_told: int = 0
    free: asyncio.Event = field(default_factory=asyncio.Event)

    def last_words(self, role: str) -> str:
        """What ``role`` said last; empty before the first time."""
        return next((item.text for item in reversed(self.history) if item.role == role), "")


class SessionStore:
    """Hands out sessions. An old handle continues with what was known when it was given out."""

    def __init__(self) -> None:
        self._by_handle: OrderedDict[str, tuple[Session, int]] = OrderedDict()

    def issue(self, session: Session) -> str:
        """A new handle for ``session`` as it is now."""
        handle = secrets.token_urlsafe(24)
        self._by_handle[handle] = (session, len(session.history))
        while len(self._by_handle) > _MOST_HANDLES:
            self._by_handle.popitem(last=False)
        return handle

    def find(self, handle: str) -> Session | None:
        """The session of ``handle``, None where it is unknown or expired."""
        known = self._by_handle.get(handle)
        return None if known is None else known[0]

    def resume(self, handle: str) -> Session:
        """Continue the session of a handle that ``find`` knows; later turns are lost."""
        session, n_items = self._by_handle[handle]
        del session.history[n_items:]
        return session
