"""Two LiveDesks go on with one conversation: neither loses a word, and each keeps its own."""

from pathlib import Path

import pytest
from helpers.store_desk import BEGAN, StoreDesk, spoken
from helpers.talk_script import TalkScript

from livedesk.transcript.model import Transcript
from livedesk.transcript.store import opening, place, recordings
from livedesk.transcript.store.keeper import Keeper
from livedesk.transcript.store.recordings import Recording
from livedesk.transcript.store.reports import TalkForked

BEFORE = ["said before", "and answered"]


@pytest.mark.parametrize("is_over", [False, True], ids=["both at once", "read before the other"])
def test_who_comes_second_keeps_a_conversation_of_its_own(tmp_path: Path, is_over: bool):
    with StoreDesk(tmp_path) as one, StoreDesk(tmp_path) as two:
        one.add_talk("talk", *BEFORE)
        record = two.record()
        one.head()
        one.put(spoken(3, "first went on", end_s=3.4))
        one.wait_kept(3)
        if is_over:
            one.store.end("talk")
            one.store.run(lambda _: None).result(10)
        script = TalkScript()
        transcript = Transcript.resumed(record, "", 2.0, script.clock)
        keeper = Keeper(two.store)
        keeper.follow(transcript)
        transcript.append(spoken(3, "second went on", end_s=None, began=BEGAN.replace(hour=23)))
        forked = two.wait_for(TalkForked)
        for report in [*two.reports, forked]:
            keeper.on_report(report)
        assert forked.uuid == "talk"
        assert transcript.conversation_id == forked.copy
        transcript.append(spoken(4, "and on", began=BEGAN.replace(hour=23)))
        keeper.leave()
        two.store.run(lambda _: None).result(10)
        assert one.texts("talk") == [*BEFORE, "first went on"]
        assert two.texts(forked.copy) == [*BEFORE, "second went on", "and on"]
        states = two.store.run(
            lambda c: dict(map(tuple, c.execute("SELECT uuid, state FROM conversation")))
        )
        assert states.result(10) == {"talk": "ended" if is_over else "open", forked.copy: "ended"}


def test_a_store_that_appears_while_another_looks_for_it_keeps_its_log(tmp_path, monkeypatch):
    with StoreDesk(tmp_path) as one:
        one.keep("here", uuid="one")
        looked = iter([None])
        monkeypatch.setattr(opening, "file_id", lambda path: next(looked, place.file_id(path)))
        with StoreDesk(tmp_path) as two:
            two.keep("there", uuid="two")
            one.keep("again here", uuid="other")
            for desk in (one, two):
                found = [desk.texts(uuid) for uuid in ("one", "two", "other")]
                assert found == [["here"], ["there"], ["again here"]]


def test_the_sound_goes_along_with_the_words(tmp_path: Path):
    with StoreDesk(tmp_path) as desk:
        desk.add_talk("talk", "hello")
        desk.add_talk("copy", "hello")
        for uuid, length_s in (("talk", 0.0), ("copy", 4.0)):
            sound = Recording("a.flac", 1.0, length_s)
            desk.store.run(lambda c, u=uuid, s=sound: recordings.note(c, u, s)).result(10)
        with desk.store.reading() as connection:
            assert recordings.recordings_of(connection, "talk") == ()
            assert recordings.recordings_of(connection, "copy") == (Recording("a.flac", 1.0, 4.0),)
