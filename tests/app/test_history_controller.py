"""The history reads, finds, takes up and deletes what is really in a store."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from helpers.still_clock import StillClock
from PySide6.QtCore import QModelIndex

from livedesk.app import history_list
from livedesk.app.history_controller import HistoryController
from livedesk.app.history_list import Emptiness
from livedesk.app.history_model import ROW_ROLE, HistoryModel
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.past_talks import Answer, Day, answer
from livedesk.app.talk_desk import TalkDesk
from livedesk.app.transcript_controller import TranscriptController
from livedesk.core.speakers import Speaker
from livedesk.settings.schema import Keeping
from livedesk.transcript.entries import Utterance
from livedesk.transcript.store import changes, reading
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.rows import Head
from livedesk.transcript.store.search import Find

BEGAN = datetime(2026, 5, 12, 10, 2, tzinfo=UTC)


class House:
    """A store, a desk, a history, and what it told."""

    def __init__(self, folder):
        clock = StillClock()
        self.desk = TalkDesk(clock)
        self.transcript = TranscriptController(self.desk.transcript)
        self.keeping = KeepingController(folder / "kept" / "talks.db", Keeping(), clock)
        self.keeping.follow(self.desk.transcript)
        self.desk.transcript_changed.connect(self.keeping.follow)
        self.history = HistoryController(self.keeping, self.desk, self.transcript, clock=clock)
        self.desk.transcript_changed.connect(self.transcript.set_transcript)
        self.rows_wanted = []
        self.history.row_wanted.connect(self.rows_wanted.append)
        self.history.set_shown(True)

    async def keep(self, uuid, *words, days=0):
        began = BEGAN + timedelta(days=days)
        sides = (Speaker.USER, Speaker.ASSISTANT)
        said = [
            Utterance(n + 1, sides[n % 2], text, began, 2.0 * n, is_final=True, end_s=2.0 * n + 1)
            for n, text in enumerate(words)
        ]

        def job(connection):
            with transaction(connection):
                changes.write_whole(connection, Head(uuid, began), changes.in_order(said))

        await asyncio.wrap_future(self.keeping.store.run(job))
        self.history.refresh()

    def rows(self):
        model = self.history.model
        return [model.index(n, 0).data(ROW_ROLE) for n in range(model.rowCount())]

    def titles(self):
        return [row.title for row in self.rows() if isinstance(row, Summary)]

    def words(self):
        return [entry.text for entry in self.transcript.transcript.entries]


async def until(condition):
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest.fixture
async def house(tmp_path, qapp):
    house = House(tmp_path)
    await house.keep("aa", "Where is the lighthouse?", "On the island of Pharos.")
    await house.keep("bb", "How are apple trees pruned?", "In winter.", days=1)
    await until(lambda: len(house.titles()) == 2)
    yield house
    await house.history.aclose()
    await house.keeping.aclose()


async def test_conversations_stand_below_their_day_the_newest_first(house):
    kinds = [row.day.day if isinstance(row, Day) else row.title for row in house.rows()]
    assert kinds == [13, "How are apple trees pruned?", 12, "Where is the lighthouse?"]
    assert house.history.emptiness is Emptiness.FILLED


async def test_a_conversation_is_read_and_left_and_the_talk_stays(house):
    house.desk.assembler.add_typed("Hello")
    house.history.open("aa", 2)
    await until(lambda: house.history.reading)
    assert house.words() == ["Where is the lighthouse?", "On the island of Pharos."]
    assert house.rows_wanted == [1]
    house.desk.assembler.add_typed("Still there?")
    assert len(house.words()) == 2
    house.history.back()
    assert house.words() == ["Hello", "Still there?"]
    assert house.history.reading is None


async def test_only_the_last_one_that_was_asked_for_is_opened(house):
    house.history.open("aa")
    house.history.open("bb")
    await until(lambda: house.history.reading)
    assert house.history.reading.uuid == "bb"
    house.history.open("aa")
    house.history.back()
    house.history.open("bb")
    await until(lambda: house.history.reading)
    assert house.history.reading.uuid == "bb"


async def test_to_continue_is_to_go_on_in_the_same_conversation(house):
    house.history.open("aa")
    await until(lambda: house.history.reading)
    assert house.history.reading.told.n_tokens == 12
    house.history.go_on()
    assert house.history.reading is None
    told = [turn.text for turn in house.desk.assembler.recent_history(1_000)]
    assert told == ["Where is the lighthouse?", "On the island of Pharos."]
    house.desk.assembler.add_typed("How high was it?")
    await house.keeping.aclose()
    with house.keeping.store.reading() as connection:
        record = reading.record_of(connection, "aa")
        assert len(reading.summaries(connection)) == 2
    said = [(entry.entry_id, entry.text) for entry in record.entries]
    assert said[1:] == [(2, "On the island of Pharos."), (3, "How high was it?")]
    assert record.entries[2].offset_s == 3.0
    assert record.started_at == BEGAN


async def test_a_conversation_that_goes_on_is_open_until_it_ends(house):
    def state():
        with house.keeping.store.reading() as connection:
            return {s.uuid: s.state for s in reading.summaries(connection)}.get("aa")

    house.history.open("aa")
    await until(lambda: house.history.reading)
    house.history.go_on()
    await until(lambda: state() == "open")
    house.desk.begin_new()
    await until(lambda: state() == "ended")


async def test_what_is_deleted_comes_back_by_undo(house):
    deleted = []
    house.history.deleted.connect(deleted.append)
    house.history.open("aa")
    await until(lambda: house.history.reading)
    house.history.delete([row for row in house.rows() if getattr(row, "uuid", "") == "aa"])
    await until(lambda: house.titles() == ["How are apple trees pruned?"])
    assert [talk.title for (talk,) in deleted] == ["Where is the lighthouse?"]
    assert house.history.reading is None
    house.history.undo()
    await until(lambda: len(house.titles()) == 2)


async def test_a_title_and_a_pin_are_kept(house):
    index = house.history.model.index(3, 0)
    assert house.history.model.setData(index, "  My   lighthouse ")
    house.history.pin("aa", True)
    await until(lambda: house.titles()[0] == "My lighthouse")
    assert house.rows()[0] == Day(None)


async def test_pages_follow_each_other_without_a_gap_or_a_second_look(house, monkeypatch):
    asked = []

    def noted(store, question):
        asked.append((question.limit, question.after is not None))
        return answer(store, question)

    monkeypatch.setattr(history_list, "PAGE", 3)
    monkeypatch.setattr(history_list, "answer", noted)
    for number in range(6):
        await house.keep(f"c{number}", f"Talk {number}", days=number // 2)
    house.history.pin("c0", True)
    await until(lambda: house.rows()[0] == Day(None))
    house.history.narrow(Filters())
    model = house.history.model
    await until(lambda: model.n_items == 3)
    asked.clear()
    while model.canFetchMore(QModelIndex()):
        n_asked = len(asked)
        model.fetchMore(QModelIndex())
        await until(lambda n=n_asked: len(asked) > n and model.n_items > 3 * n)
    paged = house.rows()
    assert [row.uuid for row in paged if isinstance(row, Summary)] == [
        *("c0", "c5", "c4", "c3", "c2", "bb", "c1", "aa"),
    ]
    assert len([row for row in paged if isinstance(row, Day)]) == 4
    assert set(asked) == {(3, True)}


async def test_several_are_deleted_and_come_back_together(house):
    house.history.delete([row for row in house.rows() if isinstance(row, Summary)])
    await until(lambda: house.history.emptiness is Emptiness.NO_TALKS)
    house.history.undo()
    await until(lambda: len(house.titles()) == 2)


async def test_search_finds_the_title_that_the_person_gave(house):
    house.history.rename("aa", "Die Leuchttürme")
    house.history.look_for("leuchtturm")
    await until(lambda: house.rows() and isinstance(house.rows()[0], Find))
    (found,) = house.rows()
    assert (found.uuid, found.number) == ("aa", -1)
    assert found.snippet.marked("[", "]") == "Die [Leuchttürme]"


async def test_search_finds_words_and_filters_narrow(house):
    house.history.look_for("island ph")
    await until(lambda: house.history.is_search and isinstance(house.rows()[0], Find))
    (found,) = house.rows()
    assert (found.uuid, found.number) == ("aa", 2)
    assert found.snippet.marked("[", "]") == "On the [island] of [Pharos]."
    house.history.look_for("no such words")
    await until(lambda: house.history.emptiness is Emptiness.NO_FINDS)
    house.history.look_for("")
    house.history.narrow(Filters(since=BEGAN + timedelta(hours=1)))
    await until(lambda: house.titles() == ["How are apple trees pruned?"])


async def test_the_list_grows_as_one_scrolls(house):
    for number in range(130):
        await house.keep(f"c{number}", f"Question {number}", days=-1 - number)
    await until(lambda: house.history.model.canFetchMore(house.history.model.index(-1, 0)))
    assert len(house.titles()) == 100
    house.history.model.fetchMore(house.history.model.index(-1, 0))
    await until(lambda: len(house.titles()) == 132)


def test_rows_that_stay_keep_their_place(qapp):
    model = HistoryModel()
    days = [Day((BEGAN + timedelta(days=n)).date()) for n in range(4)]
    model.show(Answer(tuple(days), has_more=False))
    events = []
    model.rowsInserted.connect(lambda _, first, last: events.append(("in", first, last)))
    model.rowsRemoved.connect(lambda _, first, last: events.append(("out", first, last)))
    model.modelReset.connect(lambda: events.append("reset"))
    model.show(Answer((days[0], days[2], days[3]), has_more=False))
    model.show(Answer(tuple(days), has_more=False))
    assert events == [("out", 1, 1), ("in", 1, 1)]
