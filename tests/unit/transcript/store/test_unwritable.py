"""What the store cannot hold as it is."""

from pathlib import Path

from helpers.store_desk import StoreDesk, spoken

from livedesk.transcript.store.reports import StoreFailing


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
