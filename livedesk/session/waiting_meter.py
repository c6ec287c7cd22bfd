"""When to tell how much speech waits for a connection. Pure: time is an argument."""

from __future__ import annotations

from livedesk.core.reports import SpeechWaiting

# Five times a second is as often as an eye can use.
_PERIOD_S = 0.2


class WaitingMeter:
    """Tells now and then while much waits, and once more when that is over."""

    def __init__(self) -> None:
        self._told_ms = 0.0
        self._told_at_s = 0.0

    def news(
        self, waiting_ms: float, limit_ms: float, now_s: float, *, is_much: bool
    ) -> SpeechWaiting | None:
        """What is to be told now that ``waiting_ms`` of sound wait; None for nothing new."""
        shown_ms = waiting_ms if is_much else 0.0
        if shown_ms == self._told_ms:
            return None
        if shown_ms and self._told_ms and now_s - self._told_at_s < _PERIOD_S:
            return None
        self._told_ms, self._told_at_s = shown_ms, now_s
        return SpeechWaiting(shown_ms, limit_ms)
