"""All conversations reach another store by a backup or by exports, and nothing is replaced."""

import asyncio
import zipfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from helpers.store_desk import StoreDesk

from livedesk.app.keeping_controller import KeepingController
from livedesk.app.moving_controller import MovingController, Outcome, Work
from livedesk.core.clock import SystemClock
from livedesk.settings.schema import Keeping
from livedesk.transcript.export.registry import write
from livedesk.transcript.store import reading

ONE, TWO = "1" * 32, "2" * 32


class Desk:
    """A mover over a real store, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.keeping = KeepingController(folder / "conversations.db", Keeping(), SystemClock())
        self.moving = MovingController(self.keeping)
        self.told: list[object] = []
        self.advanced: list[tuple[int, int]] = []
        self.moving.began.connect(self.told.append)
        self.moving.ended.connect(self.told.append)
        self.moving.failed.connect(lambda error: self.told.append(str(error)))
        self.moving.advanced.connect(lambda *counts: self.advanced.append(counts))

    async def ended(self) -> object:
        """What came of it; the same thing is not begun twice meanwhile."""
        self.moving.back_up(Path("never.zip"))
        async with asyncio.timeout(20):
            while self.moving.work is not None:
                await asyncio.sleep(0.005)
        _, told = self.told
        self.told.clear()
        return told

    def titles(self) -> list[str]:
        with self.keeping.store.reading() as connection:
            return sorted(summary.title for summary in reading.summaries(connection))


@pytest_asyncio.fixture
async def desk(tmp_path: Path, qapp: object) -> AsyncIterator[Desk]:
    made = Desk(tmp_path / "new")
    yield made
    await made.moving.aclose()
    await made.keeping.aclose()


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A store of another computer, with two conversations."""
    with StoreDesk(tmp_path / "old") as store:
        store.add_talk(ONE, "apple")
        store.add_talk(TWO, "pear")
    return tmp_path / "old"


async def test_a_backup_comes_back_in_another_store(desk: Desk, old: Path, tmp_path: Path):
    there = Desk(old)
    there.moving.back_up(tmp_path / "all.zip")
    assert await there.ended() == Outcome(Work.BACKUP, tmp_path / "all.zip")
    await there.moving.aclose()
    await there.keeping.aclose()
    for n_added in (2, 0):
        desk.moving.restore(tmp_path / "all.zip")
        assert await desk.ended() == Outcome(Work.RESTORE, tmp_path / "all.zip", n_added)
        assert desk.titles() == ["Apple", "Pear"]


async def test_every_file_is_imported_or_refused_on_its_own(desk: Desk, old: Path, tmp_path: Path):
    files = [tmp_path / name for name in ("one.json", "none.json", "two.json")]
    with StoreDesk(old) as store:
        for uuid, file in ((ONE, files[0]), (TWO, files[2])):
            write(store.record(uuid), file)
    files[1].write_text("[" * 99_999, encoding="utf-8")
    for n_added, n_known in ((2, 0), (0, 2)):
        desk.moving.bring_in(files)
        outcome = await desk.ended()
        assert (outcome.n_added, outcome.n_known) == (n_added, n_known)
        assert ["none.json" in str(error) for error in outcome.refused] == [True]
    assert desk.titles() == ["Apple", "Pear"]
    assert desk.advanced == [(1, 3), (2, 3), (3, 3)] * 2


@pytest.mark.parametrize("kind", ["nothing", "noise", "cut", "empty", "damaged", "locked"])
async def test_what_is_no_backup_is_told_in_a_sentence(desk: Desk, tmp_path: Path, kind: str):
    file = tmp_path / "all.zip"
    with zipfile.ZipFile(file, "w") as archive:
        if kind != "empty":
            archive.writestr("conversations.db", b"no database " * 1000)
    content = bytearray(file.read_bytes())
    if kind == "locked":
        content[6] |= 1
        content[content.index(b"PK\x01\x02") + 8] |= 1  # encrypted, by both of its headers
    if kind == "cut":
        del content[200:]
    if kind == "noise":
        content = bytearray(b"noise" * 100)
    file.write_bytes(content)
    if kind == "nothing":
        file.unlink()
    desk.moving.restore(file)
    told = await desk.ended()
    assert isinstance(told, str)
    assert "all.zip" in told
