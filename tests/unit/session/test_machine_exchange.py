"""When one connection is exchanged for the next: goAway, new setup, old age."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import (
    ModelError,
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
)
from livedesk.core.inputs import TextInput, ToolResultInput
from livedesk.core.reports import SessionState, SetupApplied, SetupPending, StateChanged
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session import leaving, machine, pauses
from livedesk.session.machine_types import (
    CloseConnection,
    OpenConnection,
    Opened,
    RetryNow,
    Sent,
    SetupDesired,
    Start,
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


def test_go_away_without_time_leaves_once_what_is_on_its_way_has_come(drive):
    drive.go_live().give(UserSpeaking(True))
    drive.hear(GoAway(0.0))
    assert drive.state is SessionState.DRAINING
    assert drive.wake_in_s == pytest.approx(pauses.SETTLE_S)
    drive.sleep()
    assert drive.state is SessionState.RECONNECTING
    assert drive.opens


def test_a_server_that_sends_everybody_away_at_once_is_not_asked_without_a_wait(drive):
    drive.go_live().hear(TICKET)
    n_opens = 0
    began_s = drive.now_s
    while drive.state is not SessionState.FAILED and drive.now_s < began_s + 600.0:
        drive.hear(GoAway(0.0)) if drive.state is SessionState.LIVE else None
        drive.sleep()
        if drive.opens:
            n_opens += 1
            drive.give(Opened(Capabilities()), after_s=0.01)
    assert n_opens < 60


def test_the_answer_to_a_result_is_waited_for_where_the_server_is_about_to_leave(drive):
    drive.go_live().hear(TICKET, CALL, GoAway(3.0))
    drive.give(Sent(result()), after_s=10.0)
    assert drive.state is SessionState.DRAINING
    assert drive.wake_in_s == pytest.approx(leaving.RESULT_GRACE_S)
    drive.hear(TALK, after_s=2.9)
    drive.sleep()
    assert drive.state is SessionState.RECONNECTING


def test_old_age_leaves_at_the_next_pause(drive):
    drive.go_live()
    assert drive.wake_in_s == pytest.approx(drive.status.policy.max_age_s)
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
    assert ToolCallsCancelled(("c1",)) in drive.reports
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


def test_a_failed_exchange_is_tried_again_at_once(drive, other_voice):
    drive.go_live().hear(TICKET, TALK, TurnComplete())
    drive.give(SetupDesired(other_voice))
    drive.sleep()
    drive.lose(LOST)
    assert drive.opens
    assert not drive.change.planned
    drive.give(Opened(Capabilities()))
    assert not drive.change.planned
