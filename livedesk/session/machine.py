"""The state machine of a Live session: (status, stimulus, moment) → (status, actions). Pure.

::

    IDLE ─start─► CONNECTING ─opened─► LIVE ─goAway, new setup, old age─► DRAINING
                      │                 │                                    │ pause or deadline
                      │ failure         │ loss                               ▼
                      └─────────────────┴──────────────► RECONNECTING ─opened─► LIVE
    any ─fatal failure, attempts exhausted─► FAILED ─start, retry─► CONNECTING
    any ─stop─► CLOSING ─closed─► IDLE

Nothing here reads a clock, sleeps, or touches a connection; ``wake_at_s`` names the time at which
a ``Tick`` is wanted. The order of the actions is the order in which they must be performed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import ServerUnreachableError
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    ModelText,
    ResumptionUpdate,
    SessionEvent,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
)
from livedesk.core.reports import SessionState, SetupApplied, SetupPending
from livedesk.core.setup import SessionSetup, SetupChange, setup_change
from livedesk.session.attempts import (
    OPENING,
    TALKING,
    fail,
    leave_silent,
    move,
    open_connection,
    retry,
    wake,
)
from livedesk.session.leaving import await_answer, due_by_s, leave_for_next
from livedesk.session.machine_types import (
    Action,
    AnswerSilenced,
    CloseConnection,
    Closed,
    Failed,
    Moment,
    Opened,
    PolicyChosen,
    Received,
    ResumptionTicket,
    RetryNow,
    Sent,
    SetupDesired,
    Start,
    Status,
    Step,
    Stimulus,
    Stop,
    Tell,
    Tick,
    UserSpeaking,
    Woken,
)
from livedesk.session.pauses import SETTLE_S, SPEECH_BOUND_S

# Leave before the server cuts: closing and opening takes its time.
GO_AWAY_MARGIN_S = 2.0
MAX_AGE_GRACE_S = 120.0
_CONTENT = (
    AudioOutput,
    GenerationComplete,
    ModelText,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
)


def advance(  # noqa: C901  one case for each stimulus
    status: Status, stimulus: Stimulus, moment: Moment
) -> Step:
    """What ``stimulus`` makes of ``status``, and what is to be done about it."""
    match stimulus:
        case Stop():
            return _stop(status)
        case Closed():
            is_closing = status.state is SessionState.CLOSING
            return move(status, SessionState.IDLE) if is_closing else (status, ())
        case _ if status.state is SessionState.CLOSING:
            return status, ()
        case RetryNow() if status.retry_at_s is not None:
            return retry(status, moment)
        case RetryNow() if status.state is not SessionState.FAILED:
            return status, ()
        case Woken():
            return _wake(status, moment)
        case PolicyChosen(policy):
            return _settle(replace(status, policy=policy), moment)
        case Start() | RetryNow():
            return _start(status, moment)
        case Tick():
            return _tick(status, moment)
        case Opened(capabilities):
            return _opened(status, capabilities, moment)
        case Failed(error):
            return fail(status, error, moment)
        case Received(event):
            return _received(status, event, moment)
        case SetupDesired(setup):
            return _desired(status, setup, moment)
        case UserSpeaking(speaking):
            watch = status.watch.after_speech_gate(speaking, moment.now_s)
            silence = status.silence.after_speech_gate(speaking, moment.now_s)
            return _settle(replace(status, watch=watch, silence=silence), moment)
        case AnswerSilenced():
            watch = status.watch.after_silenced(moment.now_s)
            return _settle(replace(status, watch=watch), moment)
        case Sent(item):
            watch = status.watch.after_sent(item, moment.now_s)
            silence = status.silence.after_sent(item, moment.now_s)
            return _settle(await_answer(status, item, watch, silence, moment), moment)
        case _:
            assert_never(stimulus)


def wake_at_s(status: Status) -> float | None:
    """When a ``Tick`` is due if nothing else happens; None: never."""
    match status.state:
        case SessionState.RECONNECTING:
            return status.retry_at_s
        case SessionState.LIVE:
            old_s = status.opened_at_s + status.policy.max_age_s
            return min(old_s, _silent_at_s(status) or old_s)
        case SessionState.DRAINING:
            times_s = (due_by_s(status), status.watch.pause_at_s(), _silent_at_s(status))
            return min((time_s for time_s in times_s if time_s is not None), default=None)
        case _:
            return None


def _silent_at_s(status: Status) -> float | None:
    """When the server will have been silent for too long."""
    policy = status.policy
    thinks = status.capabilities.thinking_level is not None
    limit_s = policy.thinking_silence_s if thinks else policy.silence_s
    return status.silence.due_s(status.watch, limit_s)


def _stop(status: Status) -> Step:
    if status.state in (SessionState.IDLE, SessionState.CLOSING):
        return status, ()
    return move(replace(status, retry_at_s=None), SessionState.CLOSING, CloseConnection())


def _start(status: Status, moment: Moment) -> Step:
    if status.state not in (SessionState.IDLE, SessionState.FAILED):
        return status, ()
    silence = replace(status.silence.reconnected(), n_silences=0)
    status = replace(status, lost_at_s=None, silence=silence)
    started, told = move(replace(status, attempt=1, short_lives=0), SessionState.CONNECTING)
    opening, opens = open_connection(started, moment)
    return opening, (*told, *opens)


def _wake(status: Status, moment: Moment) -> Step:
    if status.state is SessionState.FAILED and isinstance(status.failure, ServerUnreachableError):
        return _start(status, moment)
    return wake(status, moment)


def _tick(status: Status, moment: Moment) -> Step:
    if status.retry_at_s is not None and moment.now_s >= status.retry_at_s:
        return retry(status, moment)
    silent_at_s = _silent_at_s(status)
    if status.state in TALKING and silent_at_s is not None and moment.now_s >= silent_at_s:
        return leave_silent(status, moment)
    return _settle(status, moment)


def _opened(status: Status, capabilities: Capabilities, moment: Moment) -> Step:
    if status.state not in OPENING or status.opening is None:
        return status, ()
    watch = status.watch
    if watch.busy_until_s > 0:
        # Something was said while this was under way; only now does the server hear it.
        watch = watch.hold(moment.now_s + SPEECH_BOUND_S)
    live, told = move(
        replace(
            status,
            active=status.opening,
            opening=None,
            capabilities=capabilities,
            opened_at_s=moment.now_s,
            watch=watch,
            silence=status.silence.after_opened(moment.now_s),
            is_planned=False,
            lost_at_s=None,
            n_opened=status.n_opened + 1,
            # That the first connection was accepted is all that was to be attempted.
            attempt=0 if status.state is SessionState.CONNECTING else status.attempt,
        ),
        SessionState.LIVE,
        planned=status.is_planned,
    )
    if status.opening != status.active:
        told = (*told, Tell(SetupApplied(status.opening)))
    settled, more = _settle(live, moment)
    return settled, (*told, *more)


def _received(status: Status, event: SessionEvent, moment: Moment) -> Step:
    active = status.active
    if status.state not in TALKING or active is None:
        return status, ()
    status = replace(
        status,
        watch=status.watch.after_event(event, moment.now_s),
        silence=status.silence.after_event(event, status.watch, moment.now_s),
    )
    match event:
        case ResumptionUpdate(handle=str(handle), resumable=True) if handle:
            ticket = ResumptionTicket(handle, active.model_id, moment.now_s)
            status = replace(status, ticket=ticket)
        case GoAway(time_left_s):
            # What came before it may still be on its way to here.
            leave_by_s = moment.now_s + max(SETTLE_S, time_left_s - GO_AWAY_MARGIN_S)
            if status.leave_by_s is not None:
                leave_by_s = min(leave_by_s, status.leave_by_s)
            status = replace(status, leave_by_s=leave_by_s)
        case _ if isinstance(event, _CONTENT):
            status = replace(status, had_content=True, attempt=0, lost_at_s=None)
        case _:
            pass
    return _settle(status, moment)


def _desired(status: Status, setup: SessionSetup, moment: Moment) -> Step:
    if setup == status.desired:
        return status, ()
    changed = replace(status, desired=setup)
    current = status.opening or status.active
    if status.state in (SessionState.IDLE, SessionState.FAILED):
        return changed, ()
    is_current = current is not None and (
        setup_change(setup, current, status.capabilities) is SetupChange.NONE
    )
    settled, actions = _settle(changed, moment)
    report = SetupApplied(setup) if is_current else SetupPending(setup)
    return settled, (Tell(report), *actions)


def _settle(status: Status, moment: Moment) -> Step:
    """While talking: stay, wait for a pause, or leave this connection for the next."""
    active = status.active
    if status.state not in TALKING or active is None:
        return status, ()
    now_s = moment.now_s
    if status.leave_by_s is None and now_s >= status.opened_at_s + status.policy.max_age_s:
        status = replace(status, leave_by_s=now_s + MAX_AGE_GRACE_S)
    # What could change in place is exchanged as well: that works for every model.
    change = setup_change(status.desired, active, status.capabilities)
    if change is SetupChange.NONE and status.leave_by_s is None:
        back = status.state is SessionState.DRAINING
        return move(status, SessionState.LIVE) if back else (status, ())
    told: tuple[Action, ...] = ()
    if status.state is SessionState.LIVE:
        status = replace(status, watch=status.watch.hold(now_s + SETTLE_S))
        status, told = move(status, SessionState.DRAINING, planned=True)
    leave_by_s = due_by_s(status)
    is_due = leave_by_s is not None and now_s >= leave_by_s
    if not is_due and not status.watch.is_pause(now_s):
        return status, told
    left, actions = leave_for_next(status, change, moment)
    return left, (*told, *actions)
