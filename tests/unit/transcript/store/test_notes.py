"""Notes and alarms lie beside the conversations, and come along with a backup."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from helpers.store_desk import StoreDesk

from livedesk.transcript.store import backup, notes

NOW = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)


def test_notes_are_found_whatever_their_case_the_newest_first(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        for minutes, text in enumerate(("Tea at five", "Call ÄNNA", "more TEA; 100 %_\ud800")):
            moment = NOW + timedelta(minutes=minutes)
            desk.store.run(lambda c, t=text, m=moment: notes.add_note(c, t, m)).result(5)

        def found(text: str, limit: int = 10) -> list[str]:
            job = desk.store.run(lambda c: notes.find_notes(c, text, limit))
            return [one for one, _ in job.result(5)]

        assert found("tea") == ["more TEA; 100 %_?", "Tea at five"]
        assert found("änna") == ["Call ÄNNA"]
        assert found("%_") == ["more TEA; 100 %_?"]
        assert found("", limit=1) == ["more TEA; 100 %_?"]


def test_an_alarm_is_kept_until_it_is_removed_and_its_number_never_comes_again(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        number = desk.store.run(lambda c: notes.add_alarm(c, NOW, "tea")).result(5)
        assert desk.store.run(notes.alarms).result(5) == [(number, NOW, "tea")]
        desk.store.run(lambda c: notes.remove_alarm(c, number)).result(5)
        assert desk.store.run(notes.alarms).result(5) == []
        assert desk.store.run(lambda c: notes.add_alarm(c, NOW, "tea")).result(5) != number


def test_a_backup_brings_notes_along_once(tmp_path: Path):
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
    with StoreDesk(old) as desk:
        desk.store.run(lambda c: notes.add_note(c, "Tea", NOW)).result(5)
    backup.back_up(old / "conversations.db", tmp_path / "kept.zip")
    for _ in range(2):
        backup.bring_back(tmp_path / "kept.zip", new / "conversations.db")
    with StoreDesk(new) as desk:
        assert desk.store.run(lambda c: notes.find_notes(c, "", 9)).result(5) == [("Tea", NOW)]
