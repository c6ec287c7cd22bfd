"""What the store cannot hold as it is."""

from pathlib import Path

from helpers.store_desk import StoreDesk, spoken
from helpers.talk_script import TalkScript

from livedesk.transcript.store import deletion, recordings
from livedesk.transcript.store.keeper import Keeper
from livedesk.transcript.store.recordings import Recording
from livedesk.transcript.store.reports import NotDone, StoreFailing


def test_half_a_character_anywhere_in_the_head_is_no_obstacle(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.head(title="half \ud83d of one")
        desk.put(spoken(1, "said"))
        desk.wait_kept(1)
        assert desk.record().title == "half ? of one"


def test_what_is_said_is_kept_where_its_head_cannot_be(tmp_path: Path, expected_log):
    expected_log("cannot be written: OverflowError")
    with StoreDesk(tmp_path) as desk:
        desk.keep("before")
        desk.head(usage={"total_tokens": 1 << 70})
        desk.put(spoken(2, "after"))
        desk.wait_kept(2)
        assert desk.texts() == ["before", "after"]
        assert not [r for r in desk.reports if isinstance(r, StoreFailing)]


def test_one_line_that_cannot_be_kept_holds_up_no_other(tmp_path: Path, expected_log):
    expected_log("cannot be written: OverflowError")
    talk = TalkScript()
    with StoreDesk(tmp_path) as desk:
        keeper = Keeper(desk.store)
        keeper.follow(talk.transcript)
        talk.transcript.append(spoken(1, "first", heard_ms=1 << 70))
        report = desk.wait_for(NotDone)
        keeper.on_report(report)
        assert "One line" in report.error.user_message
        assert talk.transcript.shown(0).is_final
        talk.transcript.append(spoken(2, "second"))
        assert not talk.transcript.shown(1).is_final  # not before it is on the disk
        desk.wait_kept(2)
        assert desk.texts(talk.transcript.conversation_id) == ["second"]


def test_sound_that_cannot_be_erased_is_not_told_as_forgotten(
    tmp_path: Path, monkeypatch, expected_log
):
    expected_log("a recording could not be deleted")
    with StoreDesk(tmp_path) as desk:
        desk.keep("text", uuid="a" * 32)
        sound = Recording(f"{'a' * 32}-0.flac", 0.0, 1.0)
        desk.store.run(lambda c: recordings.note(c, "a" * 32, sound)).result(10)

        def fail(_path: Path) -> None:
            raise PermissionError

        monkeypatch.setattr(deletion, "erase", fail)
        desk.store.forget("a" * 32)
        assert "could not be deleted" in desk.wait_for(NotDone).error.user_message
        assert desk.record("a" * 32) is None  # hidden
