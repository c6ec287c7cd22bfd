"""The file is taken away under a running store: what is shown as final stays kept."""

import contextlib
import shutil
import sqlite3
import sys
from pathlib import Path

import pytest
from helpers.store_desk import StoreDesk, spoken

from livedesk.core.clock import SystemClock
from livedesk.transcript.store.faults import NotAStoreError, explained
from livedesk.transcript.store.opening import StoreOpening
from livedesk.transcript.store.reports import StoreReplaced

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be moved there")


def move(path: Path) -> None:
    path.rename(path.with_name("moved.db"))


def take_the_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def put_another_there(path: Path) -> None:
    other = path.with_name("other")
    with StoreDesk(other) as desk:
        desk.add_talk("other", "of another")
    (other / "conversations.db").replace(path)


def whole(path: Path) -> bool:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"


@pytest.mark.parametrize("away", [move, Path.unlink, take_the_folder, put_another_there])
def test_a_file_taken_away_is_noticed_before_anything_is_called_kept(tmp_path: Path, away):
    path = tmp_path / "kept" / "conversations.db"
    with StoreDesk(path.parent) as desk:
        desk.add_talk("over", "before", "the move")
        desk.keep("one", "two")
        away(path)
        desk.put(spoken(3, "three"))
        replaced = desk.wait_for(StoreReplaced)
        assert "moved or deleted" in replaced.error.user_message
        desk.wait_kept(3)
        assert desk.texts() == ["one", "two", "three"]
        if away is put_another_there:
            assert desk.texts("other") == ["of another"]
        if away is move:  # the moved one is whole, with all that was said before
            assert whole(path.with_name("moved.db"))
            shutil.copy(path.with_name("moved.db"), tmp_path / "conversations.db")
            path.with_name("moved.db").replace(path)  # and taken back again
        desk.store.run(lambda _: None).result(10)
        assert desk.texts() == ["one", "two", "three"]
        assert len(list(path.parent.glob("*.running"))) == 1
    if away is move:
        with StoreDesk(tmp_path) as moved:
            assert moved.texts("over") == ["before", "the move"]
            assert moved.texts() == ["one", "two", "three"]
    assert whole(path)


def test_of_two_that_find_the_damage_one_puts_the_file_aside(tmp_path: Path):
    path = tmp_path / "conversations.db"
    damage = explained(NotAStoreError("damaged"))
    fast, slow = (StoreOpening(path, SystemClock(), lambda report: None) for _ in range(2))
    for one in (fast, slow):
        one.open().close()
    for one in (fast, slow):
        one.replace_damaged(damage)
        connection = one.open()
        connection.execute(f"INSERT INTO alarm (due_at, text) VALUES ('', '{one.owner}')")
        one.close(connection)
    assert len(list(tmp_path.glob("*damaged*.db"))) == 1
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM alarm").fetchone() == (2,)
