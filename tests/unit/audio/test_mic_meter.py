"""What the microphone itself gives."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.mic_meter import MicMeter, MicReading

RANDOM = np.random.default_rng(5)


def noise(level_db: float) -> np.ndarray:
    return np.clip(RANDOM.normal(0, 32_768 * 10 ** (level_db / 20), 320), -32_768, 32_767).astype(
        np.int16
    )


def read(*runs: tuple[int, np.ndarray]) -> MicReading:
    meter = MicMeter()
    for n_frames, frame in runs:
        for _ in range(n_frames):
            meter.note(frame)
    return meter.reading


NOTHING = np.zeros(320, np.int16)
ROOM = noise(-70)
VOICE = noise(-25)


def test_zeros_are_counted_since_the_last_sound() -> None:
    reading = read((30, VOICE), (50, NOTHING))
    assert (reading.open_ms, reading.zero_ms, reading.faint_ms) == (1600, 1000, 1000)
    assert reading.has_heard
    assert read((50, NOTHING), (1, ROOM)).zero_ms == 0
    assert not read((50, NOTHING)).has_heard


def test_a_constant_is_nothing() -> None:
    assert read((50, np.full(320, -7, np.int16))).zero_ms == 1000


def test_a_microphone_with_a_noise_of_its_own_is_known() -> None:
    assert not read((24, ROOM)).has_floor
    assert read((25, ROOM), (5, NOTHING)).has_floor
    assert not read((200, VOICE), (200, NOTHING)).has_floor, "it gates"


def test_faint_is_what_no_room_is() -> None:
    assert read((50, noise(-85))).faint_ms == 1000
    assert read((50, ROOM)).faint_ms == 0


@pytest.mark.parametrize("level", [32_767, -32_768])
def test_a_flat_top_is_clipped_and_forgotten_after_two_seconds(level: int) -> None:
    flat = VOICE.copy()
    flat[100:103] = level
    assert read((10, flat)).clipped_ms == 200
    assert read((10, flat), (95, VOICE)).clipped_ms == 100
    assert read((10, flat), (100, VOICE)).clipped_ms == 0


def test_one_loud_sample_is_not_clipped() -> None:
    single = VOICE.copy()
    single[100] = 32_767
    assert read((10, single)).clipped_ms == 0


def test_words_are_louder_than_a_room_and_longer_than_a_knock() -> None:
    assert read((9, VOICE), (91, ROOM)).words_ms == 180
    assert not read((9, VOICE), (91, ROOM)).has_words
    assert read((10, VOICE), (150, ROOM)).has_words
    assert read((10, VOICE), (100, ROOM)).words_ms == 0
    assert read((10, ROOM), (1, np.full(320, 20_000, np.int16))).peak_db < -40
