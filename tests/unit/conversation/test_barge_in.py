"""The assistant makes room at once, and for nobody longer than it must."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.barge_in import CONFIRM_S, BargeIn


def ducked_at(barge_in: BargeIn, now_s: float, speech: bool, playing: bool = True) -> bool:
    barge_in.on_speech(now_s, is_speech=speech, is_playing=playing)
    return barge_in.is_ducked


def test_ducked_with_the_first_frame_of_speech():
    barge_in = BargeIn()
    assert not ducked_at(barge_in, 1.0, False)
    assert ducked_at(barge_in, 1.02, True)


def test_ducked_before_speech_is_known_for_speech():
    barge_in = BargeIn()
    barge_in.on_onset(1.0, is_playing=True)
    assert barge_in.is_ducked
    assert ducked_at(barge_in, 1.2, True)
    assert ducked_at(barge_in, 1.1 + CONFIRM_S, True), "the gate's word counts from when it fell"
    assert not ducked_at(barge_in, 1.21 + CONFIRM_S, True)
    barge_in.on_onset(2.0, is_playing=True)
    assert not barge_in.is_ducked, "who goes on does not begin"


def test_a_first_sound_that_was_no_speech_is_undone():
    barge_in = BargeIn()
    barge_in.on_onset(1.0, is_playing=True)
    assert ducked_at(barge_in, 1.1, False)
    assert not ducked_at(barge_in, 1.01 + CONFIRM_S, False)


def test_a_first_sound_is_nothing_where_nothing_is_to_be_turned_down():
    barge_in = BargeIn()
    barge_in.on_onset(1.0, is_playing=False)
    assert not barge_in.is_ducked
    barge_in.set_enabled(False)
    barge_in.on_onset(1.0, is_playing=True)
    assert not barge_in.is_ducked


def test_undone_where_the_server_heard_nobody():
    barge_in = BargeIn()
    assert ducked_at(barge_in, 1.0, True)
    assert ducked_at(barge_in, 1.0 + CONFIRM_S - 0.01, True)
    assert not ducked_at(barge_in, 1.01 + CONFIRM_S, True)
    assert not ducked_at(barge_in, 2.0, True), "who goes on is no onset"
    assert not ducked_at(barge_in, 2.5, False)
    assert ducked_at(barge_in, 3.0, True)


def test_undone_by_time_alone():
    barge_in = BargeIn()
    assert ducked_at(barge_in, 1.0, True)
    barge_in.on_time(1.01 + CONFIRM_S, is_playing=True)
    assert not barge_in.is_ducked


def test_the_next_turn_is_as_loud_as_ever():
    for undo in (BargeIn.on_cut, lambda it: it.on_time(1.1, is_playing=False)):
        barge_in = BargeIn()
        assert ducked_at(barge_in, 1.0, True)
        undo(barge_in)
        assert not barge_in.is_ducked
        assert not ducked_at(barge_in, 1.2, True)


def test_noise_from_before_the_answer_is_no_barge_in():
    barge_in = BargeIn()
    assert not ducked_at(barge_in, 1.0, True, playing=False)
    assert not ducked_at(barge_in, 2.0, True)


def test_nothing_ducks_where_nothing_interrupts():
    barge_in = BargeIn()
    assert ducked_at(barge_in, 1.0, True)
    barge_in.set_enabled(False)
    assert not barge_in.is_ducked
    assert not ducked_at(barge_in, 1.1, False)
    assert not ducked_at(barge_in, 1.2, True)


@given(st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=100))
def test_never_ducked_for_longer_than_a_server_may_take(frames):
    barge_in, onset_s, was_speech = BargeIn(), None, False
    for number, (speech, playing, cut) in enumerate(frames):
        now_s = number * 0.02
        if speech and not was_speech:
            onset_s = now_s
        was_speech = speech
        if cut:
            barge_in.on_cut()
        if ducked_at(barge_in, now_s, speech, playing):
            assert playing
            assert onset_s is not None
            assert now_s - onset_s < CONFIRM_S + 0.001
