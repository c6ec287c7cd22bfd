"""Which frames are sent, and how big: for any course of a talk and any picture."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.seeing.budget import QUALITIES, SCALES, encoded_within
from livedesk.seeing.change import CELL_CHANGED, is_changed
from livedesk.seeing.cost import estimated_tokens
from livedesk.seeing.detail import Detail, Resolution, fitted
from livedesk.seeing.pacing import AFTER_SPEECH_S, FRAME_INTERVAL_S, FramePace, Hearing

SPEAKING = Hearing(is_speech=True)
SILENT = Hearing(is_speech=False)
MUTED = Hearing(is_speech=True, is_muted=True, is_always=True)
ALWAYS = Hearing(is_speech=False, is_always=True)

steps = st.lists(
    st.tuples(
        st.integers(1, 3000),
        st.sampled_from([SPEAKING, SILENT, MUTED, ALWAYS]),
        st.booleans(),
        st.booleans(),
    ),
    max_size=80,
)


def sent_at(pace: FramePace, now_s: float, hearing: Hearing, *, is_changed: bool) -> bool:
    is_due = pace.is_due(now_s, hearing, is_changed=is_changed)
    if is_due:
        pace.sent(now_s)
    return is_due


@given(steps)
def test_never_more_than_a_frame_a_second_and_none_while_muted(course):
    pace, now_ms, sent_ms = FramePace(), 0, []
    for wait_ms, hearing, changed, is_cut in course:
        now_ms += wait_ms
        if is_cut:
            pace.on_cut()
        if sent_at(pace, now_ms / 1000, hearing, is_changed=changed):
            assert not hearing.is_muted
            sent_ms.append(now_ms)
    apart_ms = [later - earlier for earlier, later in itertools.pairwise(sent_ms)]
    assert all(gap_ms >= FRAME_INTERVAL_S * 1000 - 1e-6 for gap_ms in apart_ms)


def test_an_unchanged_frame_is_sent_once_for_each_beginning_of_speech():
    pace = FramePace()
    assert sent_at(pace, 0.0, SPEAKING, is_changed=False)
    assert not sent_at(pace, 5.0, SPEAKING, is_changed=False)
    assert not sent_at(pace, 9.0, SILENT, is_changed=False)
    assert sent_at(pace, 12.0, SPEAKING, is_changed=False)


def test_a_change_is_sent_shortly_after_speech_but_not_in_silence():
    pace = FramePace()
    assert sent_at(pace, 0.0, SPEAKING, is_changed=True)
    assert sent_at(pace, AFTER_SPEECH_S, SILENT, is_changed=True)
    assert not sent_at(pace, AFTER_SPEECH_S + 1.5, SILENT, is_changed=True)
    assert sent_at(pace, AFTER_SPEECH_S + 2, ALWAYS, is_changed=True)


def test_a_new_connection_gets_one_frame_at_the_usual_rate():
    pace = FramePace()
    assert sent_at(pace, 0.0, ALWAYS, is_changed=True)
    pace.on_cut()
    assert not sent_at(pace, 0.5, ALWAYS, is_changed=False)
    assert sent_at(pace, 1.0, ALWAYS, is_changed=False)
    assert not sent_at(pace, 2.0, ALWAYS, is_changed=False)


@given(st.integers(1, 60_000), st.integers(1, 60_000), st.sampled_from(Detail))
def test_a_frame_fits_keeps_an_area_and_is_never_enlarged(width_px, height_px, detail):
    long_side_px = detail.limits.long_side_px
    width, height = fitted(width_px, height_px, long_side_px)
    assert 1 <= width <= min(width_px, long_side_px)
    assert 1 <= height <= min(height_px, long_side_px)


def test_a_window_without_area_is_refused():
    with pytest.raises(ValueError, match="0 x 0"):
        fitted(0, 0, 1024)


@given(st.integers(0, 2_000_000), st.integers(0, 400_000))
def test_a_jpeg_keeps_to_its_budget_or_is_not_sent(whole_bytes, budget_bytes):
    def encode(quality: int, scale: float) -> bytes:
        return bytes(int(whole_bytes * quality / 100 * scale * scale))

    jpeg = encoded_within(encode, budget_bytes)
    smallest = len(encode(QUALITIES[-1], SCALES[-1]))
    assert (jpeg is None) == (smallest > budget_bytes)
    assert jpeg is None or len(jpeg) <= budget_bytes


def test_quality_goes_before_size():
    tried = []

    def encode(quality: int, scale: float) -> bytes:
        tried.append((quality, scale))
        return bytes(10 if scale == 1.0 else 5)

    assert encoded_within(encode, 9) == bytes(5)
    assert tried == [*((quality, 1.0) for quality in QUALITIES), (QUALITIES[0], SCALES[1])]


@given(st.integers(0, 35), st.integers(0, 63), st.integers(0, 255))
def test_one_cell_is_a_change_and_noise_is_none(row, column, before):
    last = np.full((36, 64, 3), before, np.uint8)
    new = last.copy()
    step = CELL_CHANGED if before < 128 else -CELL_CHANGED
    assert not is_changed(new, last)
    new[row, column, 1] = before + step - (1 if step > 0 else -1)
    assert not is_changed(new, last)
    new[row, column, 1] = before + step
    assert is_changed(new, last)


def test_a_first_frame_and_one_of_another_shape_are_changes():
    frame = np.zeros((36, 64, 3), np.uint8)
    assert is_changed(frame, None)
    assert is_changed(frame, np.zeros((64, 36, 3), np.uint8))


def test_a_minute_of_frames_is_estimated_by_the_resolution():
    assert estimated_tokens(60, Resolution.LOW) == 4_200
    assert estimated_tokens(60, Resolution.HIGH) == 16_800
