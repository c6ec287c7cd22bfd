"""When the person is told that the connection is away, and what there is to say. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.conversation.events import ConversationEvent
from livedesk.core.errors import LiveDeskError, ServerUnreachableError
from livedesk.core.reports import SessionState, SpeechWaiting, StateChanged

# A connection that is back at once, or at the second attempt, is no news.
_TELL_FROM_ATTEMPT = 3
# A longer wait needs its reason at once: a quota is a minute.
_TELL_FROM_WAIT_S = 5.0
# Nor need anybody read of an attempt that takes no longer than this.
HUSHED_S = 2.0
# The talk is taken along to another connection, and that does not come about.
_SLOW_EXCHANGE = ServerUnreachableError(
    "The server takes long to answer.", "LiveDesk goes on as soon as it does."
)


@dataclass(frozen=True, slots=True)
class Outage:
    """The connection is away for longer than a blink.

    Attributes:
        error: why.
        retry_at_s: monotonic time of the next attempt; None while one is under way.
        waiting_ms: speech that waits to be sent, in milliseconds.
        limit_ms: what exceeds it is given up, oldest first.
    """

    error: LiveDeskError
    retry_at_s: float | None = None
    waiting_ms: float = 0.0
    limit_ms: float = 0.0


class OutageWatch:
    """Follows one talk after the other by their events."""

    def __init__(self) -> None:
        self._outage: Outage | None = None
        self._is_told = False
        self._speech = SpeechWaiting(0.0, 0.0)

    @property
    def outage(self) -> Outage | None:
        """What is to be told now, or None."""
        return self._outage if self._is_told else None

    @property
    def is_hushed(self) -> bool:
        """Whether the connection is away, but not for long enough to be told."""
        return self._outage is not None and not self._is_told

    def on_event(self, event: ConversationEvent) -> None:
        """A talk told something."""
        match event:
            case SpeechWaiting():
                self._speech = event
                if self._outage is not None:
                    self._outage = self._with_speech(self._outage)
            case StateChanged(state=SessionState.RECONNECTING, planned=False):
                self._on_reconnecting(event)
            case StateChanged(state=SessionState.RECONNECTING):
                self._outage = self._with_speech(Outage(_SLOW_EXCHANGE))
            case StateChanged():
                self._outage, self._is_told = None, False

    def on_long(self) -> None:
        """It takes longer than ``HUSHED_S``."""
        self._is_told = self._outage is not None

    def on_end(self) -> None:
        """The talk is over."""
        self._outage, self._is_told = None, False
        self._speech = SpeechWaiting(0.0, 0.0)

    def _on_reconnecting(self, change: StateChanged) -> None:
        if change.error is not None:
            self._outage = self._with_speech(Outage(change.error, change.retry_at_s))
        elif self._outage is not None:  # an attempt is under way
            self._outage = replace(self._outage, retry_at_s=None)
        if change.attempt >= _TELL_FROM_ATTEMPT or change.retry_in_s >= _TELL_FROM_WAIT_S:
            self.on_long()

    def _with_speech(self, outage: Outage) -> Outage:
        speech = self._speech
        return replace(outage, waiting_ms=speech.waiting_ms, limit_ms=speech.limit_ms)
