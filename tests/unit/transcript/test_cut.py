"""A cut answer holds what was heard, and keeps the rest apart."""

import pytest
from helpers.talk_script import TalkScript

from livedesk.core.events import Interrupted
from livedesk.transcript.answer import LATE_ANSWER_S
from livedesk.transcript.model import Utterance


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


def _in_step(talk: TalkScript) -> None:
    """Four words, each followed by its 400 ms of sound."""
    for number, word in enumerate(["One", " two", " three", " four"]):
        talk.says(word)
        talk.audio(400, begins=number == 0)


@pytest.mark.parametrize(
    ("played_ms", "line"),
    [
        (0, "assistant: —One two three four—"),
        (399, "assistant: —One two three four—"),
        (400, "assistant: One —two three four—"),
        (1000, "assistant: One two —three four—"),
        (1200, "assistant: One two three —four—"),
    ],
)
def test_cut_falls_on_the_last_word_that_was_heard(
    talk: TalkScript, played_ms: float, line: str
) -> None:
    _in_step(talk)
    talk.interrupted(played_ms)
    assert talk.script == [line]


def test_words_behind_their_sound_are_mapped_all_the_same(talk: TalkScript) -> None:
    for number, word in enumerate(["One", " two", " three", " four"]):
        talk.audio(400, begins=number == 0)
        talk.says(word)
    talk.interrupted(800)
    assert talk.script == ["assistant: One two —three four—"]


def test_words_that_come_all_at_once_are_spread_over_the_sound(talk: TalkScript) -> None:
    talk.says("One two three four")
    talk.audio(1800, begins=True)
    talk.generated()
    talk.interrupted(800)
    assert talk.script == ["assistant: One two —three four—"]


def test_words_ahead_of_their_sound_are_not_taken_for_heard(talk: TalkScript) -> None:
    talk.says("word " * 40)
    talk.audio(500, begins=True)
    talk.interrupted(500)
    entry = talk.entries[0]
    assert isinstance(entry, Utterance)
    assert len(entry.text.split()) <= 2


def test_interrupted_twice_changes_nothing_more(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(800)
    before = talk.script
    talk.interrupted(1600)
    talk.interrupted(0)
    assert talk.script == before


def test_interrupted_before_any_sound_is_harmless(talk: TalkScript) -> None:
    talk.interrupted(0)
    talk.says("One")
    talk.interrupted(0)
    talk.says(" two")
    talk.audio(800, begins=True)
    talk.over()
    assert talk.script == ["assistant: One two"]


def test_late_words_of_a_cut_turn_are_unheard(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(800)
    talk.says(" five")
    talk.user("Stop")
    talk.over()
    talk.says(" six")
    assert talk.script == ["assistant: One two —three four five six—", "you: Stop"]


def test_words_that_only_come_after_the_cut_are_unheard(talk: TalkScript) -> None:
    talk.audio(2000, begins=True)
    talk.interrupted(1900)
    talk.says("One two")
    assert talk.script == ["assistant: —One two—"]


def test_late_sound_of_a_cut_turn_begins_nothing(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(800)
    talk.audio(0)  # dropped: nothing more is received of this turn
    talk.says(" five")
    assert talk.script == ["assistant: One two —three four five—"]


def test_next_turns_sound_begins_it_even_if_the_cut_one_never_ended(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(800)
    talk.audio(300, begins=True)
    talk.says("Yes?")
    assert talk.script == ["assistant: One two —three four—", "assistant: Yes?"]


def test_next_turns_words_begin_it_after_a_while(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(800)
    talk.clock.advance(LATE_ANSWER_S + 0.1)
    talk.says("Yes?")
    talk.audio(300, begins=True)
    assert talk.script == ["assistant: One two —three four—", "assistant: Yes?"]


def test_cut_after_the_turn_ended_counts_while_it_still_plays(talk: TalkScript) -> None:
    _in_step(talk)
    talk.generated()
    talk.over()
    talk.interrupted(800)
    assert talk.script == ["assistant: One two —three four—"]


def test_cut_after_everything_was_heard_is_none(talk: TalkScript) -> None:
    _in_step(talk)
    talk.generated()
    talk.interrupted(1600)
    assert talk.script == ["assistant: One two three four"]


def test_cut_in_mid_generation_is_marked_though_all_of_it_was_heard(talk: TalkScript) -> None:
    _in_step(talk)
    talk.interrupted(1600)
    assert talk.script == ["assistant: One two three four —"]


def test_cut_before_a_tools_answer_spans_both_utterances(talk: TalkScript) -> None:
    _in_step(talk)
    talk.tool()
    talk.tool_ends()
    talk.says("five six")
    talk.audio(800)
    talk.generated()
    talk.interrupted(800)
    assert talk.script == [
        "assistant: One two —three four—",
        "tool: get_local_time succeeded",
        "assistant: —five six—",
    ]


def test_scripts_without_spaces_are_cut_between_signs(talk: TalkScript) -> None:
    talk.says("现在是十点零二分。")
    talk.audio(1800, begins=True)
    talk.generated()
    talk.interrupted(1000)
    assert talk.script == ["assistant: 现在是十点 —零二分。—"]


def test_spurious_interrupted_does_not_cut_by_itself(talk: TalkScript) -> None:
    _in_step(talk)
    talk.event(Interrupted())
    assert talk.script == ["assistant: One two three four"]
