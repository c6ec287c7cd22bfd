"""What goes into the state machine, what it remembers, and what comes out. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import LiveDeskError
from livedesk.core.events import SessionEvent
from livedesk.core.inputs import ClientInput
from livedesk.core.reports import SessionReport, SessionState
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.session.pauses import TurnWatch
from livedesk.session.silence import SilenceWatch

# A handle is valid for two hours after its session ended (live-api 4.1, 2026-09); the rest is for
# the way.
TICKET_LIFETIME_S = 115 * 60.0


@dataclass(frozen=True, slots=True)
class ResumptionTicket:
    """A handle to continue a session with, and what it is good for."""

    handle: str
    model_id: str
    received_at_s: float

    def fits(self, model_id: str, now_s: float) -> bool:
        """Whether a session of ``model_id`` can be continued with it now."""
        is_young = now_s - self.received_at_s <= TICKET_LIFETIME_S
        return is_young and model_id == self.model_id


@dataclass(frozen=True, slots=True)
class Status:
    """Everything the machine remembers.

    Attributes:
        desired: what the menus show.
        policy: how patient to be.
        active: what the connection was opened with, or the last one while there is none.
        opening: what the connection under way is being opened with; None while none is.
        is_resumed: the connection, open or under way, continues a session.
        is_planned: the reconnect under way is our own wish, not a loss.
        had_content: the server has said something of substance on this connection.
        opened_at_s: when this connection was accepted.
        quick_deaths: continued sessions that died young, in a row.
        short_lives: connections that were lost young, in a row, whatever was said on them.
        attempt: attempts since the server last said something of substance.
        failure: why the last connection could not be made, or was lost; None before the first.
        lost_at_s: when the talk was cut off; None while there is a connection, or before the first.
        opening_since_s: when the attempt under way, or the last one, began.
        retry_at_s: when the next attempt begins; None while none is waited for.
        leave_by_s: when this connection must be left at the latest, if it must.
        n_opened: connections that were accepted since the start.
        n_losses: connections that were lost since the start.
    """

    desired: SessionSetup
    policy: SessionPolicy = field(default_factory=SessionPolicy)
    state: SessionState = SessionState.IDLE
    active: SessionSetup | None = None
    opening: SessionSetup | None = None
    capabilities: Capabilities = field(default_factory=Capabilities)
    ticket: ResumptionTicket | None = None
    is_resumed: bool = False
    is_planned: bool = False
    had_content: bool = False
    opened_at_s: float = 0.0
    quick_deaths: int = 0
    short_lives: int = 0
    attempt: int = 0
    failure: LiveDeskError | None = None
    lost_at_s: float | None = None
    opening_since_s: float = 0.0
    retry_at_s: float | None = None
    leave_by_s: float | None = None
    n_opened: int = 0
    n_losses: int = 0
    watch: TurnWatch = field(default_factory=TurnWatch)
    silence: SilenceWatch = field(default_factory=SilenceWatch)


@dataclass(frozen=True, slots=True)
class Moment:
    """What chance and the clock give to a step: monotonic seconds, and jitter in 0 … 1."""

    now_s: float
    jitter: float = 1.0


@dataclass(frozen=True, slots=True)
class Start:
    """Somebody wants to talk."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Nobody wants to talk any more."""


@dataclass(frozen=True, slots=True)
class RetryNow:
    """Do not wait for the next attempt."""


@dataclass(frozen=True, slots=True)
class Woken:
    """The computer slept, or its network changed: nothing is sure about the connection."""


@dataclass(frozen=True, slots=True)
class PolicyChosen:
    """Be as patient as ``policy`` says from now on."""

    policy: SessionPolicy


@dataclass(frozen=True, slots=True)
class Tick:
    """The time that ``wake_at_s`` named has come."""


@dataclass(frozen=True, slots=True)
class SetupDesired:
    """The menus show ``setup`` from now on."""

    setup: SessionSetup


@dataclass(frozen=True, slots=True)
class UserSpeaking:
    """The local speech gate opened or closed."""

    speaking: bool


@dataclass(frozen=True, slots=True)
class AnswerSilenced:
    """The person wants to hear no more of this answer."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The connection was accepted."""

    capabilities: Capabilities


@dataclass(frozen=True, slots=True)
class Failed:
    """The connection could not be made, or was lost; nothing of it is left."""

    error: LiveDeskError


@dataclass(frozen=True, slots=True)
class Sent:
    """``item`` was handed to the wire."""

    item: ClientInput


@dataclass(frozen=True, slots=True)
class Received:
    """The server said ``event``."""

    event: SessionEvent


@dataclass(frozen=True, slots=True)
class Closed:
    """What ``CloseConnection`` asked for while closing is done."""


Stimulus: TypeAlias = (
    Start
    | Stop
    | RetryNow
    | Woken
    | PolicyChosen
    | Tick
    | SetupDesired
    | UserSpeaking
    | AnswerSilenced
    | Opened
    | Failed
    | Sent
    | Received
    | Closed
)


@dataclass(frozen=True, slots=True)
class OpenConnection:
    """Open a connection; without a handle it is a fresh session, seeded with recent turns."""

    setup: SessionSetup
    handle: str | None


@dataclass(frozen=True, slots=True)
class CloseConnection:
    """Close the connection, or give up opening it, and wait until that is done.

    ``was_lost``: nobody knows what of the last things sent has arrived.
    """

    was_lost: bool = False


@dataclass(frozen=True, slots=True)
class ProbeConnection:
    """Find out whether the server still answers; if it does not, that is a ``Failed``."""


@dataclass(frozen=True, slots=True)
class Tell:
    """Report this."""

    report: SessionReport


Action: TypeAlias = OpenConnection | CloseConnection | ProbeConnection | Tell
Step: TypeAlias = tuple[Status, tuple[Action, ...]]
