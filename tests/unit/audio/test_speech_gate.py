"""The gate hears speech at any usual level, and nothing else."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers.speech import speak
from hypothesis import given
from hypothesis import strategies as st

from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.levels import rms_db
from livedesk.audio.resample import resampled
from livedesk.audio.speech_gate import Echo, SpeechGate
from livedesk.core.audio_format import FULL_SCALE

RATE_HZ = 16_000
FRAME = 320
_SECOND = np.zeros(RATE_HZ)


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> dict[str, np.ndarray]:
    folder = tmp_path_factory.mktemp("speech")
    return {voice: _spoken(voice, folder) for voice in ("en-us", "en-us+f3", "de")}


def _spoken(voice: str, folder: Path) -> np.ndarray:
    recording = read_wav(speak("what time is it, please", folder, voice=voice))
    samples = resampled(recording.samples, recording.rate_hz, RATE_HZ).astype(float)
    loud = np.flatnonzero(np.abs(samples) > 100)
    return samples[loud[0] : loud[-1] + 1]


def _noise(n_samples: int, level_db: float) -> np.ndarray:
    return np.random.default_rng(5).normal(0, FULL_SCALE * 10 ** (level_db / 20), n_samples)


def _decisions(sound: np.ndarray) -> np.ndarray:
    gate = SpeechGate(RATE_HZ, FRAME)
    samples = np.clip(sound, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    frames = samples[: len(samples) // FRAME * FRAME].reshape(-1, FRAME)
    return np.array([gate.is_speech(frame) for frame in frames])


@pytest.mark.parametrize("noise_db", [-96.0, -70.0, -55.0])
@pytest.mark.parametrize("level_db", [-12.0, -25.0, -35.0, -45.0])
@pytest.mark.parametrize("voice", ["en-us", "en-us+f3", "de"])
def test_speech_is_heard_from_start_to_end(speech, voice, level_db, noise_db) -> None:
    spoken = speech[voice] * 10 ** ((level_db - rms_db(speech[voice].astype(np.int16))) / 20)
    sound = np.concatenate((_SECOND, spoken, _SECOND))
    decisions = _decisions(sound + _noise(len(sound), noise_db))
    n_spoken = len(spoken) // FRAME
    assert not decisions[:50].any()
    assert decisions[50 : 50 + n_spoken].mean() > 0.75
    assert np.flatnonzero(decisions)[0] - 50 <= 8
    assert not decisions[50 + n_spoken + 20 :].any()


@pytest.mark.parametrize("level_db", [-96.0, -70.0, -60.0, -50.0, -42.0])
def test_a_steady_noise_is_not_speech(level_db: float) -> None:
    assert not _decisions(_noise(6 * RATE_HZ, level_db)).any()


def test_digital_silence_is_not_speech() -> None:
    assert not _decisions(np.tile(_SECOND, 3)).any()


@pytest.mark.parametrize("hum_hz", [50, 60, 100, 120])
def test_mains_hum_is_not_speech(hum_hz: int) -> None:
    t = np.arange(3 * RATE_HZ) / RATE_HZ
    assert not _decisions(3000 * np.sin(2 * np.pi * hum_hz * t)).any()


def test_a_click_is_not_speech() -> None:
    sound = _noise(2 * RATE_HZ, -60)
    sound[20_000:20_080] += 12_000
    assert not _decisions(sound).any()


def test_a_fan_that_starts_is_taken_for_speech_for_two_seconds_at_most() -> None:
    sound = np.concatenate((_noise(3 * RATE_HZ, -65), _noise(5 * RATE_HZ, -38)))
    assert not _decisions(sound)[250:].any()


def test_speech_in_the_very_first_instant_is_heard(speech) -> None:
    assert _decisions(speech["en-us"])[:10].any()


@given(loud=st.lists(st.booleans(), min_size=1, max_size=200))
def test_it_opens_with_the_second_loud_frame_and_closes_after_300_ms(loud: list[bool]) -> None:
    gate = SpeechGate(RATE_HZ, FRAME)
    quiet, tone = _noise(FRAME, -80).astype(np.int16), _noise(FRAME, -20).astype(np.int16)
    for _ in range(80):
        gate.is_speech(quiet)
    is_open, run = False, 0
    for is_loud in loud[:60]:
        run = run + 1 if is_loud is not is_open else 0
        if run == (15 if is_open else 2):
            is_open, run = not is_open, 0
        assert gate.is_speech(tone if is_loud else quiet) is is_open


def _echo(before_db: float, *, is_learned: bool = True, is_all: bool = False) -> Echo:
    return Echo(before_db, is_learned, lambda: is_all)


def test_what_a_canceller_leaves_of_an_echo_is_not_speech() -> None:
    gate = SpeechGate(RATE_HZ, FRAME)
    frame = _noise(FRAME, -30).astype(np.int16)
    level_db = gate.level_db(frame)
    assert not any(gate.is_speech(frame, _echo(level_db + 12)) for _ in range(20))
    heard = [gate.is_speech(frame, _echo(level_db + 3)) for _ in range(2)]
    assert heard == [False, True]


def test_what_resembles_the_played_sound_is_not_speech() -> None:
    gate = SpeechGate(RATE_HZ, FRAME)
    frame = _noise(FRAME, -30).astype(np.int16)
    level_db = gate.level_db(frame)
    assert not any(gate.is_speech(frame, _echo(level_db, is_all=True)) for _ in range(20))


def test_a_canceller_that_still_learns_is_believed_later() -> None:
    gate = SpeechGate(RATE_HZ, FRAME)
    frame = _noise(FRAME, -30).astype(np.int16)
    level_db = gate.level_db(frame)
    heard = [gate.is_speech(frame, _echo(level_db, is_learned=False)) for _ in range(8)]
    assert heard == [False] * 7 + [True]
