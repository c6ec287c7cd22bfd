"""Silence that would have to wait is left out, what speech needs around it is not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.inputs import AudioInput
from livedesk.session.quiet import AFTER_SPEECH_S, BEFORE_SPEECH_S, QuietFilter


def frames(pattern: str) -> list[AudioInput]:
    return [
        AudioInput(b"\0\0" * 320, 16_000, 100 + n * 0.02, is_speech=kind == "s")
        for n, kind in enumerate(pattern)
    ]


def kept(pattern: str) -> list[AudioInput]:
    quiet = QuietFilter()
    return [out for frame in frames(pattern) for out in quiet.passed(frame, all_of_it=False)]


def test_silence_alone_is_left_out():
    assert kept("." * 200) == []


def test_everything_passes_while_nothing_waits():
    quiet = QuietFilter()
    spoken = frames(".s.")
    assert [out for frame in spoken for out in quiet.passed(frame, all_of_it=True)] == spoken


@given(st.text("s.", max_size=300))
def test_speech_and_its_surroundings_stay_in_order(pattern):
    said = frames(pattern)
    speech_s = [frame.captured_at_s for frame in said if frame.is_speech]
    result = kept(pattern)
    assert result == sorted(result, key=lambda frame: frame.captured_at_s)
    assert len(set(map(id, result))) == len(result)
    for frame in said:
        at_s = frame.captured_at_s
        is_near = any(
            -AFTER_SPEECH_S + 1e-6 <= s - at_s <= BEFORE_SPEECH_S - 0.02 + 1e-6 for s in speech_s
        )
        is_far = all(
            s - at_s > BEFORE_SPEECH_S + 0.03 or at_s - s > AFTER_SPEECH_S + 0.03 for s in speech_s
        )
        if is_near:
            assert frame.captured_at_s in [out.captured_at_s for out in result]
        if is_far:
            assert frame.captured_at_s not in [out.captured_at_s for out in result]
