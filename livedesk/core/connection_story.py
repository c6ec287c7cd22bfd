"""What can be told about a session's connection: for the person who asks, and for a bug report."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.core.reports import SessionState


@dataclass(frozen=True, slots=True)
class ConnectionStory:
    """A session's connection at one moment.

    Attributes:
        state: where the session stands.
        model_id: what is talked to, or will be.
        connected_at_s: monotonic time at which this connection was accepted; None without one.
        ticket_age_s: seconds since the handle to continue with came; None while there is none.
        n_reconnects: connections that were accepted after the first one, of this session.
        n_losses: how many of the earlier connections were lost, and not left on purpose.
        is_resumed: this connection continues the session of the one before.
        waiting_ms: speech that waits to be sent, in milliseconds.
    """

    state: SessionState
    model_id: str
    connected_at_s: float | None = None
    ticket_age_s: float | None = None
    n_reconnects: int = 0
    n_losses: int = 0
    is_resumed: bool = False
    waiting_ms: float = 0.0
