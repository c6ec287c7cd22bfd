"""Deleted is gone: from lists at once, from the disk for good."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.store_desk import BEGAN, StoreDesk, spoken

from livedesk.transcript.store import changes, deletion, reading, search, writer
from livedesk.transcript.store.reports import Forgotten
from livedesk.transcript.store.rows import microseconds
from livedesk.transcript.store.transcript_store import recordings_folder

SECRET = "xylophonicsecret"


def traces(folder: Path) -> list[str]:
    """The files below ``folder`` in which the secret stands."""
    return [p.name for p in folder.rglob("*") if p.is_file() and SECRET.encode() in p.read_bytes()]


def listed(desk: StoreDesk) -> list[str]:
    with desk.store.reading() as connection:
        return [summary.uuid for summary in reading.summaries(connection)]


def test_a_purged_conversation_leaves_no_byte(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        for talk in range(30):
            texts = [f"talk {talk} line {n} with some words" for n in range(30)]
            if talk % 3 == 0:
                texts[7] = f"the {SECRET} is {SECRET} 天気予報の秘密"
            desk.add_talk(f"{talk}", *texts)
        desk.keep("stays")
        assert traces(tmp_path)
        assert desk.store.purge([f"{talk}" for talk in range(0, 30, 3)]).result(20) == 10
        desk.put(spoken(2, "written meanwhile"))
        desk.wait_kept(2)
        with desk.store.reading() as connection:
            assert search.search(connection, SECRET) == []
            assert search.search(connection, "秘密") == []
            assert len(search.search(connection, "line", limit=1000)) == 20 * 30
    assert traces(tmp_path) == []
    with StoreDesk(tmp_path) as desk:
        assert (
            desk.store.run(lambda c: c.execute("PRAGMA integrity_check").fetchone()[0]).result(20)
            == "ok"
        )
        assert desk.texts()[-1] == "written meanwhile"


def test_what_could_not_be_finished_at_the_end_goes_on_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(writer, "_CHORES_AT_END_S", 0.0)
    monkeypatch.setattr(deletion, "_STEP_PAGES", 1)
    with StoreDesk(tmp_path) as desk:
        for talk in range(8):
            secret = "harmless" if talk == 7 else SECRET
            desk.add_talk(f"{talk}", f"the {secret}", *(f"words {n}" for n in range(300)))
        steps = threading.Event()  # the end comes before the first step
        desk.store.run(lambda c: steps.wait(0.2))
        desk.store.purge([f"{talk}" for talk in range(7)])
    assert (tmp_path / "conversations.cleaning").exists()
    monkeypatch.setattr(writer, "_CHORES_AT_END_S", 60.0)
    with StoreDesk(tmp_path) as desk:
        assert len(desk.texts("7")) == 301
    assert not (tmp_path / "conversations.cleaning").exists()
    assert traces(tmp_path) == []


def test_a_job_sees_what_was_said_before_it(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.head()
        desk.put(spoken(1, "said before"))
        title = desk.store.run(lambda c: changes.set_title(c, "talk", "Named"))
        title.result(10)
        with desk.store.reading() as connection:
            assert reading.summaries(connection)[0].title == "Named"


def test_a_conversation_that_is_not_kept_leaves_no_byte(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.keep(f"my {SECRET}", "and more")
        desk.store.forget("talk")
        assert desk.wait_for(Forgotten).uuid == "talk"
    assert traces(tmp_path) == []


def test_sound_is_deleted_too_and_only_that(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        folder = recordings_folder(desk.store.path)
        folder.mkdir(parents=True, exist_ok=True)
        (tmp_path / "outside.flac").write_bytes(b"not ours")
        for name in ("one.flac", "two.flac"):
            (folder / name).write_bytes(b"sound")
        desk.add_talk("one", "hello")
        desk.add_talk("two", "hello")
        for uuid, file in (("one", "one.flac"), ("one", "../outside.flac"), ("two", "two.flac")):
            desk.store.run(
                lambda c, u=uuid, f=file: changes.add_recording(c, u, f, 0.0, 1.0)
            ).result(10)
        desk.store.purge(["one"]).result(10)
        assert [path.name for path in folder.iterdir()] == ["two.flac"]
        assert (tmp_path / "outside.flac").exists()


def test_hiding_can_be_undone_until_it_is_purged(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.add_talk("one", "apple")
        desk.add_talk("two", "apple")
        desk.store.hide(["one", "two"]).result(10)
        assert listed(desk) == []
        assert desk.record("one") is None
        desk.store.unhide(["one"]).result(10)
        assert listed(desk) == ["one"]
        later = microseconds(BEGAN + timedelta(days=10_000))
        assert desk.store.purge_hidden(later).result(10) == 1
        desk.store.unhide(["two"]).result(10)
        assert listed(desk) == ["one"]


def test_old_ones_go_but_no_pinned_and_no_open_ones(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        for day in range(4):
            desk.add_talk(f"{day}", "apple", began=BEGAN + timedelta(days=day))
        desk.store.run(lambda c: changes.set_pinned(c, "0", is_pinned=True)).result(10)
        desk.keep("open", uuid="open")
        limit = microseconds(BEGAN + timedelta(days=2))
        assert desk.store.purge_older(limit).result(10) == 1
        assert listed(desk) == ["0", "3", "2", "open"]
        assert desk.store.purge_all().result(10) == 3
        assert listed(desk) == ["open"]


def test_a_reader_delays_that_the_log_is_emptied_but_not_for_good(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.add_talk("talk", f"the {SECRET}")
        desk.add_talk("other", "harmless")
        with desk.store.reading() as connection:
            connection.execute("BEGIN")
            assert reading.summaries(connection)
            assert desk.store.purge(["talk"]).result(20) == 1
            desk.keep("written meanwhile")
            assert (tmp_path / "conversations.cleaning").exists()
            connection.execute("COMMIT")
        until_s = time.monotonic() + 20
        while (tmp_path / "conversations.cleaning").exists():
            assert time.monotonic() < until_s
            desk.store.run(lambda c: None).result(20)
        assert traces(tmp_path) == []


def test_a_crash_right_after_a_deletion_leaves_the_mark(tmp_path: Path, monkeypatch):
    marks = []
    purge = deletion.purge

    def noting(connection, uuids, recordings):
        marks.append((tmp_path / "conversations.cleaning").exists())
        return purge(connection, uuids, recordings)

    monkeypatch.setattr(deletion, "purge", noting)
    with StoreDesk(tmp_path) as desk:
        desk.add_talk("talk", "text")
        assert desk.store.purge(["talk"]).result(20) == 1
    assert marks == [True]


def test_all_means_what_was_lost_and_put_aside_too(tmp_path: Path):
    stray, other = f"{'a' * 32}-0.flac", f"{'b' * 32}-0.flac"
    with StoreDesk(tmp_path) as desk:
        folder = recordings_folder(desk.store.path)
        folder.mkdir()
        for path in (
            folder / stray,
            folder / other,
            folder / "somebody's own.flac",
            tmp_path / "conversations (damaged 2026-11-23 10.00.00).db",
            tmp_path / "conversations (damaged 2026-11-23 10.00.00).db-wal",
            tmp_path / "conversations (my copy).db",
            tmp_path / "conversations (damaged 2026-11-23 10.00.00).db.txt",
        ):
            path.write_bytes(SECRET.encode())
        desk.keep("goes on", uuid="b" * 32)
        desk.add_talk("talk", "text")
        assert desk.store.purge_all().result(20) == 1
    assert sorted(traces(tmp_path)) == [
        other,
        "conversations (damaged 2026-11-23 10.00.00).db.txt",
        "conversations (my copy).db",
        "somebody's own.flac",
    ]
