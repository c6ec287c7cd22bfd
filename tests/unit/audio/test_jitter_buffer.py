"""The playback queue: nothing lost but by a flush, early starts, gaps that do not click."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livedesk.audio.jitter_buffer import FADE_MS, PREBUFFER_MS, REBUFFER_MS, JitterBuffer
from livedesk.core.audio_format import Samples, samples_in

RATE_HZ = 24_000
BLOCK = samples_in(10, RATE_HZ)
FADE = samples_in(FADE_MS, RATE_HZ)


def _speech(duration_ms: float, value: int = 8000) -> Samples:
    return np.full(samples_in(duration_ms, RATE_HZ), value, np.int16)


def _drain(jitter: JitterBuffer, n_blocks: int) -> Samples:
    return np.concatenate([jitter.fill(BLOCK).copy() for _ in range(n_blocks)])


class _AnyInterleaving(RuleBasedStateMachine):
    """Numbered samples go in; what comes out must be the same numbers, but for what was flushed."""

    def __init__(self) -> None:
        super().__init__()
        # Without fades, so that the numbers survive; 1 kHz, so that a run of 40 is a prebuffer.
        self.jitter = JitterBuffer(1000, fade_ms=0)
        self.next_number = 1
        self.expected: list[int] = []
        self.played: list[int] = []

    @rule(n_samples=st.integers(0, 90))
    @precondition(lambda self: self.next_number < 32_000)
    def push(self, n_samples: int) -> None:
        run = np.arange(self.next_number, self.next_number + n_samples, dtype=np.int16)
        self.next_number += n_samples
        self.jitter.push(run)
        self.expected += run.tolist()

    @rule(n_samples=st.integers(1, 50))
    def fill(self, n_samples: int) -> None:
        block = self.jitter.fill(n_samples)
        assert len(block) == n_samples
        self.played += block[block != 0].tolist()

    @rule()
    def end(self) -> None:
        self.jitter.end()

    @rule()
    def flush(self) -> None:
        self.jitter.flush()
        self.expected = list(self.played)

    @rule()
    def move_to_another_buffer(self) -> None:
        assert self.jitter.unplayed().tolist() == self.expected[len(self.played) :]

    @invariant()
    def played_is_the_beginning_of_what_is_expected(self) -> None:
        assert self.played == self.expected[: len(self.played)]
        assert self.jitter.queued == len(self.expected) - len(self.played)

    def teardown(self) -> None:
        self.jitter.end()
        while self.jitter.is_playing:
            self.fill(17)
        assert self.played == self.expected


TestAnyInterleaving = _AnyInterleaving.TestCase
TestAnyInterleaving.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_enough_speech_starts_with_the_next_block() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(PREBUFFER_MS))
    assert jitter.fill(BLOCK)[0] == 8000


def test_too_little_waits_for_more() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(20))
    assert not _drain(jitter, 2).any()
    jitter.push(_speech(20))
    assert _drain(jitter, 1).all()


def test_too_little_does_not_wait_for_ever() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(20))
    assert np.count_nonzero(_drain(jitter, 10)) >= samples_in(20, RATE_HZ)


def test_the_end_of_a_turn_does_not_wait() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(5))
    jitter.end()
    assert np.count_nonzero(_drain(jitter, 2)) == samples_in(5, RATE_HZ)
    assert jitter.underruns == 0
    assert not jitter.is_playing


def test_a_flush_is_silent_within_one_block_and_does_not_click() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(500))
    _drain(jitter, 5)
    position = jitter.position
    jitter.flush()
    assert jitter.queued == 0
    assert jitter.position == position
    block = jitter.fill(BLOCK).copy()
    assert np.abs(np.diff(block.astype(int))).max() < 8000 / FADE * 2
    assert not block[FADE:].any()
    assert not _drain(jitter, 3).any()
    assert not jitter.is_playing


def test_the_turn_after_a_flush_is_heard_whole() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(500, 8000))
    _drain(jitter, 5)
    jitter.flush()
    jitter.push(_speech(100, 5000))
    jitter.end()
    heard = _drain(jitter, 20)
    assert np.count_nonzero(heard[FADE:] == 5000) == samples_in(100, RATE_HZ)
    assert heard.max() <= 8000


def test_a_late_chunk_counts_as_one_underrun_without_a_click() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(45))
    gap = _drain(jitter, 20)
    assert jitter.underruns == 1
    jitter.push(_speech(REBUFFER_MS))
    after = _drain(jitter, 5)
    assert jitter.underruns == 1
    steps = np.abs(np.diff(np.concatenate((gap, after)).astype(int)))
    assert steps.max() <= 8000 / FADE * 2


def test_a_gap_exactly_between_two_blocks_does_not_click() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(40))
    heard = _drain(jitter, 6)
    assert np.abs(np.diff(heard.astype(int))).max() <= 8000 / FADE * 2


def test_after_a_gap_a_little_more_is_collected() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(40))
    _drain(jitter, 6)
    jitter.push(_speech(PREBUFFER_MS))
    assert not jitter.fill(BLOCK).any()
    jitter.push(_speech(REBUFFER_MS - PREBUFFER_MS))
    assert jitter.fill(BLOCK).any()


def test_a_gap_does_not_delay_the_next_turn() -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(40))
    _drain(jitter, 6)
    jitter.end()
    _drain(jitter, 1)
    jitter.push(_speech(PREBUFFER_MS))
    assert jitter.fill(BLOCK)[0] == 8000


@pytest.mark.parametrize("n_samples", [1, 7, 240, 960])
def test_blocks_have_the_length_that_the_device_asks_for(n_samples: int) -> None:
    jitter = JitterBuffer(RATE_HZ)
    jitter.push(_speech(200))
    assert len(jitter.fill(n_samples)) == n_samples


@given(lengths=st.lists(st.integers(1, 6000), min_size=1, max_size=20))
def test_a_burst_is_played_whole(lengths: list[int]) -> None:
    jitter = JitterBuffer(RATE_HZ)
    speech = (np.arange(sum(lengths)) % 30_000 + 1).astype(np.int16)
    for run in np.split(speech, np.cumsum(lengths)[:-1]):
        jitter.push(run)
    jitter.end()
    heard = _drain(jitter, len(speech) // BLOCK + 2)
    assert np.array_equal(heard[: len(speech)], speech)
    assert not heard[len(speech) :].any()


@given(gaps_ms=st.lists(st.integers(0, 300), min_size=1, max_size=6))
def test_gaps_of_the_network_lose_nothing_and_do_not_click(gaps_ms: list[int]) -> None:
    jitter, heard = JitterBuffer(RATE_HZ), []
    # A slow swing, so that a step of the output can only be a gap's.
    t = np.arange(samples_in(240, RATE_HZ))
    chunk = (8000 * np.cos(2 * np.pi * t / len(t))).astype(np.int16)
    for gap_ms in gaps_ms:
        jitter.push(chunk)
        heard.append(_drain(jitter, (240 + gap_ms) // 10))
    jitter.end()
    heard.append(_drain(jitter, 60 + 24 * len(gaps_ms)))
    assert jitter.position == len(gaps_ms) * len(chunk)
    assert not jitter.is_playing
    inner = np.concatenate(heard).astype(int)
    begins = int(np.flatnonzero(inner)[0])
    ends = int(np.flatnonzero(inner)[-1])
    assert np.abs(np.diff(inner[begins : ends + 1])).max() <= 8000 / FADE * 2
