"""What is said is on the disk before it is shown as final, and comes back as it was."""

import contextlib
import sqlite3
import threading
from pathlib import Path

import pytest
from helpers.store_desk import StoreDesk, spoken
from helpers.talk_script import TalkScript

from livedesk.core.events import Grounding, GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import NoticeKind, ToolEntry, Utterance
from livedesk.transcript.model import EntryChanged, TalkSetting
from livedesk.transcript.store import reading
from livedesk.transcript.store.keeper import Keeper
from livedesk.transcript.store.reports import EntriesKept, StoreOpened


@pytest.fixture
def desk(tmp_path: Path):
    with StoreDesk(tmp_path / "kept") as made:
        yield made


def follow(desk: StoreDesk, talk: TalkScript) -> Keeper:
    keeper = Keeper(desk.store)
    keeper.follow(talk.transcript)
    return keeper


def whole_talk() -> TalkScript:
    talk = TalkScript()
    talk.transcript.setting = TalkSetting("Gemini", "Puck", "Tutor", "tutor", "de", "Be kind.")
    return talk


def play(talk: TalkScript) -> None:
    talk.user("What *time* is it? \u202eمرحبا 今日は 👩‍👩‍👧 e\u0301", final=True)
    talk.tool()
    talk.tool_ends()
    talk.clock.advance(1)
    talk.says("One two three four")
    talk.audio(1800, begins=True)
    talk.event(Grounding(sources=(GroundingSource("A page", "https://example.org/a"),)))
    talk.generated()
    talk.interrupted(800)
    talk.over()
    talk.assembler.notice(NoticeKind.RECONNECTED, "The connection was lost and is back.")
    talk.assembler.add_typed("Bye\n  now")


def test_a_talk_comes_back_as_it_was(desk: StoreDesk):
    talk = whole_talk()
    follow(desk, talk)
    play(talk)
    desk.wait_kept(5)
    record = desk.record(talk.transcript.conversation_id)
    assert record is not None
    assert record.entries == tuple(talk.transcript.entries)
    assert record.setting == talk.transcript.setting
    assert record.started_at == talk.transcript.started_at
    cut = record.entries[2]
    assert isinstance(cut, Utterance)
    assert (cut.heard_ms, cut.end_s, cut.unheard) == (800.0, 1.8, "three four")
    assert cut.sources[0].url == "https://example.org/a"


def test_what_is_not_kept_yet_is_not_shown_as_final():
    class SlowStore:
        def put_head(self, head): ...
        def put(self, uuid, placed): ...
        def remove(self, uuid, number): ...
        def end(self, uuid): ...

    talk = TalkScript()
    keeper = Keeper(SlowStore())
    keeper.follow(talk.transcript)
    talk.user("Hello", final=True)
    talk.tool()
    talk.tool_ends()
    hello, tool = talk.transcript.shown(0), talk.transcript.shown(1)
    assert isinstance(hello, Utterance)
    assert (hello.text, hello.is_final) == ("Hello", False)
    assert isinstance(tool, ToolEntry)
    assert tool.output == {}
    seen = []
    talk.transcript.listener = seen.append
    keeper.on_report(EntriesKept(talk.transcript.conversation_id, (1, 2)))
    assert seen == [EntryChanged(0), EntryChanged(1)] or seen == [EntryChanged(1), EntryChanged(0)]
    assert talk.transcript.shown(0) == talk.transcript.entries[0]
    assert talk.transcript.shown(1) == talk.transcript.entries[1]


def test_the_acknowledgement_comes_after_the_commit(desk: StoreDesk):
    desk.head()
    for number in range(1, 30):
        desk.put(spoken(number, f"line {number}"))
        desk.wait_kept(number)
        assert desk.texts()[-1] == f"line {number}"


def test_words_being_spoken_are_on_the_disk_within_a_second(desk: StoreDesk):
    desk.head()
    desk.put(spoken(1, "I am just", is_final=False, interim="saying"))
    desk.wait_kept(1)
    (entry,) = desk.record().entries
    assert (entry.text, entry.interim, entry.is_final) == ("I am just", "saying", False)


def test_a_late_question_stands_before_its_answer(desk: StoreDesk):
    talk = TalkScript()
    follow(desk, talk)
    talk.says("It is ten.")
    talk.audio(1000, begins=True)
    for _ in range(3):
        talk.user("What time")
    talk.user(" is it?", final=True)
    talk.over()
    uuid, wanted = talk.transcript.conversation_id, tuple(talk.transcript.entries)
    desk.wait_for(EntriesKept, lambda _: desk.record(uuid).entries == wanted)
    entries = wanted
    assert entries[0].speaker is Speaker.USER


def test_many_entries_at_one_place_keep_their_order(desk: StoreDesk):
    talk = TalkScript()
    follow(desk, talk)
    talk.assembler.add_typed("first")
    talk.assembler.add_typed("last")
    for number in range(80):  # more often than a fraction can be halved
        entry = spoken(talk.transcript.new_id(), f"middle {number}")
        talk.transcript.insert(1, entry)
    desk.wait_kept(82)
    entries = desk.record(talk.transcript.conversation_id).entries
    assert entries == tuple(talk.transcript.entries)


def test_a_guess_that_came_to_nothing_leaves_no_trace(desk: StoreDesk):
    desk.head()
    desk.put(spoken(1, "", is_final=False, interim="maybe"))
    desk.wait_kept(1)
    desk.store.remove("talk", 1)
    desk.keep("sure", first=2)
    assert desk.texts() == ["sure"]


def test_a_conversation_that_is_not_to_be_kept_is_gone(desk: StoreDesk):
    talk = TalkScript()
    keeper = follow(desk, talk)
    talk.assembler.add_typed("a secret")
    desk.wait_kept(1)
    keeper.set_keeps(False)
    talk.assembler.add_typed("another")
    assert (
        desk.store.run(lambda c: c.execute("SELECT count(*) FROM entry").fetchone()[0]).result(10)
        == 0
    )
    keeper.set_keeps(True)
    desk.wait_kept(1, 2)
    assert desk.texts(talk.transcript.conversation_id) == ["a secret", "another"]


def test_a_broken_off_talk_is_closed_with_all_its_words(tmp_path: Path):
    folder = tmp_path / "kept"
    with StoreDesk(folder) as desk:
        desk.keep("first")
        desk.put(spoken(2, "half a", is_final=False, interim="sentence"))
        desk.wait_kept(2)
        # As after a crash: nothing was closed, and its owner's mark is gone.
        copy = tmp_path / "crashed"
        copy.mkdir()
        with (
            desk.store.reading() as source,
            contextlib.closing(sqlite3.connect(copy / "conversations.db")) as target,
        ):
            source.backup(target)
    with StoreDesk(copy) as desk:
        assert desk.wait_for(StoreOpened).n_broken_off == 1
        assert desk.texts() == ["first", "half a sentence"]
        with desk.store.reading() as connection:
            (summary,) = reading.summaries(connection)
        assert (summary.state, summary.title) == ("interrupted", "First")


def test_a_talk_that_another_livedesk_holds_is_left_alone(tmp_path: Path):
    with StoreDesk(tmp_path) as one, StoreDesk(tmp_path) as two:
        one.keep("of one", uuid="one")
        two.keep("of two", uuid="two")
        with StoreDesk(tmp_path) as three:
            assert three.wait_for(StoreOpened).n_broken_off == 0
        for number in range(2, 20):
            one.head("one")
            two.head("two")
            one.put(spoken(number, f"one {number}"), "one")
            two.put(spoken(number, f"two {number}"), "two")
        one.wait_kept(*range(2, 20))
        two.wait_kept(*range(2, 20))
        assert len(one.texts("one")) == len(two.texts("two")) == 19
    with StoreDesk(tmp_path) as desk:
        assert desk.wait_for(StoreOpened).n_broken_off == 0
        assert not list(tmp_path.glob("*.running"))[1:]


def test_only_the_owner_may_read_the_files(tmp_path: Path):
    with StoreDesk(tmp_path / "kept") as desk:
        desk.keep("mine")
        modes = {path.name: path.stat().st_mode & 0o077 for path in (tmp_path / "kept").iterdir()}
    assert set(modes.values()) == {0}, modes
    assert (tmp_path / "kept").stat().st_mode & 0o077 == 0


def test_a_cancelled_question_is_not_asked_and_stops_nothing(desk: StoreDesk):
    may_go_on, asked = threading.Event(), []
    first = desk.store.run(lambda _: may_go_on.wait(5))
    second = desk.store.run(asked.append)
    assert second.cancel()
    may_go_on.set()
    assert first.result(5)
    assert desk.store.run(lambda _: "answer").result(5) == "answer"
    assert not asked
