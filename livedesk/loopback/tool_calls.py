"""The calls that a client still owes an answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from livedesk.loopback.intents import Request

# The person has heard nothing for so long that an apology is better. A client may first ask for
# permission for half a minute, and then run its tool for as long.
TOOL_LIMIT_S = 65.0


@dataclass(frozen=True, slots=True)
class PendingCall:
    """A call on its way.

    Attributes:
        call_id: what the client answers to.
        request: the question it belongs to.
        turn_number: the turn that made it.
        blocks: the assistant waits for it; a barge-in cancels it.
        deadline_s: when the assistant stops waiting.
    """

    call_id: str
    request: Request
    turn_number: int
    blocks: bool
    deadline_s: float


class ToolCalls:
    """Matches results to calls by id. A result counts once; a late one not at all."""

    def __init__(self) -> None:
        self._pending: dict[str, PendingCall] = {}

    @property
    def next_deadline_s(self) -> float | None:
        """When the first of them has taken too long."""
        return min((call.deadline_s for call in self._pending.values()), default=None)

    def open(
        self, request: Request, turn_number: int, *, blocks: bool, now_s: float
    ) -> PendingCall:
        """Note a new call."""
        call_id = f"call-{secrets.token_hex(4)}"  # no other connection gave it
        call = PendingCall(call_id, request, turn_number, blocks, now_s + TOOL_LIMIT_S)
        self._pending[call_id] = call
        return call

    @property
    def any_blocking(self) -> bool:
        """Whether the assistant waits in silence for one of them."""
        return any(call.blocks for call in self._pending.values())

    def settle(self, call_id: str) -> PendingCall | None:
        """The call that a result answers; None where it is unknown, late or answered."""
        return self._pending.pop(call_id, None)

    def overdue(self, now_s: float) -> list[PendingCall]:
        """Take out the calls that were waited for long enough."""
        late = [call for call in self._pending.values() if call.deadline_s <= now_s]
        for call in late:
            del self._pending[call.call_id]
        return late

    def cancel(self, *, only_blocking: bool = True) -> list[str]:
        """Take out the calls that a barge-in ends; their ids."""
        ids = [c.call_id for c in self._pending.values() if c.blocks or not only_blocking]
        for call_id in ids:
            del self._pending[call_id]
        return ids
