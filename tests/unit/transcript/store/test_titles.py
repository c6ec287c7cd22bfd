"""A conversation gets its title from the first thing that says something."""

from pathlib import Path

import pytest
from helpers.store_desk import StoreDesk, spoken

from livedesk.core.speakers import Speaker
from livedesk.transcript.store import changes, reading
from livedesk.transcript.store.titles import own_title


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ("what time is it?", "What time is it?"),
        ("Hello there, what time is it?", "What time is it?"),
        ("Hello.", ""),
        ("Guten Tag! Wie geht's?", "Wie geht's?"),
        ("High noon", "High noon"),
        ("今日はいい天気ですね", "今日はいい天気ですね"),
    ],
)
def test_title_of_an_utterance(said: str, title: str):
    assert own_title(spoken(1, said)) == title


def test_long_titles_end_between_words():
    title = own_title(spoken(1, "one two three four five, " * 10))
    assert title.endswith("…")
    assert len(title) <= 61
    assert title.rstrip("…").split()[-1] in {"one", "two", "three", "four", "five"}


def test_the_person_names_it_or_the_first_words_do(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:

        def titles() -> list[str]:
            with desk.store.reading() as connection:
                return [summary.title for summary in reading.summaries(connection)]

        desk.head()
        desk.put(spoken(1, "Hello!"))
        desk.put(spoken(2, "Hi, how can I help?", Speaker.ASSISTANT))
        desk.wait_kept(1, 2)
        assert titles() == [""]
        desk.put(spoken(3, "tell me a joke"))
        desk.put(spoken(4, "and another"))
        desk.wait_kept(3, 4)
        assert titles() == ["Tell me a joke"]
        desk.store.run(lambda c: changes.set_title(c, "talk", "Jokes")).result(10)
        assert titles() == ["Jokes"]
        desk.add_talk("greeting", "Hello!")
        assert titles() == ["Jokes", "Hello!"] or titles() == ["Hello!", "Jokes"]
