"""What a Live session tells about itself, beside the events of its connection."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from livedesk.core.errors import LiveDeskError
from livedesk.core.events import SessionEvent
from livedesk.core.setup import SessionSetup


class SessionState(Enum):
    """Where a Live session stands. DRAINING still talks; it will reconnect at the next pause."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LIVE = "live"
    DRAINING = "draining"
    RECONNECTING = "reconnecting"
    CLOSING = "closing"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The session moved on.

    Attributes:
        state: where it stands now.
        previous: where it stood.
        attempt: which attempt to reconnect this is, 0 where none is under way.
        retry_in_s: seconds until that attempt, 0 for at once.
        retry_at_s: the same as monotonic time, for a countdown; None where nothing is waited for.
        planned: a reconnect of our own wish (new voice, server's notice), not a loss.
        error: why, for RECONNECTING after a loss and for FAILED.
    """

    state: SessionState
    previous: SessionState
    attempt: int = 0
    retry_in_s: float = 0.0
    planned: bool = False
    error: LiveDeskError | None = None
    retry_at_s: float | None = None


@dataclass(frozen=True, slots=True)
class SetupApplied:
    """``setup`` is the active one from now on."""

    setup: SessionSetup


@dataclass(frozen=True, slots=True)
class SetupPending:
    """``setup`` is desired and will be active after the next pause."""

    setup: SessionSetup


@dataclass(frozen=True, slots=True)
class AudioLost:
    """Microphone audio that could not be sent in time and was given up, in milliseconds."""

    lost_ms: float


@dataclass(frozen=True, slots=True)
class SpeechWaiting:
    """How much speech waits for a connection, in milliseconds; told about five times a second.

    The last one says 0. What exceeds ``limit_ms`` is given up, oldest first (``AudioLost``).
    """

    waiting_ms: float
    limit_ms: float


@dataclass(frozen=True, slots=True)
class SpeechRepeated:
    """The next connection hears again what was said last: its words will come once more.

    Attributes:
        begun_s: when it was begun to be said, as monotonic time.
    """

    begun_s: float


@dataclass(frozen=True, slots=True)
class AnswerBroken:
    """The connection ended in the middle of an answer; its rest will not come by itself."""


SessionReport: TypeAlias = (
    SessionEvent
    | StateChanged
    | SetupApplied
    | SetupPending
    | AudioLost
    | SpeechWaiting
    | SpeechRepeated
    | AnswerBroken
)
