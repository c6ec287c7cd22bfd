"""Columns of the drawn shape: each once, complete, with what was found in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.columns import COLUMN_MS, columns
from livedesk.audio.recent_flags import FrameFlag, RecentFlags
from livedesk.audio.recent_samples import RecentSamples

PER_COLUMN = 960  # at 16 kHz


def _recent(rate_hz: int = 16_000) -> RecentSamples:
    return RecentSamples(4000, rate_hz)


@given(runs=st.lists(st.integers(1, 4000), max_size=60))
def test_asked_again_and_again_every_column_comes_once_and_in_order(runs: list[int]) -> None:
    recent = _recent()
    heights: list[float] = []
    end = 0
    for number, run in enumerate(runs):
        recent.write(np.full(run, number + 1, np.int16))
        new = columns(recent, None, end)
        assert new.end - end == len(new.peaks)
        heights += new.peaks.tolist()
        end = new.end
    stream = np.concatenate([np.full(run, k + 1) for k, run in enumerate(runs)] or [np.empty(0)])
    whole = stream[: len(stream) // PER_COLUMN * PER_COLUMN].reshape(-1, PER_COLUMN)
    assert heights == pytest.approx((whole.max(axis=1, initial=0) / 32_768).tolist())


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 24_000, 44_100, 48_000, 192_000])
def test_a_late_look_gets_what_is_still_kept(rate_hz: int) -> None:
    recent = _recent(rate_hz)
    for _ in range(50):
        recent.write(np.full(rate_hz // 5, 16_384, np.int16))
    new = columns(recent, None, 0)
    assert new.position_ms == 10_000
    assert new.end == 10_000 // COLUMN_MS
    assert 60 <= len(new.peaks) <= 67
    assert (new.peaks == 0.5).all()


def test_the_loudest_negative_sample_counts_in_full() -> None:
    recent = _recent()
    recent.write(np.full(PER_COLUMN, -32_768, np.int16))
    assert columns(recent, None, 0).peaks == pytest.approx([1.0])


def test_flags_and_marks_lie_where_they_were_found() -> None:
    recent, flags = _recent(), RecentFlags(200)
    for frame in range(12):
        found = FrameFlag.SPEECH if 3 <= frame < 7 else FrameFlag(0)
        found |= FrameFlag.CLIPPED if frame == 4 else FrameFlag(0)
        if frame == 10:
            recent.mark()
        flags.write(found)
        recent.write(np.zeros(320, np.int16))
    shape = columns(recent, flags, 0)
    assert shape.speech.tolist() == [False, True, True, False]
    assert shape.clipped.tolist() == [False, True, False, False]
    assert shape.marked.tolist() == [False, False, False, True]
    assert not columns(recent, flags, 4).marked.any()


@given(n_written=st.integers(0, 500), start=st.integers(0, 500), n=st.integers(0, 60))
def test_flags_that_are_not_kept_are_none(n_written: int, start: int, n: int) -> None:
    flags = RecentFlags(100)
    for number in range(n_written):
        flags.write(FrameFlag.SPEECH if number % 3 == 0 else FrameFlag(0))
    wanted = [int(k % 3 == 0 and n_written - 100 <= k < n_written) for k in range(start, start + n)]
    assert flags.between(start, start + n).tolist() == wanted


def test_another_stream_is_known_by_its_number() -> None:
    assert columns(_recent(), None, 0).stream != columns(_recent(), None, 0).stream
