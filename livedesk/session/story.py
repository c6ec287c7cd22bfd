"""From what the machine remembers to what can be told about the connection. Pure."""

from __future__ import annotations

from livedesk.core.connection_story import ConnectionStory
from livedesk.session.attempts import TALKING
from livedesk.session.machine_types import Status


def told_story(status: Status, now_s: float, waiting_ms: float) -> ConnectionStory:
    """The connection at ``now_s``, with ``waiting_ms`` of speech not yet sent."""
    is_open = status.state in TALKING
    setup = status.active if is_open and status.active is not None else status.desired
    ticket = status.ticket
    return ConnectionStory(
        state=status.state,
        model_id=setup.model_id,
        connected_at_s=status.opened_at_s if is_open else None,
        ticket_age_s=None if ticket is None else now_s - ticket.received_at_s,
        n_reconnects=max(0, status.n_opened - 1),
        n_losses=status.n_losses,
        is_resumed=is_open and status.is_resumed,
        waiting_ms=waiting_ms,
    )
