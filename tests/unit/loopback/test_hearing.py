"""Turns in sound: the detector and the ears around the recogniser."""

import numpy as np
import pytest
from helpers.practice import FakeRecogniser, silence, tone
from hypothesis import given
from hypothesis import strategies as st

from livedesk.loopback.client_messages import Detection
from livedesk.loopback.ears import Ears, SpeechEnded, SpeechStarted
from livedesk.loopback.vad import FRAME_SAMPLES, Change, TurnDetector, level_db


def changes(detector, samples):
    frames = [
        samples[i : i + FRAME_SAMPLES]
        for i in range(0, len(samples) - FRAME_SAMPLES + 1, FRAME_SAMPLES)
    ]
    return [
        (number * 20, change)
        for number, frame in enumerate(frames)
        if (change := detector.feed(frame)) is not Change.NONE
    ]


def test_a_full_scale_square_wave_is_zero_decibels():
    square = np.tile(np.array([32_767, -32_767], np.int16), 160)
    assert level_db(square) == pytest.approx(0.0, abs=0.01)
    assert level_db(np.zeros(320, np.int16)) < -90


def test_a_constant_offset_is_silence():
    assert level_db(np.full(320, 9000, np.int16)) < -90


@pytest.mark.parametrize("silence_ms", [300, 800])
def test_a_turn_ends_after_the_configured_silence(silence_ms):
    detector = TurnDetector(Detection(silence_ms=silence_ms))
    sound = np.concatenate([silence(0.5), tone(1.0), silence(1.5)])
    [(start, first), (end, second)] = changes(detector, sound)
    assert (first, second) == (Change.STARTED, Change.ENDED)
    assert 500 <= start <= 650
    assert end == pytest.approx(1500 + silence_ms, abs=40)


def test_a_pause_inside_a_sentence_does_not_end_it():
    detector = TurnDetector(Detection(silence_ms=800))
    sound = np.concatenate([tone(0.5), silence(0.6), tone(0.5), silence(1.0)])
    assert [change for _, change in changes(detector, sound)] == [Change.STARTED, Change.ENDED]


def test_low_sensitivity_leaves_quiet_speech_out():
    noisy = np.random.default_rng(3).normal(0, 60, 32_000).astype(np.int16)
    quiet = tone(0.5, level=0.0085)
    sound = np.concatenate([noisy, quiet, silence(0.2)])
    heard = changes(TurnDetector(Detection(high_start_sensitivity=True)), sound)
    missed = changes(TurnDetector(Detection(high_start_sensitivity=False)), sound)
    assert heard
    assert not missed


def test_steady_noise_becomes_the_room():
    detector = TurnDetector(Detection())
    noise = np.random.default_rng(3).normal(0, 400, 16_000 * 40).astype(np.int16)
    changes(detector, noise)
    assert not detector.is_speech
    assert changes(detector, tone(0.5))


@given(st.lists(st.integers(1, 2000), max_size=30))
def test_the_size_of_the_chunks_does_not_matter(sizes):
    sound = np.concatenate([silence(0.2), tone(0.4), silence(1.2)])
    whole = Ears(Detection(), FakeRecogniser("hello")).feed(sound, 16_000)
    ears = Ears(Detection(), FakeRecogniser("hello"))
    pieces, at = [], 0
    for size in [*sizes, len(sound)]:
        pieces += ears.feed(sound[at : at + size], 16_000)
        at += size
    assert pieces == whole


def test_the_recogniser_also_gets_what_came_before_the_start():
    recogniser = FakeRecogniser("hello")
    ears = Ears(Detection(prefix_ms=200), recogniser)
    ears.feed(np.concatenate([silence(0.5), tone(0.5)]), 16_000)
    assert recogniser.n_samples / 16_000 == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize("rate_hz", [8_000, 24_000, 44_100, 48_000])
def test_other_rates_are_heard_as_well(rate_hz):
    ears = Ears(Detection(), FakeRecogniser("hello"))
    sound = np.concatenate(
        [silence(0.3, rate_hz), tone(0.5, rate_hz=rate_hz), silence(1.0, rate_hz)]
    )
    heard = []
    for start in range(0, len(sound), rate_hz // 50):
        heard += ears.feed(sound[start : start + rate_hz // 50], rate_hz)
    assert isinstance(heard[0], SpeechStarted)
    assert heard[-1] == SpeechEnded("hello", is_noise=False)


def test_ending_what_never_began_is_nothing():
    assert Ears(Detection(), FakeRecogniser()).end() == []


def test_an_utterance_is_not_begun_with_the_one_before():
    recogniser = FakeRecogniser("hello")
    ears = Ears(Detection(silence_ms=100), recogniser)
    ears.feed(np.concatenate([silence(0.5), tone(0.5), silence(0.12)]), 16_000)
    assert not ears.is_open
    ears.start()
    assert recogniser.n_samples < 0.1 * 16_000
