"""What is written next, and what is written together."""

from helpers.store_desk import BEGAN, spoken
from hypothesis import given
from hypothesis import strategies as st

from livedesk.transcript.store.backlog import INTERIM_AGE_S, Backlog
from livedesk.transcript.store.rows import Head, Placed


def backlog_of(*talks: str) -> Backlog:
    backlog = Backlog()
    for uuid in talks:
        backlog.put_head(Head(uuid, BEGAN))
        backlog.done(backlog.next_change(0.0))
    return backlog


def placed(number: int, text: str = "text", *, final: bool = True) -> Placed:
    return Placed(spoken(number, text, is_final=final), float(number))


def test_each_finished_utterance_is_a_change_of_its_own():
    backlog = backlog_of("talk")
    for number in (1, 2, 3):
        backlog.put("talk", placed(number), 0.0)
    for number in (1, 2, 3):
        change = backlog.next_change(0.0)
        assert [p.number for p in change.placed] == [number]
        backlog.done(change)
    assert backlog.is_empty


def test_words_being_spoken_wait_and_go_together():
    backlog = backlog_of("talk")
    backlog.put("talk", placed(1, final=False), 10.0)
    backlog.put("talk", placed(2, final=False), 10.0)
    backlog.put("talk", placed(1, "newer", final=False), 10.0 + INTERIM_AGE_S / 2)
    assert backlog.next_change(10.0) is None
    assert backlog.wait_s(10.0) == INTERIM_AGE_S
    change = backlog.next_change(10.0 + INTERIM_AGE_S)
    assert [p.entry.text for p in change.placed] == ["newer", "text"]


def test_what_changes_while_it_is_written_is_written_again():
    backlog = backlog_of("talk")
    backlog.put("talk", placed(1, "old"), 0.0)
    change = backlog.next_change(0.0)
    backlog.put("talk", placed(1, "new"), 0.0)
    backlog.done(change)
    assert backlog.next_change(0.0).placed[0].entry.text == "new"


def test_a_lost_file_is_written_anew():
    backlog = backlog_of("talk", "other")
    for number in (1, 2):
        backlog.put("talk", placed(number), 0.0)
        backlog.done(backlog.next_change(0.0))
    assert backlog.is_empty
    backlog.all_is_new(5.0)
    written = []
    while (change := backlog.next_change(5.0)) is not None:
        written += [p.number for p in change.placed]
        backlog.done(change)
    assert written == [1, 2]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["final", "interim", "remove", "write", "fail", "end", "forget"]),
            st.integers(1, 4),
        )
    )
)
def test_the_disk_ends_up_with_the_last_state(steps: list[tuple[str, int]]):
    backlog, disk, wanted = backlog_of("talk"), {}, {}
    for now, (step, number) in enumerate(steps):
        if step in ("final", "interim"):
            backlog.put_head(Head("talk", BEGAN))
            text = f"at {now}"
            backlog.put("talk", placed(number, text, final=step == "final"), float(now))
            wanted[number] = text
        elif step == "remove" and number in wanted:
            backlog.put_head(Head("talk", BEGAN))
            backlog.remove("talk", number)
            del wanted[number]
        elif step == "fail":
            backlog.next_change(float(now))  # tried, and not done
        elif step == "write":
            _write(backlog, disk, float(now))
        elif step == "forget":
            backlog.forget("talk")
            wanted = {}
    backlog.end("talk", "ended")
    while _write(backlog, disk, 1e9):
        pass
    assert disk == wanted
    assert backlog.is_empty


def _write(backlog: Backlog, disk: dict[int, str], now_s: float) -> bool:
    change = backlog.next_change(now_s)
    if change is None:
        return False
    if change.head is None:
        disk.clear()
    for number in change.removed:
        disk.pop(number, None)
    disk.update({p.number: p.entry.text for p in change.placed})
    backlog.done(change)
    return True
