"""Blocks of the device become frames: whole, in order, stamped, at 16 kHz."""

from __future__ import annotations

import numpy as np
import pytest
from helpers.still_clock import StillClock
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.capture import MicCapture


def _capture(rate_hz: int = 16_000) -> tuple[MicCapture, StillClock, list[int]]:
    clock, wakes = StillClock(), []
    capture = MicCapture(rate_hz, clock, lambda: wakes.append(1))
    return capture, clock, wakes


@given(lengths=st.lists(st.one_of(st.none(), st.integers(1, 2000)), max_size=40))
def test_frames_hold_every_sample_once_whenever_they_are_fetched(lengths: list[int | None]) -> None:
    capture, _, _ = _capture()
    value, frames = 0, []
    for length in [*lengths, None]:
        if length is None:
            frames += capture.take()
            continue
        capture.on_block(np.arange(value, value + length).astype("<i2").tobytes())
        value += length
    heard = np.concatenate([np.empty(0, np.int16), *(frame.samples for frame in frames)])
    assert np.array_equal(heard, np.arange(value // 320 * 320).astype(np.int16))
    assert all(len(frame.samples) == 320 for frame in frames)


def test_what_makes_no_frame_yet_is_known() -> None:
    capture, _, wakes = _capture()
    capture.on_block(bytes(2 * 1000))
    assert len(capture.take()) == 3
    assert capture.n_waiting == 40
    assert len(wakes) == 1


def test_frames_are_stamped_with_the_time_of_their_last_sample() -> None:
    capture, clock, _ = _capture()
    for _ in range(3):
        clock.advance(0.020)
        capture.on_block(bytes(2 * 320))
    clock.advance(5.0)
    stamps = [frame.captured_at_s for frame in capture.take()]
    assert stamps == pytest.approx([100.020, 100.040, 100.060])


def test_a_device_at_its_own_rate_gives_frames_at_ours() -> None:
    capture, clock, _ = _capture(48_000)
    t = np.arange(48_000) / 48_000
    for block in np.split((9000 * np.sin(2 * np.pi * 500 * t)).astype("<i2"), 50):
        clock.advance(0.020)
        capture.on_block(block.tobytes())
    frames = capture.take()
    assert len(frames) in (48, 49)
    # What the resampler holds back is why the last frame ends before the last sample came.
    assert 0 <= clock.now_s() - frames[-1].captured_at_s < 0.035
    heard = np.concatenate([frame.samples for frame in frames])
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * 16_000 / len(heard) == pytest.approx(500, abs=2)


def test_a_busy_thread_loses_speech_only_after_ten_seconds_and_says_so() -> None:
    capture, _, _ = _capture()
    second = bytes(2 * 16_000)
    for _ in range(10):
        capture.on_block(second)
    assert capture.overruns == 0
    capture.on_block(second)
    assert capture.overruns == 1
    assert len(capture.take()) == 500
