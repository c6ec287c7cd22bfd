"""While only the assistant is heard, silence goes out; of the person's sound nothing is lost."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.hold_back import HoldBack
from livedesk.core.audio_format import AudioFrame

# What is heard in a frame: (the person, the assistant).
moments = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=120)


def frame(number: int, *, is_speech: bool) -> AudioFrame:
    samples = np.full(320, 1000 + number, np.int16)
    return AudioFrame(samples, 16_000, number * 0.02, is_speech)


def through(heard: list[tuple[bool, bool]]) -> list[AudioFrame]:
    hold_back = HoldBack()
    given_out = []
    for number, (person, assistant) in enumerate(heard):
        one = frame(number, is_speech=person)
        given_out += hold_back.push(one, is_assistant_heard=assistant)
    return given_out


@given(moments)
def test_frames_come_out_in_order_and_once(heard):
    numbers = [round(one.captured_at_s / 0.02) for one in through(heard)]
    assert numbers == list(range(len(numbers)))
    assert len(heard) - len(numbers) <= 12


@given(moments)
def test_the_person_is_never_silenced_nor_late(heard):
    out = {round(one.captured_at_s / 0.02): one for one in through(heard)}
    for number, (person, assistant) in enumerate(heard):
        if person or not assistant:
            assert out[number].samples[0] == 1000 + number


def test_the_sound_before_the_gate_opened_goes_out_with_it():
    out = through([(False, True)] * 30 + [(True, True)])
    assert [one.samples[0] != 0 for one in out] == [False] * 18 + [True] * 13


def test_without_the_assistant_nothing_waits():
    assert len(through([(False, False)] * 5)) == 5
