"""The end of an utterance, said once and in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.early_end import GATE_CLOSES_MS, EarlyEnd

FRAME_MS = 20.0


def run(early: EarlyEnd, speech_ms: float, quiet_ms: float) -> list[float]:
    """Feed a gate's view of speech; the times after the last loud frame at which it ended."""
    for _ in range(round((speech_ms + GATE_CLOSES_MS) / FRAME_MS)):
        assert not early.on_frame(FRAME_MS, is_speech=True)
    return [
        GATE_CLOSES_MS + (number + 1) * FRAME_MS
        for number in range(round(quiet_ms / FRAME_MS))
        if early.on_frame(FRAME_MS, is_speech=False)
    ]


@pytest.mark.parametrize(("silence_ms", "ended_ms"), [(450.0, 460.0), (340.0, 340.0), (0, 320.0)])
def test_ended_after_the_wanted_silence(silence_ms, ended_ms):
    assert run(EarlyEnd(silence_ms), 800, 3000) == [ended_ms]


def test_a_cough_is_left_to_the_server():
    assert run(EarlyEnd(450), 100, 3000) == []


def test_a_pause_inside_a_sentence_ends_nothing():
    early = EarlyEnd(700)
    assert run(early, 800, 200) == []
    assert run(early, 800, 1000) == [700.0]


def test_each_utterance_ends_anew():
    early = EarlyEnd(450)
    assert [len(run(early, 500, 1000)) for _ in range(3)] == [1, 1, 1]


@given(st.lists(st.booleans(), max_size=300))
def test_never_ended_without_speech_in_between(frames):
    early, spoke = EarlyEnd(450), False
    for is_speech in frames:
        spoke = spoke or is_speech
        if early.on_frame(FRAME_MS, is_speech=is_speech):
            assert spoke
            assert not is_speech
            spoke = False
