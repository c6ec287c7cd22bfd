"""What must be said again on the next connection, and what must not."""

from __future__ import annotations

import pytest

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    InteractionIdle,
    Interrupted,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    WaitingForInput,
)
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    TextInput,
    ToolResultInput,
    VideoInput,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session.unanswered import DOUBT_S, FORGET_S, REST_S, Unanswered

SOUND = AudioOutput(b"\0\0", 24_000)
CALL = ToolCallsReceived((ToolCall("c1", "clock"),))
RESULT = ToolResultInput(ToolResult("c1", "clock", ToolOutcome.SUCCEEDED))
HELLO = TextInput("hello")


@pytest.fixture
def unanswered() -> Unanswered:
    return Unanswered(15.0)


def speech(at_s: float, *, is_speech: bool = True) -> AudioInput:
    return AudioInput(b"\1\0" * 320, 16_000, at_s, is_speech=is_speech)


def say(unanswered: Unanswered, pattern: str, at_s: float = 100.0) -> float:
    for kind in pattern:
        unanswered.sent(speech(at_s, is_speech=kind == "s"))
        at_s += 0.02
    return at_s


def test_a_question_without_any_answer_is_asked_again(unanswered):
    unanswered.sent(HELLO)
    unanswered.heard(ResumptionUpdate("H1", resumable=True), 100.0)
    unanswered.heard(GoAway(50.0), 100.0)
    assert unanswered.take(100.0, was_lost=True) == (HELLO,)
    assert unanswered.take(100.0, was_lost=True) == ()


@pytest.mark.parametrize("sign", [SOUND, CALL, TurnComplete(), WaitingForInput()])
def test_what_was_reacted_to_is_not_asked_again(unanswered, sign):
    unanswered.sent(HELLO)
    unanswered.heard(sign, 100.0)
    assert unanswered.take(100.0, was_lost=True) == ()


def test_the_rest_of_the_answer_before_is_no_reaction(unanswered):
    unanswered.heard(SOUND, 100.0)
    unanswered.sent(HELLO)
    for event in (SOUND, Transcription(Speaker.ASSISTANT, "old"), Interrupted(), TurnComplete()):
        unanswered.heard(event, 100.0)
    assert unanswered.take(100.0, was_lost=True) == (HELLO,)


def test_the_late_end_of_a_generated_answer_is_no_reaction(unanswered):
    unanswered.heard(SOUND, 100.0)
    unanswered.heard(GenerationComplete(), 100.0)
    unanswered.sent(HELLO)
    unanswered.heard(TurnComplete(), 100.0)
    assert unanswered.take(100.0, was_lost=True) == (HELLO,)


def test_the_answer_after_the_end_of_the_one_before_is_a_reaction(unanswered):
    unanswered.heard(SOUND, 100.0)
    unanswered.sent(HELLO)
    unanswered.heard(Interrupted(), 100.0)
    unanswered.heard(SOUND, 100.0)
    assert unanswered.take(100.0, was_lost=True) == ()


def said_then_typed(unanswered: Unanswered) -> None:
    say(unanswered, "s" * 50 + "." * 10)
    unanswered.sent(HELLO)


def test_what_was_typed_behind_speech_survives_the_answer_to_the_speech(unanswered):
    said_then_typed(unanswered)
    unanswered.heard(SOUND, 102.0)
    assert unanswered.take(102.0, was_lost=True)[-1:] == (HELLO,)


def test_what_was_said_behind_a_typed_turn_survives_the_answer_to_that(unanswered):
    unanswered.sent(HELLO)
    say(unanswered, "s" * 50)
    unanswered.heard(SOUND, 101.0)
    say(unanswered, "s" * 10, 101.0)
    items = unanswered.take(101.2, was_lost=True)
    assert len(items) == 60, "all of the utterance, and nothing of the typed turn"


def test_of_two_typed_turns_the_second_survives_the_answer_to_the_first(unanswered):
    other = TextInput("other")
    unanswered.sent(HELLO)
    unanswered.sent(other)
    unanswered.heard(SOUND, 101.0)
    unanswered.heard(Interrupted(), 102.0)
    unanswered.heard(TurnComplete(), 102.0)
    assert unanswered.take(200.0, was_lost=True) == (other,)


@pytest.mark.parametrize(
    "signs",
    [
        (TurnComplete(), SOUND),
        (Interrupted(), TurnComplete(), SOUND),
        (TurnComplete(), InteractionIdle()),
        (TurnComplete(), ResumptionUpdate("H2", resumable=True)),
        (WaitingForInput(),),
    ],
)
def test_the_doubt_ends_with_the_next_answer_or_when_nothing_is_due(unanswered, signs):
    said_then_typed(unanswered)
    unanswered.heard(SOUND, 102.0)
    for sign in signs:
        unanswered.heard(sign, 103.0)
    assert HELLO not in unanswered.take(104.0, was_lost=True)


@pytest.mark.parametrize(("after_s", "is_kept"), [(DOUBT_S - 1, True), (DOUBT_S + 1, False)])
def test_the_doubt_ends_when_nothing_more_was_answered_for_long(unanswered, after_s, is_kept):
    said_then_typed(unanswered)
    unanswered.heard(SOUND, 102.0)
    unanswered.heard(TurnComplete(), 103.0)
    assert (HELLO in unanswered.take(103.0 + after_s, was_lost=True)) is is_kept


def test_while_the_next_answer_is_made_the_doubt_has_no_end(unanswered):
    said_then_typed(unanswered)
    for event in (SOUND, TurnComplete(), ResumptionUpdate(None, resumable=False)):
        unanswered.heard(event, 103.0)
    assert HELLO in unanswered.take(103.0 + 3 * DOUBT_S, was_lost=True)


def test_the_beginning_of_an_utterance_is_told_while_it_is_whole(unanswered):
    say(unanswered, "." * 10 + "s" * 20, 99.8)
    assert unanswered.begun_s == pytest.approx(100.0)
    unanswered.heard(SOUND, 101.0)
    assert unanswered.begun_s is None
    say(unanswered, "." * 60 + "s", 101.0)
    assert unanswered.begun_s == pytest.approx(102.2)


def test_an_utterance_that_exceeds_the_bound_is_not_whole():
    unanswered = Unanswered(1.0)
    say(unanswered, "s" * 60)
    assert unanswered.begun_s is None


def test_a_result_is_used_by_the_turn_that_wanted_it(unanswered):
    unanswered.heard(CALL, 100.0)
    unanswered.sent(RESULT)
    assert Unanswered.take(unanswered, 100.0, was_lost=True) == (RESULT,)
    unanswered.heard(CALL, 100.0)
    unanswered.sent(RESULT)
    unanswered.heard(SOUND, 100.0)
    assert unanswered.take(100.0, was_lost=True) == ()


def test_the_result_of_a_cancelled_call_is_forgotten(unanswered):
    unanswered.sent(RESULT)
    unanswered.heard(ToolCallsCancelled(("c1",)), 100.0)
    assert unanswered.take(100.0, was_lost=True) == ()


def test_an_utterance_is_said_again_from_its_beginning(unanswered):
    say(unanswered, "." * 100 + "s" * 50 + "." * 10)
    items = unanswered.take(110.0, was_lost=True)
    assert sum(item.is_speech for item in items) == 50
    assert not items[0].is_speech  # the moment before it, in which the word began
    assert items[-1].captured_at_s == pytest.approx(110.0), "it begins to wait now"
    assert len({item.captured_at_s for item in items}) == len(items)


def test_after_a_loss_the_last_moment_is_said_again_even_if_silent(unanswered):
    say(unanswered, "." * 100)
    lost = unanswered.take(102.0, was_lost=True)
    assert 200 <= len(lost) * 20 <= 340
    say(unanswered, "." * 100)
    assert unanswered.take(102.0, was_lost=False) == ()


def test_an_utterance_that_was_answered_is_not_said_again(unanswered):
    say(unanswered, "s" * 50)
    unanswered.heard(SOUND, 100.0)
    assert unanswered.take(102.0, was_lost=False) == ()


def test_what_was_on_its_way_when_an_answer_began_is_said_again_after_a_loss(unanswered):
    say(unanswered, "s" * 50)
    unanswered.heard(SOUND, 100.0)
    items = unanswered.take(102.0, was_lost=True)
    assert 280 <= len(items) * 20 <= 340


def test_only_the_newest_seconds_of_a_long_utterance_are_kept():
    unanswered = Unanswered(2.0)
    end_s = say(unanswered, "s" * 500)
    items = unanswered.take(end_s, was_lost=True)
    assert len(items) * 20 == 2000


@pytest.mark.parametrize(("rest_s", "n_frames"), [(REST_S - 1, 20), (REST_S + 1, 10)])
def test_speech_after_a_long_rest_is_another_utterance(unanswered, rest_s, n_frames):
    end_s = say(unanswered, "s" * 10)
    say(unanswered, "s" * 10, end_s + rest_s)
    items = unanswered.take(end_s + rest_s + 1, was_lost=False)
    assert len(items) == n_frames


def test_what_nobody_answered_for_long_is_forgotten(unanswered):
    end_s = say(unanswered, "s" * 10)
    unanswered.sent(HELLO)
    assert unanswered.take(end_s + FORGET_S + 1, was_lost=False) == (HELLO,)


def test_a_marked_turn_is_said_again_with_its_marks(unanswered):
    unanswered.sent(ActivityStart())
    say(unanswered, "ss")
    unanswered.sent(ActivityEnd())
    kinds = [type(item) for item in unanswered.take(101.0, was_lost=True)]
    assert kinds == [ActivityStart, AudioInput, AudioInput, ActivityEnd]


@pytest.mark.parametrize(
    "items", [(AudioStreamEnd(),), (ActivityEnd(),), (ActivityStart(), ActivityEnd())]
)
def test_the_end_of_nothing_is_not_told_again(unanswered, items):
    for item in items:
        unanswered.sent(item)
    assert unanswered.take(100.0, was_lost=True) == ()


@pytest.mark.parametrize("item", [HELLO, speech(100.0), speech(100.0, is_speech=False)])
def test_what_did_not_go_out_after_all_is_not_kept_twice(unanswered, item):
    unanswered.sent(item)
    unanswered.unsent(item)
    assert unanswered.take(100.0, was_lost=True) == ()


def test_what_was_typed_while_a_tool_ran_is_in_doubt_once_its_result_is_answered(unanswered):
    unanswered.sent(HELLO)
    unanswered.heard(CALL, 100.0)
    unanswered.sent(RESULT)
    again = TextInput("and the weather?")
    unanswered.sent(again)
    unanswered.heard(SOUND, 101.0)
    assert unanswered.take(101.0, was_lost=True) == (again,)
    unanswered.sent(again)
    unanswered.heard(CALL, 102.0)
    unanswered.sent(RESULT)
    unanswered.sent(TextInput("and the news?"))
    unanswered.heard(SOUND, 103.0)
    unanswered.heard(TurnComplete(), 104.0)
    unanswered.heard(ResumptionUpdate("H1", resumable=True), 104.0)
    assert unanswered.take(104.0, was_lost=True) == ()


def settled(unanswered: Unanswered) -> TextInput:
    """A typed turn that an answer was long taken for one to."""
    again = TextInput("and the weather?")
    unanswered.sent(HELLO)
    unanswered.sent(again)
    unanswered.heard(SOUND, 100.0)
    unanswered.heard(TurnComplete(), 100.0)
    unanswered.heard(Transcription(Speaker.USER, ""), 101.0 + DOUBT_S)
    return again


def test_where_the_server_fell_silent_what_an_answer_only_seemed_to_be_to_is_asked(unanswered):
    again = settled(unanswered)
    unanswered.sent(TextInput("hello?"))
    assert unanswered.take(130.0, was_lost=True, was_silent=True) == (again, TextInput("hello?"))


@pytest.mark.parametrize("sign", [SOUND, ResumptionUpdate("H", resumable=True), InteractionIdle()])
def test_a_sign_of_the_server_settles_it_for_good(unanswered, sign):
    settled(unanswered)
    unanswered.heard(sign, 120.0)
    assert unanswered.take(130.0, was_lost=True, was_silent=True) == ()


def test_a_line_that_ends_with_a_word_settles_it(unanswered):
    settled(unanswered)
    assert unanswered.take(130.0, was_lost=True) == ()


def test_speech_that_the_bound_gives_up_is_counted_until_somebody_answers():
    unanswered = Unanswered(0.1)
    say(unanswered, "s" * 20)
    assert unanswered.clipped_ms == 300.0
    unanswered.heard(SOUND, 101.0)
    assert unanswered.clipped_ms == 0.0
    say(unanswered, "s" * 20)
    unanswered.take(102.0, was_lost=True, was_silent=True)
    assert unanswered.clipped_ms == 0.0


def test_frames_are_not_kept_and_words_beside_them_are():
    unanswered = Unanswered(15.0)
    for item in (VideoInput(b"a", 1.0), TextInput("a"), VideoInput(b"b", 2.0)):
        unanswered.sent(item)
    unanswered.unsent(VideoInput(b"b", 2.0))
    assert unanswered.take(3.0, was_lost=True) == (TextInput("a"),)
