"""Framing keeps every sample once and in order."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.framer import Framer


@given(lengths=st.lists(st.integers(0, 900), max_size=30), frame_samples=st.integers(1, 400))
def test_runs_of_any_length_become_equal_frames(lengths: list[int], frame_samples: int) -> None:
    framer = Framer(frame_samples)
    stream = np.arange(sum(lengths)).astype(np.int16)
    frames = []
    for run in np.split(stream, np.cumsum(lengths)[:-1]) if lengths else []:
        frames += framer.push(run)
    assert all(len(frame) == frame_samples for frame in frames)
    joined = np.concatenate([np.empty(0, np.int16), *frames])
    assert np.array_equal(joined, stream[: len(stream) // frame_samples * frame_samples])


def test_a_frame_does_not_change_with_the_run_it_came_from() -> None:
    framer = Framer(4)
    run = np.ones(4, np.int16)
    (frame,) = framer.push(run)
    run[:] = 9
    assert frame.tolist() == [1, 1, 1, 1]
