"""What is heard again after a loss stands in the transcript once, where it stood before."""

import pytest
from helpers.talk_script import TalkScript

from livedesk.transcript.model import NoticeKind

BACK = "notice: back"


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


def speak(talk: TalkScript, *words: str, final: bool = False) -> float:
    """Say something; the moment at which it was begun."""
    begun_s = talk.clock.now_s()
    talk.clock.advance(1.0)
    for word in words:
        talk.user(word, final=final)
    return begun_s


def lose(talk: TalkScript, begun_s: float) -> None:
    talk.assembler.hear_again(begun_s)
    talk.assembler.end_turn()
    talk.assembler.notice(NoticeKind.RECONNECTED, "back")


def test_the_words_of_a_cut_utterance_are_replaced_by_the_whole(talk):
    begun_s = speak(talk, "What is", " the")
    lose(talk, begun_s)
    assert talk.script == ["you: What is the", BACK], "kept until they are understood again"
    talk.user("What is")
    talk.user(" the time?", final=True)
    talk.answer("Noon.")
    assert talk.script == ["you: What is the time?", BACK, "assistant: Noon."]


def test_an_utterance_that_was_finished_is_replaced_as_well(talk):
    begun_s = speak(talk, "What is the time?", final=True)
    lose(talk, begun_s)
    talk.guess("what")
    talk.user("What is the time?", final=True)
    assert talk.script == ["you: What is the time?", BACK]


def test_two_utterances_that_come_as_one_stand_as_one(talk):
    begun_s = speak(talk, "What is", final=True)
    speak(talk, "the time?", final=True)
    lose(talk, begun_s)
    assert talk.script == ["you: What is", "you: the time?", BACK]
    talk.user("What is the time?", final=True)
    assert talk.script == ["you: What is the time?", BACK]


def test_what_was_said_before_it_stays(talk):
    speak(talk, "Hm.", final=True)
    talk.clock.advance(7.0)
    begun_s = speak(talk, "What is")
    lose(talk, begun_s)
    talk.user("What is the time?", final=True)
    assert talk.script == ["you: Hm.", "you: What is the time?", BACK]


def test_what_was_typed_behind_it_stays_behind_it(talk):
    begun_s = speak(talk, "Listen.", final=True)
    talk.assembler.add_typed("what time is it")
    lose(talk, begun_s)
    talk.assembler.add_typed("please")
    talk.user("Listen!", final=True)
    assert talk.script == ["you: Listen!", "you: what time is it", BACK, "you: please"]


def test_a_line_that_is_lost_again_and_again_makes_one_turn(talk):
    begun_s = speak(talk, "What")
    for words in ("What is", "What", "What is the time?"):
        lose(talk, begun_s)
        begun_s += 3.0  # it begins to wait anew with each loss
        talk.clock.advance(4.0)
        talk.user(words)
    talk.user("", final=True)
    assert [line for line in talk.script if line != BACK] == ["you: What is the time?"]


def test_an_answered_question_is_not_understood_anew(talk):
    begun_s = speak(talk, "Hello.", final=True)
    talk.says("Hello")
    lose(talk, begun_s)
    talk.user("Hello again.", final=True)
    assert talk.script[0] == "you: Hello."
    assert talk.script[-1] == "you: Hello again."


def test_the_first_words_of_a_new_utterance_replace_nothing(talk):
    speak(talk, "Hello.", final=True)
    talk.answer("Hello.")
    begun_s = talk.clock.now_s()
    lose(talk, begun_s)
    talk.user("What time", final=True)
    assert talk.script == ["you: Hello.", "assistant: Hello.", BACK, "you: What time"]
