"""Loudness and drawn shape."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.levels import SILENCE_DB, envelope, level_db, rms_db
from livedesk.audio.recent_samples import RecentSamples


def _tone(n_samples: int, amplitude: float = 32_767.0) -> np.ndarray:
    return (amplitude * np.sin(np.arange(n_samples) * 0.3)).astype(np.int16)


@given(lengths=st.lists(st.integers(0, 100), max_size=40), n_wanted=st.integers(0, 100))
def test_the_window_holds_the_newest_samples(lengths: list[int], n_wanted: int) -> None:
    recent = RecentSamples(100, 1000)
    stream = np.arange(1, sum(lengths) + 1).astype(np.int16)
    for run in np.split(stream, np.cumsum(lengths)[:-1]) if lengths else []:
        recent.write(run)
    wanted = np.concatenate((np.zeros(100, np.int16), stream))
    wanted = wanted[len(wanted) - n_wanted :]
    assert np.array_equal(recent.window(recent.written, n_wanted), wanted)


def test_loudness_is_measured_in_dbfs() -> None:
    assert rms_db(np.zeros(100, np.int16)) == SILENCE_DB
    assert rms_db(np.empty(0, np.int16)) == SILENCE_DB
    assert rms_db(_tone(16_000)) == pytest.approx(-3.0, abs=0.1)
    assert rms_db(_tone(16_000, 327.67)) == pytest.approx(-43.0, abs=0.2)


def test_only_the_last_50_ms_count() -> None:
    recent = RecentSamples(4000, 16_000)
    recent.write(_tone(16_000))
    recent.write(np.zeros(800, np.int16))
    assert level_db(recent) == SILENCE_DB


def test_the_shape_shows_the_newest_last_and_stands_still_for_old_sound() -> None:
    recent = RecentSamples(4000, 16_000)
    recent.write(_tone(32_000, 16_384))
    before = envelope(recent, 100)
    assert before.shape == (100, 2)
    assert before.dtype == np.float32
    assert not before[:50].any()
    assert before[50:, 1] == pytest.approx(0.5, abs=0.01)
    assert before[50:, 0] == pytest.approx(-0.5, abs=0.01)
    recent.write(np.zeros(640, np.int16))
    after = envelope(recent, 100)
    assert np.array_equal(after[:-1], before[1:])
    recent.write(np.zeros(100, np.int16))
    assert np.array_equal(envelope(recent, 100), after)


@pytest.mark.parametrize("n_points", [1, 7, 133, 400, 1920])
@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100, 48_000])
def test_any_number_of_points_can_be_had(n_points: int, rate_hz: int) -> None:
    recent = RecentSamples(4000, rate_hz)
    for _ in range(5):
        recent.write(_tone(rate_hz))
    shape = envelope(recent, n_points)
    assert shape.shape == (n_points, 2)
    assert (shape[:, 0] < 0).all()
    assert (shape[:, 1] > 0).all()


def test_nothing_to_look_at_is_flat() -> None:
    assert not envelope(None, 30).any()


def test_a_look_is_cheap() -> None:
    recent = RecentSamples(4000, 48_000)
    recent.write(_tone(190_000))
    times_s = []
    for _ in range(30):
        begin_s = time.perf_counter()
        envelope(recent, 400)
        level_db(recent)
        times_s.append(time.perf_counter() - begin_s)
    assert min(times_s) < 0.001
