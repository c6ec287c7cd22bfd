"""Any sentence is found, in any script, while it is being typed."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.any_record import TEXT
from helpers.store_desk import BEGAN, StoreDesk, spoken
from hypothesis import given, settings
from hypothesis import strategies as st

from livedesk.core.speakers import Speaker
from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import changes, search
from livedesk.transcript.store.database import open_for_writing, transaction
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.folding import folded
from livedesk.transcript.store.query import parsed
from livedesk.transcript.store.rows import Head
from livedesk.transcript.store.snippet import snippet

SAID = {
    1: "What time is it, Señor Müller?",
    2: "Die Straße ist naß; ÇA VA, İstanbul?",
    3: "今日はいい天気ですね。明日もそうですか",
    4: "我们在中国学习汉语",
    5: "สวัสดีครับ ผมชื่อสมชาย",
    6: "שָׁלוֹם עוֹלָם",
    7: "مُحَمَّدٌ يَقْرَأُ الكِتابَ",
    8: "हिन्दी में लिखा है",
    9: "Party 🎉 with the family 👩‍👩‍👧 and a 🥹",
    10: "안녕하세요 세계",
    11: "Ξεσκεπάζω την ψυχοφθόρα",
    12: "e\u0301clair decomposed, and ﬁne ligature",
    13: "C++ and 3.14, foo_bar, don't stop",
}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory):
    path = tmp_path_factory.mktemp("found") / "conversations.db"
    entries = changes.in_order([spoken(number, text) for number, text in SAID.items()])
    with closing(open_for_writing(path)) as opened:
        with transaction(opened):
            changes.write_whole(opened, Head("talk", BEGAN), entries)
        yield opened


def found(connection: sqlite3.Connection, text: str) -> list[int]:
    return [find.number for find in search.search(connection, text)]


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("muller", [1]),
        ("MÜLL", [1]),
        ("mul sen", []),  # only the last word may be unfinished
        ("sen mul ", []),
        ("time seño", [1]),
        ('"is it"', [1]),
        ('"it is"', []),
        ('"is it', [1]),
        ("strasse", [2]),
        ("straße", [2]),
        ("nass", [2]),
        ("ca va", [2]),
        ("istanbul", [2]),
        ("天", [3]),
        ("天気", [3]),
        ("いい天気", [3]),
        ("天気 明日", [3]),
        ("気天", []),
        ("中国", [4]),
        ("中国学习", [4]),
        ("中国汉语", []),
        ("สวัสดี", [5]),
        ("สมชาย", [5]),
        ("שלום", [6]),
        ("שָׁלוֹם", [6]),
        ("עולם", [6]),
        ("محمد", [7]),
        ("كتاب", []),
        ("الكتاب", [7]),
        ("हिन्दी", [8]),
        ("हिन्", [8]),
        ("लिखा", [8]),
        ("🎉", [9]),
        ("👩‍👩‍👧", [9]),
        ("🥹", [9]),
        ("안녕", [10]),
        ("세계", [10]),
        ("ψυχοφθορα", [11]),
        ("eclair", [12]),
        ("fine", [12]),
        ("c++", [13]),
        ("3.14", [13]),
        ("don't", [13]),
        ("bar", [13]),
        ("", []),
        ("   ", []),
        ('"', []),
        ('""', []),
        ('"..."', []),
        ('"\u0301"', []),
        ('"What', [1]),
        ('time" "', [1]),
        ('What "" tim', [1]),
        ("tim\u200b", [1]),
        ('"天気ですね。明日"', [3]),
        ('"天気ですね明日も そう"', [3]),
        ('"明日も 天気"', []),
        ("*", []),
        ("NEAR(a b)", []),
        ("text:what", []),
        ("OR", []),
    ],
)
def test_typed_words_find(connection: sqlite3.Connection, typed: str, numbers: list[int]):
    assert found(connection, typed) == numbers


@pytest.mark.parametrize("number", SAID)
def test_every_text_finds_itself(connection: sqlite3.Connection, number: int):
    assert number in found(connection, SAID[number])
    for end in range(2, len(SAID[number])):
        typed = SAID[number][:end]
        assert parsed(typed).is_empty or number in found(connection, typed), typed


@settings(max_examples=150)
@given(st.one_of(TEXT, st.text(alphabet='"*^()-+:{}NEARANDOR \0﻿', max_size=12)))
def test_nothing_that_is_typed_breaks_the_search(connection: sqlite3.Connection, text: str):
    search.search(connection, text)


@settings(max_examples=100)
@given(TEXT)
def test_folding_twice_changes_nothing(text: str):
    assert folded(folded(text)) == folded(text)


@pytest.mark.parametrize(
    ("text", "typed", "marked"),
    [
        ("What time is it, Señor Müller?", "muller", "What time is it, Señor [Müller]?"),
        ("What time is it, Señor Müller?", "ti", "What [time] is it, Señor Müller?"),
        ("A time of times", "time ", "A [time] of times"),
        ("今日はいい天気ですね", "天気", "今日はいい[天気]ですね"),
        ("e\u0301clair", "ecl", "[éclair]"),
        ("\u1112\u1161\u11ab글 여기", "한글", "[한글] 여기"),
        ("a 👩‍👩‍👧 b", '"👩‍👩‍👧 b"', "a [👩‍👩‍👧 b]"),
        ("Die Straße", "strasse", "Die [Straße]"),
        ("שָׁלוֹם עוֹלָם", "שלום", "[שָׁלוֹם] עוֹלָם"),
        ("one two three", '"one two"', "[one two] three"),
        ("a 👩‍👩‍👧 b", "👩‍👩‍👧", "a [👩‍👩‍👧] b"),
        ("nothing here", "absent", "nothing here"),
        ("", "x", ""),
    ],
)
def test_finds_are_marked(text: str, typed: str, marked: str):
    assert snippet(text, parsed(typed)).marked("[", "]") == marked


def test_a_snippet_shows_the_find_and_what_is_around_it():
    text = "before " * 100 + "the needle stands here " + "after " * 100
    cut = snippet(text, parsed("needle"))
    assert "[needle]" in cut.marked("[", "]")
    assert len(cut.text) < 130
    assert cut.text.startswith("…before")
    assert cut.text.endswith("after…")
    unbroken = snippet("天" * 500 + "気" + "天" * 500, parsed("気"))
    assert "[気]" in unbroken.marked("[", "]")
    assert len(unbroken.text) < 130


@settings(max_examples=100)
@given(TEXT, TEXT)
def test_marks_lie_within_the_snippet(text: str, typed: str):
    cut = snippet(text * 3, parsed(typed))
    ends = [place for mark in cut.marks for place in mark]
    assert ends == sorted(ends)
    assert all(0 <= place <= len(cut.text) for place in ends)


def test_the_newest_come_first_and_further_ones_follow(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        for talk in (2, 0, 1):  # not in the order of time, as after an import
            desk.add_talk(f"{talk}", "apple pie", "apple tree", began=BEGAN + timedelta(days=talk))
        with desk.store.reading() as connection:
            first = search.search(connection, "apple", limit=4)
            rest = search.search(connection, "apple", before=first[-1].place)
    assert [find.uuid for find in first + rest] == ["2", "2", "1", "1", "0", "0"]


def test_filters(tmp_path: Path):
    kore, puck = TalkSetting("G", "Kore", "", "assistant"), TalkSetting("G", "Puck", "", "tutor")
    with StoreDesk(tmp_path) as desk:
        for day in range(6):
            setting = puck if day in (1, 4) else kore
            began = BEGAN + timedelta(days=day)
            desk.add_talk(f"{day}", f"apple {day}", began=began, setting=setting)
        desk.store.run(lambda c: changes.add_recording(c, "3", "3.flac", 0.0, 9.0)).result(10)
        desk.store.hide(["5"]).result(10)

        def uuids(**asked: object) -> list[str]:
            with desk.store.reading() as connection:
                finds = search.search(connection, "apple", Filters(**asked))  # type: ignore[arg-type]
                return [find.uuid for find in finds]

        assert uuids() == ["4", "3", "2", "1", "0"]
        assert uuids(voice="puck") == ["4", "1"]
        assert uuids(mode="tutor", before=BEGAN + timedelta(days=3)) == ["1"]
        assert uuids(has_audio=True) == ["3"]
        assert uuids(has_audio=False, voice="Kore") == ["2", "0"]
        assert uuids(since=BEGAN + timedelta(days=2)) == ["4", "3", "2"]
        assert uuids(before=BEGAN + timedelta(days=1)) == ["0"]
        assert uuids(voice="Nobody") == []
        assert uuids(conversation="2") == ["2"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(0, 30), st.booleans()), max_size=12),
    st.integers(1, 4),
)
def test_stretches_cover_every_wanted_talk_once(talks, most):
    """Also where talks overlap, as with two LiveDesks at once."""
    rows = sorted(((a, a + b + 1, w) for a, b, w in talks), key=lambda row: -row[1])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "_MOST_STRETCHES", most)
        stretches = search._merged(rows)
    for first, end, is_wanted in rows:
        for place in range(first, end) if is_wanted else ():
            assert sum(a <= place < b for a, b in stretches) == 1
    assert stretches == sorted(stretches, reverse=True)


def test_tools_and_notices_are_found_and_unfinished_words_are_not(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.head()
        desk.put(spoken(1, "half a sentence", Speaker.USER, is_final=False))
        desk.wait_kept(1)
        with desk.store.reading() as connection:
            assert found(connection, "sentence") == []
        desk.put(spoken(1, "half a sentence and the rest"))
        desk.wait_kept(1)
        desk.put(spoken(1, "half a sentence and the remainder"))
        desk.wait_kept(1)
        with desk.store.reading() as connection:
            assert found(connection, "sentence") == [1]
            assert found(connection, "rest ") == []
            assert found(connection, "remainder") == [1]
        check = "INSERT INTO entry_words (entry_words, rank) VALUES ('integrity-check', 1)"
        desk.store.run(lambda c: c.execute(check)).result(10)
