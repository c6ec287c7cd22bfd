"""Loudness, and the samples it is taken from."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.levels import SILENCE_DB, level_db, rms_db
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
