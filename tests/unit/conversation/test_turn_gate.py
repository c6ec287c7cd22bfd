"""Chunks of a cut turn are dropped; no spurious word from the server mutes the next turn."""

from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.turn_gate import LATE_CHUNKS_S, TurnGate


def test_first_chunk_begins_a_turn_and_the_rest_goes_on() -> None:
    gate = TurnGate()
    assert gate.on_chunk(0.0) == (True, True)
    assert gate.on_chunk(0.1) == (True, False)


def test_late_chunks_of_a_cut_turn_are_dropped() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_interrupted(1.0)
    assert gate.on_chunk(1.1) == (False, False)
    assert gate.on_chunk(1.9) == (False, False)


def test_next_turn_after_a_cut_is_heard() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_interrupted(1.0)
    gate.on_turn_over()
    assert gate.on_chunk(1.1) == (True, True)


def test_turn_that_never_ends_does_not_mute_for_ever() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_interrupted(1.0)
    assert gate.on_chunk(1.0 + LATE_CHUNKS_S) == (True, True)


def test_next_turn_of_many_chunks_is_heard_though_the_cut_one_never_ended() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_interrupted(1.0)
    heard = [gate.on_chunk(1.0 + 0.2 * number)[0] for number in range(1, 11)]
    assert heard == [False] * 4 + [True] * 6


def test_interrupted_without_a_turn_means_nothing() -> None:
    gate = TurnGate()
    gate.on_interrupted(0.0)
    assert gate.on_chunk(0.01) == (True, True)


def test_silenced_turn_stays_silent_however_long_it_is() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_silenced()
    assert gate.on_chunk(60.0) == (False, False)
    gate.on_turn_over()
    assert gate.on_chunk(61.0) == (True, True)


def test_interrupted_ends_what_was_silenced() -> None:
    gate = TurnGate()
    gate.on_chunk(0.0)
    gate.on_silenced()
    gate.on_interrupted(5.0)
    gate.on_turn_over()
    assert gate.on_chunk(5.1) == (True, True)


@given(st.lists(st.sampled_from(["chunk", "interrupted", "silenced", "over", "wait"]), max_size=40))
def test_after_a_turn_is_over_the_next_is_always_heard(steps: list[str]) -> None:
    gate, now_s = TurnGate(), 0.0
    for step in steps:
        now_s += 0.01
        match step:
            case "chunk":
                gate.on_chunk(now_s)
            case "interrupted":
                gate.on_interrupted(now_s)
            case "silenced":
                gate.on_silenced()
            case "over":
                gate.on_turn_over()
            case "wait":
                now_s += 2
    gate.on_turn_over()
    assert gate.on_chunk(now_s) == (True, True)


def test_once_all_was_generated_the_next_chunk_is_heard() -> None:
    for cut_first in (False, True):
        for cut in (lambda gate: gate.on_interrupted(1.0), TurnGate.on_silenced):
            gate = TurnGate()
            gate.on_chunk(0.0)
            for step in (cut, TurnGate.on_all_generated)[:: 1 if cut_first else -1]:
                step(gate)
            assert gate.on_chunk(1.1) == (True, True)
