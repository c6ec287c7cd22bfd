"""Killed, out of room, or with a failing disk: what was acknowledged is there."""

import contextlib
import random
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.store_desk import StoreDesk, spoken
from helpers.store_kills import check, many_kills

from livedesk.transcript.store import database, writer
from livedesk.transcript.store.reports import StoreFailing, StoreReplaced, StoreWell

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="forks and kills")


@pytest.fixture
def quick_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_FIRST_RETRY_S", 0.01)
    monkeypatch.setattr(writer, "_LAST_RETRY_S", 0.02)


@posix_only
def test_two_hundred_kills_lose_nothing(tmp_path: Path):
    result = many_kills(tmp_path, 200, random.Random(), longest_s=0.05)
    assert result.kills == 200
    assert result.acknowledged > 200
    assert result.lost == 0
    assert result.broken == 0


class Disk:
    """Fails as a disk would: ``fault`` is raised where ``at`` begins a statement."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.fault: tuple[int, str] | None = None
        self.at = "COMMIT"
        self.n_faults = 0
        disk = self

        class Connection(sqlite3.Connection):
            def execute(self, sql: str, *values: object) -> sqlite3.Cursor:
                if disk.fault is not None and sql.startswith(disk.at):
                    disk.n_faults += 1
                    error = sqlite3.OperationalError(disk.fault[1])
                    error.sqlite_errorcode, error.sqlite_errorname = disk.fault
                    raise error
                return super().execute(sql, *values)

        real = sqlite3.connect

        def connect(*args: object, **options: object) -> sqlite3.Connection:
            return real(*args, factory=Connection, **options)

        monkeypatch.setattr(database.sqlite3, "connect", connect)


FAULTS = [
    (sqlite3.SQLITE_FULL, "SQLITE_FULL"),
    (sqlite3.SQLITE_IOERR_FSYNC, "SQLITE_IOERR_FSYNC"),
    (sqlite3.SQLITE_IOERR_WRITE, "SQLITE_IOERR_WRITE"),
    (sqlite3.SQLITE_READONLY, "SQLITE_READONLY"),
    (sqlite3.SQLITE_BUSY, "SQLITE_BUSY"),
]


@pytest.mark.parametrize("at", ["BEGIN", "INSERT INTO entry", "COMMIT", "PRAGMA synchronous"])
@pytest.mark.parametrize("fault", FAULTS, ids=[name for _, name in FAULTS])
def test_a_failing_disk_delays_and_loses_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    quick_retries: None,
    fault: tuple[int, str],
    at: str,
):
    disk = Disk(monkeypatch)
    with StoreDesk(tmp_path) as desk:
        desk.keep("before")
        disk.at, disk.fault = at, fault
        if at.startswith("PRAGMA"):  # the connection breaks, and cannot be had again
            desk.store.run(lambda c: c.close())
        for number in range(2, 12):
            desk.put(spoken(number, f"line {number}"))
        failing = desk.wait_for(StoreFailing)
        assert failing.error.user_message
        assert failing.error.hint
        while disk.n_faults < 3:
            desk.put(spoken(99, f"at fault {disk.n_faults}"))
        disk.fault = None
        desk.wait_for(StoreWell)
        desk.put(spoken(12, "after"))
        desk.wait_kept(12)
        assert [t for t in desk.texts() if "fault" not in t] == [
            "before",
            *(f"line {n}" for n in range(2, 12)),
            "after",
        ]
        # Said once, not with every attempt.
        assert len([r for r in desk.reports if isinstance(r, StoreFailing)]) <= 2


def test_a_full_database_keeps_all_in_memory_until_there_is_room(
    tmp_path: Path, quick_retries: None, monkeypatch: pytest.MonkeyPatch
):
    opened = database.open_for_writing
    limit = {"pages": 40}

    def tight(path: Path) -> sqlite3.Connection:
        connection = opened(path)
        connection.execute(f"PRAGMA max_page_count = {limit['pages']}").fetchone()
        return connection

    monkeypatch.setattr("livedesk.transcript.store.opening.open_for_writing", tight)
    with StoreDesk(tmp_path) as desk:
        desk.head()
        for number in range(1, 200):
            desk.put(spoken(number, f"line {number} " + "words " * 30))
        error = desk.wait_for(StoreFailing).error
        assert "full" in error.user_message
        limit["pages"] = 100_000
        desk.wait_for(StoreWell)
        assert len(desk.texts()) == 199


@posix_only
def test_a_file_that_may_not_grow_says_so_and_loses_nothing_acknowledged(tmp_path: Path):
    store = tmp_path / "kept" / "conversations.db"
    program = (
        "import resource, sys; from pathlib import Path; from helpers.store_feeder import feed;"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000));"
        f"feed(Path({str(store)!r}), 1)"
    )
    tests = str(Path(__file__).resolve().parents[3])
    with subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        env={"PYTHONPATH": tests, "PATH": ""},
    ) as process:
        assert process.stdout is not None
        acknowledged = set()
        while (line := process.stdout.readline().decode().strip()).isdigit():
            acknowledged.add(int(line))
        assert line.startswith("failing"), line
        process.kill()
    result = check(store, acknowledged)
    assert result.acknowledged > 20
    assert (result.lost, result.broken) == (0, 0)


def scribble(path: Path) -> None:
    """Overwrite the pages of the tables, as a failing disk or a foreign program does."""
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * 4096 * 3)


@pytest.mark.parametrize("content", [b"", b"This is no database." * 500, None])
def test_a_damaged_file_is_put_aside_and_work_goes_on(tmp_path: Path, content: bytes | None):
    path = tmp_path / "conversations.db"
    if content is None:
        with StoreDesk(tmp_path) as desk:
            desk.keep("lost")
        scribble(path)
    else:
        path.write_bytes(content)
    with StoreDesk(tmp_path) as desk:
        desk.keep("new", uuid="new")
        assert desk.texts("new") == ["new"]
        replaced = [r for r in desk.reports if isinstance(r, StoreReplaced)]
    aside = list(tmp_path.glob("*(damaged*).db"))
    if content == b"":
        assert not replaced  # an empty file is an empty database
        assert not aside
        return
    assert len(replaced) == len(aside) == 1
    assert aside[0].name in replaced[0].error.hint
    if content is not None:
        assert aside[0].read_bytes() == content


def test_damage_in_the_middle_of_a_talk_loses_nothing_of_it(tmp_path: Path):
    path = tmp_path / "conversations.db"
    with StoreDesk(tmp_path) as desk:
        desk.add_talk("old", *(f"old {n}" for n in range(300)))
        desk.keep(*(f"line {n}" for n in range(1, 40)))
        desk.store.run(lambda c: c.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()).result(10)
        scribble(path)
        desk.store.run(lambda c: c.execute("PRAGMA shrink_memory").fetchall()).result(10)
        desk.put(spoken(40, "after the damage"))
        desk.wait_for(StoreReplaced)
        desk.wait_kept(40)
        assert desk.texts() == [*(f"line {n}" for n in range(1, 40)), "after the damage"]


def test_what_can_be_read_of_a_damaged_store_is_brought_over(tmp_path: Path):
    path = tmp_path / "conversations.db"
    with StoreDesk(tmp_path) as desk:
        for talk in range(40):
            desk.add_talk(f"talk {talk}", *(f"talk {talk} line {n}" for n in range(40)))
    with contextlib.closing(sqlite3.connect(path)) as connection:
        (root,) = connection.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'entry_words_data'"
        ).fetchone()
    with path.open("r+b") as file:  # the index is gone, the tables are whole
        file.seek((root - 1) * 4096)
        file.write(b"\xa5" * 4096)
    with StoreDesk(tmp_path) as desk:
        desk.keep("new", uuid="new")
        (replaced,) = [r for r in desk.reports if isinstance(r, StoreReplaced)]
        assert "40 conversations" in replaced.error.hint
        assert desk.texts("talk 7") == [f"talk 7 line {n}" for n in range(40)]


def test_a_store_of_a_newer_livedesk_is_left_untouched(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.keep("of the future")
        desk.store.run(lambda c: c.execute("PRAGMA user_version = 99").fetchall()).result(10)
    with StoreDesk(tmp_path) as desk:
        assert "newer" in desk.wait_for(StoreFailing).error.user_message
    assert [p.name for p in tmp_path.glob("*.db")] == ["conversations.db"]


def test_a_folder_that_cannot_be_is_said_once(tmp_path: Path, quick_retries: None):
    (tmp_path / "kept").write_text("in the way")
    with StoreDesk(tmp_path / "kept") as desk:
        desk.head()
        desk.put(spoken(1, "in memory"))
        assert "cannot be written" in desk.wait_for(StoreFailing).error.user_message
        (tmp_path / "kept").unlink()
        desk.wait_kept(1)
        assert desk.texts() == ["in memory"]
