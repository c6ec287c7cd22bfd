"""A connection that is away, as lines for a terminal. Pure."""

from __future__ import annotations

import math

from livedesk.core.reports import SessionState, StateChanged

# A line for every blink would hide what is said.
_TELL_FROM_S = 1.0


class OutageLines:
    """Gives the reason once, and after that the waits that are worth a line."""

    def __init__(self) -> None:
        self._reason = ""

    def line(self, change: StateChanged) -> str | None:
        """What to print at ``change``; None for nothing."""
        if change.state is not SessionState.RECONNECTING:
            self._reason = ""
            return None
        if change.planned or change.error is None:
            return None
        wait_s = change.retry_in_s
        when = "now" if wait_s <= 0 else f"in {math.ceil(wait_s)} s; Ctrl+C ends it"
        reason, self._reason = self._reason, change.error.user_message
        if reason != self._reason:
            return f"({self._reason.rstrip('.')}; trying again {when})"
        return f"(trying again {when})" if wait_s >= _TELL_FROM_S else None
