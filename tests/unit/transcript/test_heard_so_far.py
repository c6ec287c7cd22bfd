"""Which word is spoken, while the answer is played."""

import pytest
from helpers.talk_script import TalkScript

from livedesk.transcript.spacing import next_boundary


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


def heard(talk: TalkScript, played_ms: float) -> str:
    so_far = talk.assembler.heard_so_far(played_ms)
    if so_far is None:
        return ""
    (entry,) = [e for e in talk.transcript.entries if e.entry_id == so_far.entry_id]
    return entry.text[: so_far.n_characters]


def test_the_word_that_is_spoken_is_the_last_one(talk: TalkScript) -> None:
    assert heard(talk, 0) == ""
    talk.says("One two three four")
    assert heard(talk, 0) == "", "no sound yet"
    talk.audio(1800, begins=True)
    talk.generated()
    said = [heard(talk, played_ms) for played_ms in (0, 200, 500, 900, 1800)]
    assert said == ["", "One", "One two", "One two three", "One two three four"]


def test_words_after_a_tool_are_counted_from_their_own_beginning(talk: TalkScript) -> None:
    talk.says("One moment.")
    talk.audio(1000, begins=True)
    talk.tool()
    talk.tool_ends()
    talk.says("It is noon.")
    talk.audio(1000)
    talk.generated()
    assert heard(talk, 500) == "One moment."
    assert heard(talk, 1900) == "It is noon."


def test_nothing_is_to_come_of_a_turn_that_was_cut(talk: TalkScript) -> None:
    talk.says("One two three four")
    talk.audio(1800, begins=True)
    talk.interrupted(800)
    assert heard(talk, 800) == ""


@pytest.mark.parametrize(
    ("text", "position", "end"),
    [
        ("one two", 0.0, 0),
        ("one two", 0.4, 3),
        ("one two", 3.0, 3),
        ("one two", 9.0, 7),
        ("", 1, 0),
    ],
)
def test_a_word_counts_as_a_whole(text: str, position: float, end: int) -> None:
    assert next_boundary(text, position) == end
