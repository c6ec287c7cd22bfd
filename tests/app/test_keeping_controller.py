"""Every conversation is kept by itself, unless the person says otherwise."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest_asyncio
from helpers.store_desk import BEGAN, StoreDesk
from helpers.talk_script import TalkScript

from livedesk.app.keeping_controller import KeepingController
from livedesk.app.talk_desk import TalkDesk
from livedesk.app.transcript_model import ENTRY_ROLE, TranscriptModel
from livedesk.core.clock import SystemClock
from livedesk.core.errors import StoreError
from livedesk.settings.schema import Keeping, Settings
from livedesk.transcript.store import reading
from livedesk.transcript.store.search import search

OpenDesk = type[KeepingController]


class Kept:
    """A controller that follows a talk, and what it said."""

    def __init__(self, folder: Path, keeping: Keeping) -> None:
        self.controller = KeepingController(folder / "conversations.db", keeping, SystemClock())
        self.told: list[str] = []
        self.failed: list[str] = []
        self.keeps: list[bool] = []
        self.deleted: list[int] = []
        self.controller.told.connect(self.told.append)
        self.controller.failed.connect(lambda error: self.failed.append(str(error)))
        self.controller.keeps_changed.connect(self.keeps.append)
        self.controller.all_deleted.connect(self.deleted.append)
        self.talk = TalkScript()
        self.controller.follow(self.talk.transcript)

    def kept(self) -> list[str]:
        """The kept conversations' names."""
        with contextlib.suppress(StoreError), self.controller.store.reading() as connection:
            return [summary.uuid for summary in reading.summaries(connection)]
        return []  # not made yet


async def until(condition) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)


@pytest_asyncio.fixture
async def desk(tmp_path: Path, qapp: object) -> AsyncIterator[Kept]:
    made = Kept(tmp_path / "kept", Keeping())
    yield made
    await made.controller.aclose()


async def test_a_turn_is_final_in_the_window_once_it_is_on_the_disk(desk: Kept) -> None:
    model = TranscriptModel(desk.talk.transcript)
    desk.talk.assembler.add_typed("Hello")
    assert not model.index(0).data(ENTRY_ROLE).is_final  # the disk has not answered
    await until(lambda: model.index(0).data(ENTRY_ROLE).is_final)
    record = reading.record_of
    with desk.controller.store.reading() as connection:
        kept = record(connection, desk.talk.transcript.conversation_id)
    assert [entry.text for entry in kept.entries] == ["Hello"]


async def test_not_this_one(desk: Kept) -> None:
    desk.talk.assembler.add_typed("a secret")
    await until(lambda: desk.kept())
    desk.controller.set_keeps(False)
    assert desk.talk.transcript.shown(0).is_final
    await until(lambda: desk.told)
    assert (desk.keeps, desk.told) == ([False], ["This conversation is not kept."])
    assert not desk.kept()
    desk.controller.follow(TalkScript().transcript)
    assert desk.controller.keeps  # the next one is


async def test_keeping_is_switched_off_for_what_comes(desk: Kept) -> None:
    desk.talk.assembler.add_typed("has begun")
    await until(lambda: desk.kept())
    desk.controller.apply_settings(Settings(keeping=Keeping(keep=False)))
    assert desk.controller.keeps
    later = TalkScript()
    desk.controller.follow(later.transcript)
    later.assembler.add_typed("not kept")
    assert not desk.controller.keeps
    assert desk.kept() == [desk.talk.transcript.conversation_id]


async def test_old_conversations_go_by_themselves(tmp_path: Path, qapp: object) -> None:
    now = datetime.now(UTC)
    with StoreDesk(tmp_path) as store:
        for days in (1, 40):
            store.add_talk(f"{days} days", "text", began=now - timedelta(days=days))
        store.add_talk("deleted", "text", began=now)
        store.store.hide(["deleted"]).result(10)
    made = Kept(tmp_path, Keeping(delete_after_days=60))
    await until(lambda: made.kept() == ["1 days", "40 days"])
    made.controller.apply_settings(Settings(keeping=Keeping(delete_after_days=30)))
    await until(lambda: made.kept() == ["1 days"])
    await made.controller.aclose()
    with StoreDesk(tmp_path) as store:
        store.store.unhide(["deleted"]).result(10)
        with store.store.reading() as connection:
            assert [s.uuid for s in reading.summaries(connection)] == ["1 days"]


async def test_what_can_be_undone_is_not_tidied_away(tmp_path: Path, qapp: object) -> None:
    began = datetime.now(UTC)
    with StoreDesk(tmp_path) as store:
        store.add_talk("deleted", "text", began=began)
        store.add_talk("old", "text", began=began - timedelta(days=40))
    made = Kept(tmp_path, Keeping())
    await asyncio.wrap_future(made.controller.store.hide(["deleted"]))
    made.controller.apply_settings(Settings(keeping=Keeping(delete_after_days=30)))
    await until(lambda: made.kept() == [])
    assert await asyncio.wrap_future(made.controller.store.unhide(["deleted"])) == 1
    assert made.kept() == ["deleted"]
    await made.controller.aclose()


async def test_not_keeping_is_told_once_it_is_true(tmp_path: Path, qapp: object) -> None:
    made = Kept(tmp_path, Keeping())
    made.talk.assembler.add_typed("Hello")
    await until(lambda: made.kept())
    with contextlib.closing(sqlite3.connect(tmp_path / "conversations.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        made.controller.set_keeps(False)
        await asyncio.sleep(0)
        assert made.kept()
        assert made.told == []
    await until(lambda: made.told == ["This conversation is not kept."])
    assert made.kept() == []
    await made.controller.aclose()


async def test_delete_all_writes_nothing_of_the_open_one_again(desk: Kept) -> None:
    talks = TalkDesk(SystemClock())
    talks.transcript_changed.connect(desk.controller.follow)
    desk.controller.new_conversation_requested.connect(talks.begin_new)
    desk.controller.follow(talks.transcript)
    gone = talks.transcript
    talks.assembler.add_typed("a secret")
    await until(lambda: desk.kept())
    desk.controller.delete_all()
    await until(lambda: desk.deleted)
    assert desk.kept() == []
    assert list(talks.transcript.entries) == []
    gone.title = "a secret"
    desk.controller.note_usage(gone)
    talks.assembler.add_typed("what comes next")
    await until(lambda: desk.kept() == [talks.transcript.conversation_id])
    assert talks.transcript is not gone
    with desk.controller.store.reading() as connection:
        assert not search(connection, "secret")


async def test_a_crash_and_a_damaged_file_are_told(tmp_path: Path, qapp: object) -> None:
    (tmp_path / "conversations.db").write_bytes(b"no database " * 1000)
    made = Kept(tmp_path, Keeping())
    await until(lambda: made.failed)
    assert "was damaged" in made.failed[0]
    await made.controller.aclose()
    with StoreDesk(tmp_path) as store:
        store.add_talk("broken off", "text", began=BEGAN)
        store.store.run(
            lambda c: c.execute("UPDATE conversation SET state = 'open', owner = 'gone'")
        ).result(10)
    made = Kept(tmp_path, Keeping())
    await until(lambda: made.told)
    assert "ended unexpectedly" in made.told[0]
    await made.controller.aclose()


async def test_nothing_is_lost_at_the_end(tmp_path: Path, qapp: object) -> None:
    made = Kept(tmp_path, Keeping())
    for number in range(100):
        made.talk.assembler.add_typed(f"line {number}")
    await made.controller.aclose()
    await made.controller.aclose()
    with StoreDesk(tmp_path) as store:
        assert len(store.texts(made.talk.transcript.conversation_id)) == 100
