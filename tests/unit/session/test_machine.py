"""Every row of the state machine's table."""

from __future__ import annotations

from dataclasses import replace

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
    GoAway,
    Interrupted,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Unrecognised,
    Usage,
)
from livedesk.core.inputs import TextInput, ToolResultInput
from livedesk.core.reports import SessionState, SetupApplied, SetupPending, StateChanged
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session import attempts, machine, pauses
from livedesk.session.machine_types import (
    CloseConnection,
    Closed,
    DiscardResults,
    Failed,
    KeepAudio,
    OpenConnection,
    Opened,
    Received,
    RetryNow,
    Sent,
    SetupDesired,
    Start,
    Stop,
    Tell,
    Tick,
    UserSpeaking,
)

LOST = ServerUnreachableError("gone")
TICKET = ResumptionUpdate("H1", resumable=True)
TALK = Transcription(Speaker.ASSISTANT, "Hi")
CALL = ToolCallsReceived((ToolCall("c1", "clock"),))


def result(call_id: str = "c1") -> ToolResultInput:
    return ToolResultInput(ToolResult(call_id, "clock", ToolOutcome.SUCCEEDED))


def test_start_opens_a_fresh_session(drive, setup):
    drive.give(Start())
    assert drive.state is SessionState.CONNECTING
    assert drive.opening == OpenConnection(setup, None)
    assert drive.actions[0] == KeepAudio(machine.PLANNED_AUDIO_S)
    assert drive.change == StateChanged(SessionState.CONNECTING, SessionState.IDLE)
    assert drive.wake_in_s is None


def test_start_while_talking_changes_nothing(drive):
    drive.go_live()
    assert drive.give(Start()) == ()


def test_opened_is_live_with_the_setup_applied(drive, setup):
    drive.give(Start())
    drive.give(Opened(Capabilities(google_search=False)))
    assert drive.state is SessionState.LIVE
    assert drive.status.active == setup
    assert drive.status.capabilities == Capabilities(google_search=False)
    assert drive.reports[-1] == SetupApplied(setup)
    assert KeepAudio(machine.PLANNED_AUDIO_S) in drive.actions


def test_opened_out_of_place_is_ignored(drive):
    assert drive.give(Opened(Capabilities())) == ()
    assert drive.state is SessionState.IDLE
    drive.go_live()
    assert drive.give(Opened(Capabilities())) == ()


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
    assert drive.change.error is LOST
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
    assert drive.actions[0] == KeepAudio(attempts.LOSS_AUDIO_S)


def test_being_accepted_does_not_reset_the_backoff(drive):
    drive.go_live()
    drive.lose(LOST, after_s=1.0)
    assert drive.change.attempt == 2
    drive.sleep()
    drive.give(Opened(Capabilities()))
    drive.hear(TICKET, Usage(), Unrecognised("x"))
    drive.lose(LOST, after_s=1.0)
    assert drive.change.attempt == 3


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


def test_go_away_in_a_pause_leaves_after_settling(drive):
    drive.go_live().hear(TICKET)
    drive.hear(GoAway(50.0))
    assert drive.state is SessionState.DRAINING
    assert drive.change.planned
    assert drive.wake_in_s == pytest.approx(pauses.SETTLE_S)
    drive.sleep()
    assert drive.state is SessionState.RECONNECTING
    kinds = [type(action) for action in drive.actions]
    assert kinds == [Tell, CloseConnection, OpenConnection]
    assert drive.opening.handle == "H1"
    assert drive.change == StateChanged(
        SessionState.RECONNECTING, SessionState.DRAINING, planned=True
    )
    drive.give(Opened(Capabilities()))
    assert drive.change == StateChanged(SessionState.LIVE, SessionState.RECONNECTING, planned=True)


def test_go_away_during_an_answer_waits_for_its_end_or_the_deadline(drive):
    drive.go_live().give(Sent(TextInput("hello")))
    drive.hear(GoAway(20.0))
    drive.hear(AudioOutput(b"\0" * 48_000 * 60, 24_000))
    assert drive.wake_in_s == pytest.approx(20.0 - machine.GO_AWAY_MARGIN_S)
    drive.sleep()
    assert drive.state is SessionState.RECONNECTING


def test_the_earliest_go_away_counts(drive):
    drive.go_live().give(UserSpeaking(True))
    drive.hear(GoAway(30.0), GoAway(10.0), GoAway(60.0))
    assert drive.wake_in_s == pytest.approx(8.0)


def test_go_away_without_time_leaves_at_once(drive):
    drive.go_live().give(UserSpeaking(True))
    drive.hear(GoAway(0.0))
    assert drive.state is SessionState.RECONNECTING
    assert drive.opens


def test_old_age_leaves_at_the_next_pause(drive):
    drive.go_live()
    assert drive.wake_in_s == pytest.approx(machine.MAX_AGE_S)
    drive.give(UserSpeaking(True))
    drive.sleep()
    assert drive.state is SessionState.DRAINING
    assert drive.wake_in_s == pytest.approx(machine.MAX_AGE_GRACE_S)


def test_a_new_setup_is_pending_until_the_pause(drive, other_voice):
    drive.go_live().hear(TICKET)
    drive.give(Sent(TextInput("hello")))
    drive.give(SetupDesired(other_voice))
    assert drive.state is SessionState.DRAINING
    assert SetupPending(other_voice) in drive.reports
    drive.hear(AudioOutput(b"\0\0" * 2400, 24_000), after_s=0.5)
    assert drive.state is SessionState.DRAINING
    drive.hear(TurnComplete(), after_s=0.5)
    drive.sleep()
    assert drive.opening == OpenConnection(other_voice, "H1")
    drive.give(Opened(Capabilities()))
    assert drive.status.active == other_voice
    assert drive.reports[-1] == SetupApplied(other_voice)
    assert drive.state is SessionState.LIVE


def test_a_new_model_gets_a_fresh_session(drive, other_model):
    drive.go_live().hear(TICKET)
    drive.give(SetupDesired(other_model))
    drive.sleep()
    assert drive.opening == OpenConnection(other_model, None)
    assert drive.status.ticket is None


def test_a_new_setup_survives_a_loss(drive, other_voice):
    drive.go_live().hear(TICKET, CALL)
    drive.give(SetupDesired(other_voice))
    drive.lose(LOST)
    assert drive.opening == OpenConnection(other_voice, "H1")


def test_taking_the_choice_back_ends_the_draining(drive, setup, other_voice):
    drive.go_live().give(UserSpeaking(True))
    drive.give(SetupDesired(other_voice))
    drive.give(SetupDesired(setup))
    assert drive.state is SessionState.LIVE
    assert SetupApplied(setup) in drive.reports


def test_taking_the_choice_back_does_not_undo_a_go_away(drive, setup, other_voice):
    drive.go_live().give(UserSpeaking(True))
    drive.hear(GoAway(30.0))
    drive.give(SetupDesired(other_voice))
    drive.give(SetupDesired(setup))
    assert drive.state is SessionState.DRAINING


def test_the_same_setup_again_is_no_news(drive, setup):
    drive.go_live()
    assert drive.give(SetupDesired(setup)) == ()


def test_a_setup_chosen_while_idle_or_failed_is_used_at_the_start(drive, other_voice, setup):
    assert drive.give(SetupDesired(other_voice)) == ()
    drive.give(Start())
    assert drive.opening.setup == other_voice
    drive.lose(ModelError("no"))
    assert drive.give(SetupDesired(setup)) == ()
    drive.give(RetryNow())
    assert drive.opening.setup == setup


def test_a_setup_chosen_while_connecting_waits_for_the_first_pause(drive, setup, other_voice):
    drive.give(Start())
    drive.give(SetupDesired(other_voice))
    assert drive.reports == [SetupPending(other_voice)]
    drive.give(Opened(Capabilities()))
    assert drive.status.active == setup
    assert drive.state is SessionState.DRAINING
    drive.sleep()
    assert drive.opening.setup == other_voice


def test_what_could_change_in_place_is_exchanged_too(drive, setup):
    drive.go_live(Capabilities(instruction_in_place=True))
    drive.give(SetupDesired(replace(setup, system_instruction="Be long.")))
    assert drive.state is SessionState.DRAINING


def test_speech_while_connecting_delays_leaving(drive, other_voice):
    drive.give(Start())
    drive.give(SetupDesired(other_voice))
    drive.give(UserSpeaking(True))
    drive.give(UserSpeaking(False))
    drive.give(Opened(Capabilities()), after_s=8.0)
    assert drive.wake_in_s == pytest.approx(pauses.SPEECH_BOUND_S)


def test_no_exchange_while_a_tool_call_is_pending(drive, other_voice):
    drive.go_live().hear(TICKET, CALL, TurnComplete())
    drive.give(SetupDesired(other_voice))
    assert drive.wake_in_s is None
    drive.give(Tick(), after_s=600.0)
    assert drive.state is SessionState.DRAINING
    drive.give(Sent(result()))
    drive.hear(TALK, TurnComplete())
    drive.sleep()
    assert drive.state is SessionState.RECONNECTING


def test_calls_die_with_their_session(drive):
    drive.go_live().hear(CALL)
    drive.lose(LOST)
    assert DiscardResults(frozenset({"c1"})) in drive.actions
    assert ToolCallsCancelled(("c1",)) in drive.reports
    assert drive.actions.index(DiscardResults(frozenset({"c1"}))) < drive.actions.index(
        drive.opening
    )
    assert drive.status.watch.pending_calls == frozenset()


def test_calls_live_on_in_a_continued_session(drive):
    drive.go_live().hear(TICKET, CALL)
    drive.lose(LOST)
    assert drive.opening.handle == "H1"
    assert drive.status.watch.pending_calls == frozenset({"c1"})


def test_a_barge_in_is_no_pause(drive, other_voice):
    drive.go_live().hear(AudioOutput(b"\0\0" * 24_000, 24_000))
    drive.give(SetupDesired(other_voice))
    drive.give(UserSpeaking(True))
    drive.hear(Interrupted(), TurnComplete())
    assert drive.wake_in_s is None
    drive.give(UserSpeaking(False), after_s=1.0)
    assert drive.wake_in_s == pytest.approx(pauses.SPEECH_BOUND_S)


def test_stop_closes_and_ends_in_idle(drive):
    drive.go_live()
    drive.give(Stop())
    assert drive.actions == (
        Tell(StateChanged(SessionState.CLOSING, SessionState.LIVE)),
        CloseConnection(),
    )
    assert drive.give(Stop()) == ()
    assert drive.give(Start()) == ()
    assert drive.give(Failed(LOST)) == ()
    assert drive.wake_in_s is None
    drive.give(Closed())
    assert drive.state is SessionState.IDLE


def test_stop_cancels_a_wait(drive):
    drive.give(Start())
    drive.lose(LOST)
    drive.give(Stop())
    assert drive.state is SessionState.CLOSING
    assert drive.wake_in_s is None


def test_stop_in_idle_does_nothing(drive):
    assert drive.give(Stop()) == ()


def test_closed_of_an_exchanged_connection_changes_nothing(drive):
    drive.go_live()
    assert drive.give(Closed()) == ()


def test_events_and_failures_out_of_place_change_nothing(drive):
    assert drive.give(Received(GoAway(1.0))) == ()
    assert drive.give(Failed(LOST)) == ()
    assert drive.state is SessionState.IDLE


def test_a_failed_exchange_is_tried_again_at_once(drive, other_voice):
    drive.go_live().hear(TICKET, TALK, TurnComplete())
    drive.give(SetupDesired(other_voice))
    drive.sleep()
    drive.lose(LOST)
    assert drive.opens
    assert not drive.change.planned
    drive.give(Opened(Capabilities()))
    assert not drive.change.planned


def test_a_fresh_session_refused_after_another_one_had_content_is_fatal(drive):
    drive.go_live().hear(TALK)
    drive.lose(HandleRefusedError("1007"))
    drive.give(Opened(Capabilities()))
    drive.lose(HandleRefusedError("1007 again"))
    assert drive.state is SessionState.FAILED
