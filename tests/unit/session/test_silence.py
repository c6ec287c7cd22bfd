"""When an open line is silent for too long, and when its silence means nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.core.capabilities import Capabilities, ThinkingLevel
from livedesk.core.events import (
    AudioOutput,
    GoAway,
    ResumptionUpdate,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    Usage,
)
from livedesk.core.inputs import TextInput, ToolResultInput
from livedesk.core.reports import AnswerBroken, SessionState
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult, ToolScheduling
from livedesk.session.machine_types import (
    CloseConnection,
    OpenConnection,
    Opened,
    Sent,
    Tick,
    UserSpeaking,
)

SILENCE_S = SessionPolicy().silence_s
HELLO = Sent(TextInput("hello"))
CALL = ToolCallsReceived((ToolCall("c1", "clock"),))
RESULT = ToolResult("c1", "clock", ToolOutcome.SUCCEEDED)
SOUND = AudioOutput(b"\0\0" * 2400, 24_000)


def is_left(drive) -> bool:
    return CloseConnection(was_lost=True) in drive.actions


def test_a_typed_turn_without_any_sign_ends_the_connection(drive):
    drive.go_live().hear(ResumptionUpdate("H1", resumable=True))
    drive.give(HELLO)
    assert drive.wake_in_s == pytest.approx(SILENCE_S)
    assert not drive.give(Tick(), after_s=SILENCE_S - 0.1)
    drive.sleep()
    assert is_left(drive)
    assert drive.change.error.user_message == "The server has fallen silent."
    assert drive.opening.handle == "H1"
    closes, opens = (
        [n for n, action in enumerate(drive.actions) if isinstance(action, kind)]
        for kind in (CloseConnection, OpenConnection)
    )
    assert closes < opens, "the old socket is closed before another is opened"


@pytest.mark.parametrize("no_sign", [Usage(), GoAway(60.0), ResumptionUpdate(None, False)])
def test_what_was_under_way_anyway_is_no_sign(drive, no_sign):
    drive.go_live().give(HELLO)
    drive.hear(no_sign, after_s=1.0)
    assert drive.wake_in_s == pytest.approx(SILENCE_S - 1.0)


@pytest.mark.parametrize("sign", [SOUND, Transcription(Speaker.USER, "hello"), TurnComplete()])
def test_any_sign_ends_the_wait(drive, sign):
    drive.go_live().give(HELLO)
    drive.hear(sign, TurnComplete(), after_s=1.0)
    assert drive.wake_in_s > 60


def test_the_end_of_the_answer_before_is_no_sign(drive):
    drive.go_live().hear(SOUND)
    drive.give(HELLO)
    drive.hear(TurnComplete(), after_s=1.0)
    assert drive.wake_in_s == pytest.approx(SILENCE_S)


def test_a_model_that_thinks_may_take_longer(drive):
    drive.go_live(Capabilities(thinking_level=ThinkingLevel.LOW)).give(HELLO)
    assert drive.wake_in_s == pytest.approx(SessionPolicy().thinking_silence_s)


def test_a_slow_server_gets_longer_each_time(drive):
    drive.go_live().give(HELLO)
    waits_s = []
    for _ in range(5):
        waits_s.append(drive.wake_in_s)
        drive.sleep()
        assert is_left(drive)
        if not drive.opens:
            drive.sleep()
        drive.give(Opened(Capabilities()))
        drive.give(HELLO)
    assert waits_s == pytest.approx([SILENCE_S * n for n in (1, 2, 4, 8, 8)])
    drive.hear(SOUND, TurnComplete())
    drive.give(HELLO)
    assert drive.wake_in_s == pytest.approx(SILENCE_S)


def test_speech_without_any_sign_ends_the_connection_once(drive):
    drive.go_live()
    for n in range(2):
        drive.give(UserSpeaking(True))
        drive.give(UserSpeaking(False), after_s=1.0)
        drive.sleep()
        assert is_left(drive) == (n == 0)
        if drive.opens:
            drive.give(Opened(Capabilities()))
            drive.hear(GoAway(600.0))


def test_a_cough_is_owed_nothing(drive):
    drive.go_live()
    drive.give(UserSpeaking(True))
    drive.give(UserSpeaking(False), after_s=0.3)
    assert drive.wake_in_s > 60


def test_who_goes_on_speaking_is_not_cut(drive):
    drive.go_live()
    for n in range(6):
        drive.give(UserSpeaking(True), after_s=1.0)
        assert drive.wake_in_s > 60
        drive.give(UserSpeaking(False), after_s=4.0)
        if 3 <= n < 5:
            assert drive.wake_in_s == pytest.approx(2.0)
    # Here twice the time is over as well, so the next pause is used.
    assert drive.wake_in_s <= 0


def test_short_words_count_together(drive):
    drive.go_live()
    for _ in range(3):
        drive.give(UserSpeaking(True), after_s=0.5)
        drive.give(UserSpeaking(False), after_s=0.2)
    assert drive.wake_in_s == pytest.approx(SILENCE_S)


def test_nothing_is_owed_while_a_tool_runs(drive):
    drive.go_live().give(HELLO)
    drive.hear(CALL)
    assert drive.wake_in_s > 60
    drive.give(Sent(ToolResultInput(RESULT)), after_s=20.0)
    assert drive.wake_in_s == pytest.approx(SILENCE_S)


def test_a_silent_result_wants_no_answer(drive):
    drive.go_live().hear(CALL, TurnComplete())
    drive.give(Sent(ToolResultInput(replace(RESULT, scheduling=ToolScheduling.SILENT))))
    assert drive.wake_in_s > 60


def test_an_answer_that_stops_in_the_middle_is_broken(drive):
    drive.go_live().hear(SOUND)
    drive.sleep()
    assert is_left(drive)
    assert AnswerBroken() in drive.reports
    assert drive.state is SessionState.RECONNECTING
