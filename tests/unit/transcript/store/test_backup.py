"""One file holds everything, and brings it back without harming what is there."""

import zipfile
from pathlib import Path

import pytest
from helpers.store_desk import StoreDesk

from livedesk.core.errors import StoreError
from livedesk.transcript.store import backup, changes, reading, search
from livedesk.transcript.store.transcript_store import recordings_folder


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A backup of two conversations, one of which is going on."""
    with StoreDesk(tmp_path / "old") as desk:
        sounds = recordings_folder(desk.store.path)
        sounds.mkdir(parents=True)
        (sounds / "one.flac").write_bytes(b"sound")
        desk.add_talk("one", "apple", "pear")
        desk.store.run(lambda c: changes.add_recording(c, "one", "one.flac", 0.0, 1.0)).result(10)
        desk.store.run(lambda c: changes.set_pinned(c, "one", is_pinned=True)).result(10)
        desk.keep("going on", uuid="open")
        backup.back_up(desk.store.path, tmp_path / "backup.zip")
        desk.keep("after the backup", uuid="later")
    return tmp_path / "backup.zip"


def test_an_empty_place_gets_everything(tmp_path: Path, archive: Path):
    store = tmp_path / "new" / "conversations.db"
    assert backup.bring_back(archive, store) == 2
    with StoreDesk(tmp_path / "new") as desk:
        assert desk.texts("one") == ["apple", "pear"]
        assert desk.texts("open") == ["going on"]
        with desk.store.reading() as connection:
            first, second = reading.summaries(connection)
            assert [find.uuid for find in search.search(connection, "pear")] == ["one"]
        assert (first.is_pinned, first.has_audio, second.state) == (True, True, "interrupted")
        assert (recordings_folder(store) / "one.flac").read_bytes() == b"sound"


def test_what_is_there_stays_and_what_was_deleted_comes_back(tmp_path: Path, archive: Path):
    with StoreDesk(tmp_path / "new") as desk:
        desk.add_talk("one", "apple", "pear", "said since")
        desk.add_talk("mine", "mine")
        assert backup.bring_back(archive, desk.store.path) == 1  # while it is in use
        assert desk.texts("one") == ["apple", "pear", "said since"]
        desk.store.hide(["one"]).result(10)
        assert backup.bring_back(archive, desk.store.path) == 1
        assert desk.texts("one") == ["apple", "pear"]
        assert desk.texts("mine") == ["mine"]


def test_sound_of_what_is_not_brought_back_stays_in_the_archive(tmp_path: Path, archive: Path):
    with StoreDesk(tmp_path / "new") as desk:
        desk.add_talk("one", "apple")
        backup.bring_back(archive, desk.store.path)
        assert not (recordings_folder(desk.store.path) / "one.flac").exists()


def test_a_backup_is_whole_or_not_there(tmp_path: Path, archive: Path):
    store = tmp_path / "old" / "conversations.db"
    before = archive.read_bytes()
    with pytest.raises(StoreError, match="could not be written"):
        backup.back_up(store, tmp_path / "gone" / "backup.zip")
    with pytest.raises(StoreError):
        backup.back_up(tmp_path / "nothing.db", archive)
    assert archive.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backup.zip", "old"]


def test_what_is_no_backup_is_refused(tmp_path: Path, archive: Path):
    store = tmp_path / "new" / "conversations.db"
    (tmp_path / "text.zip").write_text("no archive")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "hello")
    with zipfile.ZipFile(tmp_path / "odd.zip", "w") as odd:
        odd.writestr("conversations.db", "no database")
    for name in ("text.zip", "other.zip", "odd.zip", "missing.zip"):
        with pytest.raises(StoreError):
            backup.bring_back(tmp_path / name, store)


def test_a_name_in_the_archive_leads_nowhere_else(tmp_path: Path, archive: Path):
    evil = tmp_path / "evil.zip"
    with zipfile.ZipFile(archive) as good, zipfile.ZipFile(evil, "w") as bad:
        bad.writestr("conversations.db", good.read("conversations.db"))
        bad.writestr("recordings/../../evil.flac", b"out")
        bad.writestr("recordings/", b"")
    backup.bring_back(evil, tmp_path / "new" / "conversations.db")
    assert not list(tmp_path.glob("*.flac"))
    assert not list((tmp_path / "new").rglob("*.flac"))


def test_bringing_back_that_broke_off_goes_on_with_the_sound(
    tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch
):
    store = tmp_path / "new" / "conversations.db"
    with monkeypatch.context() as broken:
        broken.setattr(backup.shutil, "copyfileobj", _break_off(backup.shutil.copyfileobj))
        with pytest.raises(StoreError):
            backup.bring_back(archive, store)
    assert list(recordings_folder(store).glob(".*.part"))
    assert backup.bring_back(archive, store) == 2
    assert [path.name for path in recordings_folder(store).iterdir()] == ["one.flac"]
    assert (recordings_folder(store) / "one.flac").read_bytes() == b"sound"


def _break_off(copy):
    """The database is copied, the sound only in part."""
    n_copied = 0

    def copy_some(source, target) -> None:
        nonlocal n_copied
        n_copied += 1
        if n_copied > 1:
            target.write(source.read(2))
            raise OSError
        copy(source, target)

    return copy_some
