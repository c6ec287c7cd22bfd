"""Words find their place, whatever the order in which they come."""

import pytest
from helpers.talk_script import TalkScript

from livedesk.core.events import (
    InteractionIdle,
    Interrupted,
    ModelText,
    TurnComplete,
    VoiceActivity,
    VoiceActivityKind,
)
from livedesk.core.speakers import Speaker
from livedesk.transcript.answer import LATE_ANSWER_S, LATE_QUESTION_S
from livedesk.transcript.model import NoticeKind, Utterance
from livedesk.transcript.token_estimate import tokens_of


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


def test_words_of_both_sides_stream_in(talk: TalkScript) -> None:
    talk.user("What time")
    talk.user(" is it?", final=True)
    talk.says("It is")
    assert talk.script == ["you: What time is it?", "assistant: It is"]
    talk.says(" ten.")
    talk.over()
    assert talk.script == ["you: What time is it?", "assistant: It is ten."]
    assert all(isinstance(e, Utterance) and e.is_final for e in talk.entries)


def test_guess_is_replaced_until_it_is_certain(talk: TalkScript) -> None:
    talk.guess("what")
    talk.guess("what dime")
    assert talk.script == ["you: (what dime)"]
    talk.user("What time", final=True)
    assert talk.script == ["you: What time"]


def test_guess_does_not_repeat_what_is_certain(talk: TalkScript) -> None:
    talk.user("What time")
    talk.guess("what time is")
    assert talk.script == ["you: What time (is)"]


def test_guess_that_comes_to_nothing_leaves_no_entry(talk: TalkScript) -> None:
    talk.guess("hm")
    talk.user("", final=True)
    assert talk.script == []
    talk.guess("hm")
    talk.answer("Yes?")
    assert talk.script == ["assistant: Yes?"]


def test_question_whose_words_come_late_stands_before_its_answer(talk: TalkScript) -> None:
    talk.says("It is")
    talk.audio(200, begins=True)
    talk.user("What time is it?", final=True)
    talk.says(" ten.")
    talk.over()
    assert talk.script == ["you: What time is it?", "assistant: It is ten."]


def test_question_that_comes_after_a_tool_card_stands_before_it(talk: TalkScript) -> None:
    talk.tool()
    talk.user("What time is it?", final=True)
    talk.tool_ends()
    talk.says("Ten.")
    assert talk.script == [
        "you: What time is it?",
        "tool: get_local_time succeeded",
        "assistant: Ten.",
    ]


def test_late_question_after_a_turn_with_a_tool_stands_before_its_answer(
    talk: TalkScript,
) -> None:
    talk.tool()
    talk.tool_ends()
    talk.answer("Ten.")
    talk.says("Fine")
    talk.user("And the weather?", final=True)
    assert talk.script[-2:] == ["you: And the weather?", "assistant: Fine"]


def test_answer_in_a_turn_of_its_own_after_the_tools_turn_is_asked_for(talk: TalkScript) -> None:
    talk.user("Time?", final=True)
    talk.tool()
    talk.over()
    talk.tool_ends()
    talk.clock.advance(2)
    talk.says("Ten.")
    talk.user("Stop")
    assert talk.script[-2:] == ["assistant: Ten.", "you: Stop"]


def test_question_that_comes_when_only_sound_has_come_stands_before_the_words(
    talk: TalkScript,
) -> None:
    talk.audio(200, begins=True)
    talk.user("What time is it?", final=True)
    talk.says("Ten.")
    assert talk.script == ["you: What time is it?", "assistant: Ten."]


def test_last_words_of_a_question_join_it_while_the_answer_begins(talk: TalkScript) -> None:
    talk.user("What time")
    talk.says("It is")
    talk.user(" is it?", final=True)
    assert talk.script == ["you: What time is it?", "assistant: It is"]


def test_words_in_the_middle_of_an_answer_are_a_new_utterance(talk: TalkScript) -> None:
    talk.user("Tell me a story")
    talk.says("Once upon a time")
    talk.audio(3000, begins=True)
    talk.clock.advance(LATE_QUESTION_S + 0.1)
    talk.user("Stop")
    assert talk.script == [
        "you: Tell me a story",
        "assistant: Once upon a time",
        "you: Stop",
    ]


def test_voice_activity_parts_question_from_barge_in(talk: TalkScript) -> None:
    talk.user("Tell me a story")
    talk.says("Once upon")
    talk.event(VoiceActivity(VoiceActivityKind.START))
    talk.user("Stop")
    assert talk.script[-1] == "you: Stop"


def test_answers_words_stand_where_its_sound_began(talk: TalkScript) -> None:
    talk.user("Story", final=True)
    talk.audio(3000, begins=True)
    talk.clock.advance(3)
    talk.interrupted(2900)
    talk.user("Stop", final=True)
    talk.says("Once upon a time")
    assert talk.script == ["you: Story", "assistant: —Once upon a time—", "you: Stop"]


def test_late_words_of_a_finished_turn_join_it(talk: TalkScript) -> None:
    talk.says("It is")
    talk.audio(500, begins=True)
    talk.over()
    talk.clock.advance(LATE_ANSWER_S - 0.1)
    talk.says(" ten.")
    assert talk.script == ["assistant: It is ten."]


def test_words_long_after_a_turn_are_a_new_one(talk: TalkScript) -> None:
    talk.says("It is ten.")
    talk.over()
    talk.clock.advance(LATE_ANSWER_S + 0.1)
    talk.says("Still there?")
    assert talk.script == ["assistant: It is ten.", "assistant: Still there?"]


def test_next_question_parts_two_answers(talk: TalkScript) -> None:
    talk.answer("One.")
    talk.user("And?")
    talk.says("Two.")
    assert talk.script == ["assistant: One.", "you: And?", "assistant: Two."]


def test_typed_turns_are_entries_at_once(talk: TalkScript) -> None:
    talk.assembler.add_typed("  Hello \n there ")
    talk.assembler.add_typed(" \n ")
    talk.says("Hi.")
    entry = talk.entries[0]
    assert isinstance(entry, Utterance)
    assert (entry.text, entry.is_typed, entry.is_final) == ("Hello \n there", True, True)
    assert talk.script[1] == "assistant: Hi."


def test_typing_into_an_answer_begins_a_new_one(talk: TalkScript) -> None:
    talk.says("Once upon a time")
    talk.audio(2000, begins=True)
    talk.assembler.add_typed("Stop")
    talk.assembler.cut(1200)
    talk.over()
    talk.says("All right.")
    assert talk.script == [
        "assistant: Once upon —a time—",
        "you: Stop",
        "assistant: All right.",
    ]


def test_empty_turns_leave_no_entry(talk: TalkScript) -> None:
    talk.audio(100, begins=True)
    talk.says(" ")
    talk.says("", final=True)
    talk.event(Interrupted())
    talk.over()
    talk.user("")
    talk.user(" ", final=True)
    talk.event(InteractionIdle())
    assert talk.script == []


def test_tool_cards_stand_where_they_were_called(talk: TalkScript) -> None:
    talk.user("Time?", final=True)
    talk.says("Let me see.")
    talk.audio(500, begins=True)
    talk.tool()
    talk.says(" One moment.")  # words of the sound before the call
    talk.tool_ends()
    talk.says("It is ten.")
    assert talk.script == [
        "you: Time?",
        "assistant: Let me see. One moment.",
        "tool: get_local_time succeeded",
        "assistant: It is ten.",
    ]


def test_speech_beside_a_running_tool_comes_behind_its_card(talk: TalkScript) -> None:
    talk.says("Let me see.")
    talk.audio(500, begins=True)
    talk.tool()
    talk.audio(500)
    talk.says("Meanwhile …")
    assert [line.split(":")[0] for line in talk.script] == ["assistant", "tool", "assistant"]


def test_what_is_said_after_a_tool_comes_behind_what_the_person_said_meanwhile(
    talk: TalkScript,
) -> None:
    talk.user("Time?", final=True)
    talk.says("Let me see.")
    talk.audio(500, begins=True)
    talk.tool()
    talk.clock.advance(5)
    talk.user("Thanks", final=True)
    talk.tool_ends()
    talk.says("It is ten.")
    assert talk.script[-2:] == ["you: Thanks", "assistant: It is ten."]


def test_repeated_call_is_one_card_and_unknown_result_is_none(talk: TalkScript) -> None:
    talk.tool()
    talk.tool()
    talk.tool_ends("unknown")
    assert talk.script == ["tool: get_local_time running"]
    talk.assembler.end_of_talk()
    assert talk.script == ["tool: get_local_time cancelled"]


def test_notices_stand_in_place_and_a_lost_connection_ends_the_turn(talk: TalkScript) -> None:
    talk.says("Once upon")
    talk.audio(500, begins=True)
    talk.assembler.notice(NoticeKind.RECONNECTED, "It is back.")
    talk.clock.advance(2)
    talk.says("Where was I?")
    assert talk.script == [
        "assistant: Once upon",
        "notice: It is back.",
        "assistant: Where was I?",
    ]


def test_written_answer_keeps_its_lines_and_cannot_be_cut(talk: TalkScript) -> None:
    talk.event(ModelText("A\n", is_thought=False))
    talk.event(ModelText("thinking", is_thought=True))
    talk.event(ModelText("  B"))
    talk.audio(500, begins=True)
    talk.interrupted(100)
    talk.over()
    assert talk.script == ["assistant: A\n  B"]


def test_turns_of_one_thought_are_two_utterances(talk: TalkScript) -> None:
    talk.says("Wait.")
    talk.event(TurnComplete(more_follows=True))
    talk.says("Now I know.")
    assert talk.script == ["assistant: Wait.", "assistant: Now I know."]


def test_talks_follow_each_other_in_one_transcript(talk: TalkScript) -> None:
    talk.user("One")
    talk.assembler.end_of_talk()
    talk.assembler.end_of_talk()
    talk.user("Two")
    talk.guess("and")
    talk.assembler.end_of_talk()
    assert talk.script == ["you: One", "you: Two"]


def test_history_is_what_was_heard(talk: TalkScript) -> None:
    talk.user("Tell me a story", final=True)
    talk.says("Once upon a time")
    talk.audio(1600, begins=True)
    talk.generated()
    talk.interrupted(910)
    talk.over()
    talk.guess("wa")
    turns = talk.assembler.recent_history(1000)
    assert [(t.speaker, t.text) for t in turns] == [
        (Speaker.USER, "Tell me a story"),
        (Speaker.ASSISTANT, "Once upon"),
    ]


def test_history_has_a_limit_and_keeps_the_newest(talk: TalkScript) -> None:
    for number in range(50):
        talk.assembler.add_typed(f"Question {number}")
        talk.answer(f"Answer {number}")
    turns = talk.assembler.recent_history(100)
    assert 60 <= sum(tokens_of(t.text) for t in turns) <= 100
    assert turns[-1].text == "Answer 49"
    assert all(t.text.split()[-1].isdigit() for t in turns)
