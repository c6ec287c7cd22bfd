"""Turns of speech on their way to the device."""

from __future__ import annotations

import numpy as np
import pytest

from livedesk.audio.playback import SpeakerPlayback


def _speech(duration_ms: float, rate_hz: int = 24_000, value: int = 6000) -> bytes:
    return np.full(round(duration_ms * rate_hz / 1000), value, "<i2").tobytes()


def _heard(playback: SpeakerPlayback, duration_ms: int, rate_hz: int = 24_000) -> np.ndarray:
    blocks = [playback.fill(rate_hz // 100) for _ in range(duration_ms // 10)]
    return np.frombuffer(b"".join(blocks), "<i2")


def test_a_burst_of_ten_seconds_is_played_whole() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    for _ in range(40):
        playback.push(_speech(250), 24_000)
    playback.end_turn()
    assert playback.queued_ms == 10_000
    assert _heard(playback, 10_000).all()
    assert playback.played_ms == 10_000
    assert not _heard(playback, 100).any()
    assert not playback.is_playing
    assert playback.underruns == 0


def test_a_chunk_cut_inside_a_sample_is_put_together_again() -> None:
    playback = SpeakerPlayback()
    speech = np.arange(1, 4801).astype("<i2").tobytes()
    playback.begin_turn()
    for start in range(0, len(speech), 999):
        playback.push(speech[start : start + 999], 24_000)
    playback.end_turn()
    assert _heard(playback, 200).tolist() == list(range(1, 4801))


def test_nothing_of_a_cut_turn_is_heard_however_late_it_comes() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    playback.push(_speech(500), 24_000)
    _heard(playback, 100)
    assert playback.flush() == 100
    playback.push(_speech(500), 24_000)
    playback.end_turn()
    heard = _heard(playback, 1000)
    assert not heard[240:].any()
    assert playback.flush() == playback.played_ms == 100


def test_a_new_turn_is_heard_and_counted_from_its_own_start() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    playback.push(_speech(500), 24_000)
    _heard(playback, 100)
    playback.flush()
    playback.begin_turn()
    assert playback.played_ms == 0
    playback.push(_speech(60, value=7000), 24_000)
    playback.end_turn()
    assert np.count_nonzero(_heard(playback, 200) == 7000) == 60 * 24
    assert playback.played_ms == 60


def test_a_turn_that_follows_at_once_lets_the_one_before_finish() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    playback.push(_speech(100, value=1000), 24_000)
    playback.begin_turn()
    playback.push(_speech(100, value=2000), 24_000)
    playback.end_turn()
    heard = _heard(playback, 150)
    assert (heard[: 100 * 24] == 1000).all()
    assert playback.played_ms == 50


def test_a_spurious_flush_does_not_mute_the_next_turn() -> None:
    playback = SpeakerPlayback()
    playback.flush()
    playback.flush()
    playback.begin_turn()
    playback.push(_speech(50), 24_000)
    playback.end_turn()
    assert np.count_nonzero(_heard(playback, 100)) == 50 * 24


def test_a_device_at_its_own_rate_plays_as_long() -> None:
    playback = SpeakerPlayback()
    playback.set_rate(48_000)
    playback.begin_turn()
    for _ in range(4):
        playback.push(_speech(250), 24_000)
    playback.end_turn()
    heard = _heard(playback, 1100, 48_000)
    assert np.count_nonzero(np.abs(heard) > 100) == pytest.approx(48_000, abs=50)
    assert playback.played_ms == pytest.approx(1000, abs=0.1)


def test_what_waits_survives_a_change_of_rate() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    playback.push(_speech(300), 24_000)
    playback.end_turn()
    _heard(playback, 100)
    playback.set_rate(44_100)
    assert playback.queued_ms == pytest.approx(200, abs=0.1)
    heard = _heard(playback, 300, 44_100)
    assert np.count_nonzero(np.abs(heard) > 100) == pytest.approx(0.2 * 44_100, abs=50)
    assert playback.played_ms == pytest.approx(300, abs=0.1)
    assert not playback.is_playing


def test_a_server_that_changes_its_rate_is_followed() -> None:
    playback = SpeakerPlayback()
    playback.begin_turn()
    playback.push(_speech(100), 24_000)
    playback.push(_speech(100, 16_000), 16_000)
    playback.end_turn()
    assert playback.queued_ms == pytest.approx(200, abs=0.1)
