"""How the state machine opens a connection, loses one, and tries again. Pure."""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.errors import LiveDeskError, QuotaError, ServerBusyError
from livedesk.core.events import ToolCallsCancelled
from livedesk.core.reports import AnswerBroken, SessionState, StateChanged
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.failures import Verdict, given_up, is_network, judge, shortest_wait_s
from livedesk.session.machine_types import (
    Action,
    CloseConnection,
    Moment,
    OpenConnection,
    ProbeConnection,
    Status,
    Step,
    Tell,
)

# A continued session that dies younger than this was poisoned; twice, and its handle is forgotten.
YOUNG_S = 10.0
MAX_QUICK_DEATHS = 2
# A server may say something each time and die of it: without a wait that would go round for ever.
MAX_SHORT_LIVES = 2
# A server that is there, but takes a handle no more, may not say so.
MOST_RESUMES = 3
# A quota error follows the acceptance within a second, so being accepted is no success yet.
PROVEN_S = 60.0
# An attempt that is older may be waiting for an answer on a network that is no more.
STUCK_S = 0.5

TALKING = (SessionState.LIVE, SessionState.DRAINING)
OPENING = (SessionState.CONNECTING, SessionState.RECONNECTING)


def move(status: Status, state: SessionState, *actions: Action, planned: bool = False) -> Step:
    """Enter ``state``, report it, and do ``actions`` after that."""
    change = StateChanged(state, previous=status.state, planned=planned)
    return replace(status, state=state), (Tell(change), *actions)


def open_connection(status: Status, moment: Moment) -> Step:
    """Open a connection, continuing the session where that is possible."""
    ticket = status.ticket
    if ticket is not None and not ticket.fits(status.desired.model_id, moment.now_s):
        ticket = None
    orphans = status.watch.pending_calls if ticket is None else frozenset()
    cancelled = (Tell(ToolCallsCancelled(tuple(sorted(orphans)))),) if orphans else ()
    opening = replace(
        status,
        opening=status.desired,
        ticket=ticket,
        is_resumed=ticket is not None,
        had_content=False,
        retry_at_s=None,
        opening_since_s=moment.now_s,
        silence=status.silence.reconnected(),
        watch=status.watch.reconnected(is_resumed=ticket is not None),
    )
    return opening, (*cancelled, OpenConnection(status.desired, ticket.handle if ticket else None))


def retry(status: Status, moment: Moment) -> Step:
    """The wait is over, or somebody cut it short: make the next attempt."""
    change = StateChanged(SessionState.RECONNECTING, status.state, attempt=status.attempt)
    opening, opens = open_connection(status, moment)
    return opening, (Tell(change), *opens)


def fail(status: Status, error: LiveDeskError, moment: Moment) -> Step:
    """A connection could not be made or was lost: try again, wait, or give up."""
    if status.state not in (*OPENING, *TALKING):
        return status, ()
    was_talking = status.state in TALKING
    if was_talking:
        status = _bury(status, moment)
    was_fresh = not (status.is_resumed or status.had_content)
    verdict = judge(error, was_fresh=was_fresh, was_there=status.n_opened > 0)
    is_eager = _is_eager(status, error, moment)
    attempt = status.attempt if is_eager and status.attempt > 1 else status.attempt + 1
    lost = replace(
        status, opening=None, leave_by_s=None, is_planned=False, attempt=attempt, failure=error
    )
    is_refused = status.is_resumed and not was_talking and isinstance(error, ServerBusyError)
    if verdict is Verdict.FORGET_HANDLE or (is_refused and attempt > MOST_RESUMES):
        lost = replace(lost, ticket=None)
    is_broken = was_talking and status.watch.is_answer_due_more
    actions: tuple[Action, ...] = (Tell(AnswerBroken()),) if is_broken else ()
    if verdict is Verdict.FATAL or status.policy.backoff.is_exhausted(attempt):
        if verdict is not Verdict.FATAL:
            error = given_up(error)
        change = StateChanged(SessionState.FAILED, status.state, error=error)
        return replace(lost, state=SessionState.FAILED), (*actions, Tell(change))
    delay_s = 0.0
    if verdict is Verdict.RETRY or status.short_lives > MAX_SHORT_LIVES:
        delay_s = _delay_s(lost, error, moment, is_eager=is_eager)
    retry_at_s = moment.now_s + delay_s if delay_s > 0 else None
    change = StateChanged(
        SessionState.RECONNECTING,
        status.state,
        attempt=attempt,
        retry_in_s=delay_s,
        error=error,
        retry_at_s=retry_at_s,
    )
    waiting = replace(lost, state=SessionState.RECONNECTING, retry_at_s=retry_at_s)
    if retry_at_s is not None:
        return waiting, (*actions, Tell(change))
    opening, opens = open_connection(waiting, moment)
    return opening, (*actions, Tell(change), *opens)


def leave_silent(status: Status, moment: Moment) -> Step:
    """The server owes a sign for too long: leave this connection as one that was lost."""
    silent = replace(status, silence=status.silence.after_silence())
    return leave(silent, error_for(Failure.FELL_SILENT), moment, was_lost=True)


def leave(status: Status, error: LiveDeskError, moment: Moment, *, was_lost: bool = False) -> Step:
    """Close an open connection because of ``error``, and go on as after a loss."""
    failed, actions = fail(status, error, moment)
    told = [action for action in actions if not isinstance(action, OpenConnection)]
    opens = [action for action in actions if isinstance(action, OpenConnection)]
    return failed, (*told, CloseConnection(was_lost=was_lost), *opens)


def wake(status: Status, moment: Moment) -> Step:
    """The computer slept, or the network changed: find out at once what that means."""
    if status.state in TALKING:
        return status, (ProbeConnection(),)
    if status.retry_at_s is not None:
        if isinstance(status.failure, QuotaError):
            return status, ()  # no other network makes it more
        attempt = 1 if status.failure is None or is_network(status.failure) else status.attempt
        return retry(replace(status, attempt=attempt), moment)
    is_stuck = moment.now_s - status.opening_since_s >= STUCK_S
    if status.state in OPENING and is_stuck:
        opening, opens = open_connection(status, moment)
        return opening, (CloseConnection(), *opens)
    return status, ()


def _is_eager(status: Status, error: LiveDeskError, moment: Moment) -> bool:
    """Whether the talk was cut off just now, by nothing but the network."""
    if status.lost_at_s is None or status.short_lives > MAX_SHORT_LIVES:
        return False
    since_s = moment.now_s - status.lost_at_s
    return is_network(error) and since_s < status.policy.backoff.eager_s


def _delay_s(status: Status, error: LiveDeskError, moment: Moment, *, is_eager: bool) -> float:
    backoff = status.policy.backoff
    delay_s = backoff.delay_s(status.attempt, moment.jitter)
    if is_eager and delay_s > 0:
        delay_s = backoff.eager_delay_s(moment.jitter)
    return max(delay_s, shortest_wait_s(error))


def _bury(status: Status, moment: Moment) -> Status:
    """What the death of a connection says about the handle and about the attempts."""
    age_s = moment.now_s - status.opened_at_s
    quick_deaths = status.quick_deaths + 1 if status.is_resumed and age_s < YOUNG_S else 0
    ticket = status.ticket
    if quick_deaths >= MAX_QUICK_DEATHS:
        quick_deaths, ticket = 0, None
    short_lives = status.short_lives + 1 if age_s < YOUNG_S else 0
    attempt = 0 if age_s >= PROVEN_S else status.attempt
    if short_lives > MAX_SHORT_LIVES:
        attempt = max(attempt, short_lives - 1)
    return replace(
        status,
        quick_deaths=quick_deaths,
        short_lives=short_lives,
        ticket=ticket,
        attempt=attempt,
        n_losses=status.n_losses + 1,
        lost_at_s=moment.now_s if status.lost_at_s is None else status.lost_at_s,
    )
