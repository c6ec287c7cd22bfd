"""The one status that the microphone button shows, derived from the talk's facts. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from livedesk.core.errors import LiveDeskError
from livedesk.core.reports import SessionState
from livedesk.core.speakers import ActivityState
from livedesk.core.turn_taking import TurnTaking


class TalkPhase(Enum):
    """What the microphone button shows."""

    IDLE = "idle"
    CONNECTING = "connecting"
    LISTENING = "listening"
    THINKING = "thinking"
    SPEAKING = "speaking"
    MUTED = "muted"
    RECONNECTING = "reconnecting"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class TalkFacts:
    """All that the phase depends on.

    Attributes:
        state: where the session stands; IDLE where there is no talk.
        activity: listening, thinking or speaking.
        microphone_open: whether the person can be heard.
        muted: whether the microphone is muted.
        turn_taking: how the person takes the turn.
        key_down: the key to talk is held, or was pressed to begin a turn.
        reconnect_planned: a reconnect of our own wish is under way; the talk seems to go on.
        attempt: which attempt to reconnect is under way.
        retry_in_s: seconds until it, counted from the change of state.
        error: why the talk failed.
    """

    state: SessionState = SessionState.IDLE
    activity: ActivityState = ActivityState.LISTENING
    microphone_open: bool = False
    muted: bool = False
    turn_taking: TurnTaking = field(default_factory=TurnTaking)
    key_down: bool = False
    reconnect_planned: bool = False
    attempt: int = 0
    retry_in_s: float = 0.0
    error: LiveDeskError | None = None


@dataclass(frozen=True, slots=True)
class TalkStatus:
    """The talk's status for the window.

    Where a key is held to talk, the phase is IDLE while it is not, and LISTENING while it is.
    ``attempt`` and ``retry_in_s`` are meant for RECONNECTING, ``error`` for ERROR. In a typed
    talk the microphone is closed, and the phase is IDLE while nothing is said.
    """

    phase: TalkPhase = TalkPhase.IDLE
    is_talking: bool = False
    microphone_open: bool = False
    muted: bool = False
    turn_taking: TurnTaking = field(default_factory=TurnTaking)
    key_down: bool = False
    attempt: int = 0
    retry_in_s: float = 0.0
    error: LiveDeskError | None = None


def talk_status(facts: TalkFacts) -> TalkStatus:
    """The status that follows from ``facts``."""
    return TalkStatus(
        phase=_phase(facts),
        is_talking=facts.state not in (SessionState.IDLE, SessionState.CLOSING),
        microphone_open=facts.microphone_open,
        muted=facts.muted,
        turn_taking=facts.turn_taking,
        key_down=facts.key_down,
        attempt=facts.attempt,
        retry_in_s=facts.retry_in_s,
        error=facts.error,
    )


def _phase(facts: TalkFacts) -> TalkPhase:
    match facts.state:
        case SessionState.IDLE | SessionState.CLOSING:
            return TalkPhase.IDLE
        case SessionState.FAILED:
            return TalkPhase.ERROR
        case SessionState.CONNECTING:
            return TalkPhase.CONNECTING
        case SessionState.RECONNECTING if not facts.reconnect_planned:
            return TalkPhase.RECONNECTING
    if facts.key_down and facts.microphone_open:
        return TalkPhase.LISTENING
    if facts.activity is ActivityState.SPEAKING:
        return TalkPhase.SPEAKING
    if facts.muted and facts.microphone_open:
        return TalkPhase.MUTED
    if facts.activity is ActivityState.THINKING:
        return TalkPhase.THINKING
    is_heard = facts.microphone_open and not facts.turn_taking.mode.is_manual
    return TalkPhase.LISTENING if is_heard else TalkPhase.IDLE
