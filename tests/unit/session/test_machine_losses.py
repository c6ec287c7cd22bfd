"""How losses and failures are answered: backoff, handles, giving up."""

from __future__ import annotations

import pytest

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    ModelError,
    QuotaError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    ResumptionUpdate,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
    Usage,
)
from livedesk.core.reports import SessionState, SetupApplied, StateChanged
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall
from livedesk.session import attempts
from livedesk.session.machine_types import (
    Opened,
    RetryNow,
    Start,
    Tick,
)

LOST = ServerUnreachableError("gone")
TICKET = ResumptionUpdate("H1", resumable=True)


TALK = Transcription(Speaker.ASSISTANT, "Hi")
CALL = ToolCallsReceived((ToolCall("c1", "clock"),))


def test_failures_back_off_until_attempts_are_exhausted(drive):
    drive.give(Start())
    delays_s = []
    for attempt in range(2, 11):
        drive.lose(LOST)
        assert drive.change.state is SessionState.RECONNECTING
        assert drive.change.attempt == attempt
        assert drive.change.error is LOST
        assert not drive.opens
        delays_s.append(drive.change.retry_in_s)
        assert drive.wake_in_s == pytest.approx(drive.change.retry_in_s)
        drive.sleep()
        assert drive.opens
        assert drive.change == StateChanged(
            SessionState.RECONNECTING, SessionState.RECONNECTING, attempt=attempt
        )
    assert delays_s == pytest.approx([min(20.0, 0.5 * 1.6**n) for n in range(9)])
    drive.lose(LOST)
    assert drive.state is SessionState.FAILED
    assert drive.change.error.user_message == LOST.user_message
    assert "stopped trying" in drive.change.error.hint
    assert drive.wake_in_s is None


def test_jitter_shortens_the_wait(drive):
    drive.jitter = 0.5
    drive.give(Start())
    drive.lose(LOST)
    assert drive.change.retry_in_s == 0.25


def test_a_tick_too_early_does_not_try_again(drive):
    drive.give(Start())
    drive.lose(LOST)
    assert drive.give(Tick(), after_s=0.1) == ()


def test_a_loss_after_content_is_followed_by_an_attempt_at_once(drive):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(LOST, after_s=30.0)
    assert drive.state is SessionState.RECONNECTING
    assert drive.opening.handle == "H1"
    assert drive.change == StateChanged(
        SessionState.RECONNECTING, SessionState.LIVE, attempt=1, error=LOST
    )


def test_being_accepted_does_not_reset_the_backoff(drive):
    drive.go_live()
    drive.lose(LOST, after_s=1.0)
    assert drive.change.attempt == 1
    assert drive.opens
    drive.give(Opened(Capabilities()))
    drive.hear(TICKET, Usage(), Unrecognised("x"))
    drive.lose(LOST, after_s=1.0)
    assert drive.change.attempt == 2
    assert not drive.opens


@pytest.mark.parametrize("content", [TALK, AudioOutput(b"\0\0", 24_000), CALL, TurnComplete()])
def test_content_resets_the_backoff(drive, content):
    drive.go_live().hear(content)
    assert drive.status.attempt == 0


def test_a_minute_of_life_resets_the_backoff(drive):
    drive.go_live()
    drive.lose(LOST, after_s=attempts.PROVEN_S)
    assert drive.change.attempt == 1
    assert drive.opens


def test_reconnected_after_a_loss_is_not_planned(drive):
    drive.go_live().hear(TALK)
    drive.lose(LOST)
    drive.give(Opened(Capabilities()))
    assert drive.change == StateChanged(SessionState.LIVE, SessionState.RECONNECTING)
    assert not any(isinstance(report, SetupApplied) for report in drive.reports)


@pytest.mark.parametrize("error", [CredentialError("key"), ModelError("model")])
def test_fatal_failures_end_in_failed(drive, error):
    drive.give(Start())
    drive.lose(error)
    assert drive.state is SessionState.FAILED
    assert drive.change == StateChanged(SessionState.FAILED, SessionState.CONNECTING, error=error)


def test_a_fatal_loss_ends_in_failed(drive):
    drive.go_live().hear(TALK)
    drive.lose(CredentialError("revoked"))
    assert drive.state is SessionState.FAILED


@pytest.mark.parametrize("again", [Start(), RetryNow()])
def test_failed_can_be_started_again(drive, again):
    drive.give(Start())
    drive.lose(CredentialError("key"))
    drive.give(again)
    assert drive.state is SessionState.CONNECTING
    assert drive.opens
    assert drive.status.attempt == 1


def test_retry_now_cuts_the_wait_short(drive):
    drive.give(Start())
    drive.lose(QuotaError("later"))
    drive.give(RetryNow())
    assert drive.opens
    assert drive.wake_in_s is None
    assert drive.give(RetryNow()) == ()


def test_retry_now_in_idle_does_nothing(drive):
    assert drive.give(RetryNow()) == ()


def test_quota_waits_as_long_as_it_says(drive):
    drive.go_live().hear(TALK)
    drive.lose(QuotaError("later", wait_s=60.0))
    assert drive.change.retry_in_s == 60.0
    assert not drive.opens


def test_a_refused_handle_is_forgotten_and_a_fresh_session_opened_at_once(drive):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(LOST)
    drive.lose(HandleRefusedError("no"))
    assert drive.state is SessionState.RECONNECTING
    assert drive.opening.handle is None
    assert drive.status.ticket is None


def test_a_poisoned_session_is_replaced_by_a_fresh_one(drive):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(HandleRefusedError("1007 in the middle"))
    assert drive.opening.handle is None


def test_a_fresh_session_refused_before_content_is_fatal(drive):
    drive.go_live()
    drive.lose(HandleRefusedError("1007 again"))
    assert drive.state is SessionState.FAILED


def test_only_resumable_handles_are_kept(drive):
    drive.go_live().hear(TICKET, ResumptionUpdate(None, resumable=False))
    assert drive.status.ticket is not None
    assert drive.status.ticket.handle == "H1"
    drive.hear(ResumptionUpdate("H2", resumable=True))
    assert drive.status.ticket.handle == "H2"


@pytest.mark.parametrize(("age_min", "handle"), [(114, "H1"), (116, None)])
def test_old_handles_are_dropped(drive, age_min, handle):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(LOST, after_s=age_min * 60)
    assert drive.opening.handle == handle


def test_two_quick_deaths_of_resumed_sessions_forget_the_handle(drive):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(LOST, after_s=30.0)
    for expected in ("H1", None):
        drive.give(Opened(Capabilities()))
        drive.hear(TICKET, TALK)
        drive.lose(LOST, after_s=3.0)
        assert drive.opening.handle == expected


def test_a_long_life_between_quick_deaths_keeps_the_handle(drive):
    drive.go_live().hear(TICKET, TALK)
    drive.lose(LOST, after_s=30.0)
    for life_s in (3.0, 12.0, 3.0):
        drive.give(Opened(Capabilities()))
        drive.hear(TALK)
        drive.lose(LOST, after_s=life_s)
        assert drive.opening.handle == "H1"


def test_a_fresh_session_refused_after_another_one_had_content_is_fatal(drive):
    drive.go_live().hear(TALK)
    drive.lose(HandleRefusedError("1007"))
    drive.give(Opened(Capabilities()))
    drive.lose(HandleRefusedError("1007 again"))
    assert drive.state is SessionState.FAILED


@pytest.mark.parametrize("error", [LOST, HandleRefusedError("1007")])
def test_a_server_that_dies_of_each_word_is_not_asked_for_ever(drive, error):
    drive.go_live()
    delays_s = []
    for _ in range(10):
        drive.hear(TALK)
        drive.lose(error, after_s=0.2)
        delays_s.append(drive.change.retry_in_s)
        if not drive.opens:
            drive.sleep()
        drive.give(Opened(Capabilities()))
    assert delays_s == pytest.approx([0.0, 0.0, *(min(20.0, 0.5 * 1.6**n) for n in range(1, 9))])
    drive.hear(TALK)
    drive.lose(error, after_s=0.2)
    assert drive.state is SessionState.FAILED
    drive.give(Start())
    drive.give(Opened(Capabilities()))
    drive.hear(TALK)
    drive.lose(LOST, after_s=0.2)
    assert drive.opens
