"""Two clocks are kept together by single samples, torn streams by one jump, jitter by nothing."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.alignment import Alignment

FRAME = 160
OUTPUT_BLOCK = 240


class _Streams:
    """A loudspeaker in blocks of 15 ms whose clock is faster, and a microphone in frames."""

    def __init__(self, drift_ppm: float = 0.0, jitter_ms: float = 0.0) -> None:
        self.alignment = Alignment()
        self.late = 0
        self._drift = drift_ppm * 1e-6
        self._random = np.random.default_rng(7)
        self._jitter = jitter_ms * 16
        self._taken = 0
        self._now = 0

    def run(self, n_frames: int) -> list[int]:
        """Levels of the frames."""
        levels = []
        for _ in range(n_frames):
            self._now += FRAME
            due = self._now * (1 + self._drift) - self._random.exponential(self._jitter or 1e-9)
            written = max(0, int(due) // OUTPUT_BLOCK + 2) * OUTPUT_BLOCK
            level = written - self._taken - FRAME + self.late
            step = self.alignment.next_step(level, FRAME, max(0, level + FRAME))
            self._taken += step.n_dropped + step.n_taken
            levels.append(level)
        return levels


@pytest.mark.parametrize("drift_ppm", [-200, -100, 0, 100, 200])
def test_drift_is_learned_and_undone(drift_ppm: float) -> None:
    streams = _Streams(drift_ppm, jitter_ms=2)
    early = np.mean(streams.run(400)[100:])
    streams.run(11_000)
    assert streams.alignment.drift * 1e6 == pytest.approx(drift_ppm, abs=30 + abs(drift_ppm) / 4)
    assert np.mean(streams.run(300)) == pytest.approx(early, abs=16 * 16)


@pytest.mark.parametrize("jitter_ms", [1.0, 5.0])
def test_late_callbacks_move_nothing_once_they_are_known(jitter_ms: float) -> None:
    streams = _Streams(jitter_ms=jitter_ms)
    streams.run(6000)
    known = streams.alignment.jumps
    streams.run(6000)
    assert streams.alignment.jumps <= known + 1
    assert abs(streams.alignment.drift) < 60e-6


@pytest.mark.parametrize("lost_ms", [20, 40, 100])
def test_a_lost_block_is_made_up_for_within_two_seconds(lost_ms: int) -> None:
    streams = _Streams()
    before = np.mean(streams.run(900)[600:])
    streams.late = lost_ms * 16
    known = streams.alignment.jumps
    streams.run(200)
    assert np.mean(streams.run(100)) == pytest.approx(before, abs=16 * 4)
    assert streams.alignment.jumps == known + 1


def test_a_pause_of_the_output_leaves_the_reference_in_time() -> None:
    streams = _Streams()
    streams.run(600)
    streams.late = -80 * 16
    streams.run(50)
    streams.late = 0
    streams.run(400)
    assert 0 < np.mean(streams.run(100)) < 16 * 40


def test_no_step_takes_more_than_the_frame_or_less_than_nothing() -> None:
    alignment, random = Alignment(), np.random.default_rng(1)
    for level in random.integers(-2000, 4000, 5000):
        there = max(0, int(level) + FRAME)
        step = alignment.next_step(int(level), FRAME, there)
        assert 0 <= step.n_taken <= FRAME
        assert step.n_dropped >= 0
        assert step.n_dropped + step.n_taken <= there
