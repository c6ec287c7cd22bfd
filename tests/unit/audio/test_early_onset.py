"""The first sound of a person is told from an echo by what the microphone took."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from helpers.fake_audio import FakeBackend
from helpers.room import Room, Scene, scene

from livedesk.audio.early_ear import EarlyEar
from livedesk.audio.early_onset import STEP_MS, WINDOW_MS, EarlyOnset, bands_db
from livedesk.audio.engine import AudioEngine
from livedesk.audio.playback import SpeakerPlayback
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FULL_SCALE, AudioFrame, samples_in

_STEP, _WINDOW = samples_in(STEP_MS, CAPTURE_RATE_HZ), samples_in(WINDOW_MS, CAPTURE_RATE_HZ)
_FRAME = samples_in(20, CAPTURE_RATE_HZ)
_NEAR = {"near_from_s": 6.0, "near_to_s": 7.5, "length_s": 7.5}
# Frames.
_MOST_HELD_BACK = 20
_NOBODY = {"near_from_s": 0.0, "near_to_s": 0.0, "length_s": 10.0}
# As loud as a person is found to have begun: 25 dB below the loudest.
_BEGUN = 10 ** (-25 / 20)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


def _onsets_s(recorded: Scene, delay_ms: float | None) -> Iterator[float]:
    """When the person was heard to begin, in seconds of the recording."""
    onset = EarlyOnset()
    for start in range(0, len(recorded.microphone) - _WINDOW, _STEP):
        span = slice(start, start + _WINDOW)
        onset.hear_far(bands_db(recorded.far[span], CAPTURE_RATE_HZ))
        onset.set_delay_ms(delay_ms if start > CAPTURE_RATE_HZ else None)
        if onset.begins(bands_db(recorded.microphone[span], CAPTURE_RATE_HZ), is_speech=False):
            yield (start + _WINDOW) / CAPTURE_RATE_HZ


def _begun_s(recorded: Scene) -> float:
    levels = np.abs(recorded.near)
    return float(np.flatnonzero(levels > _BEGUN * levels.max())[0]) / CAPTURE_RATE_HZ


def _talked_over(room: Room, folder: Path, level: float) -> Scene:
    """A room in which the person is as loud as they are at their own microphone."""
    recorded = scene(room, folder)
    near = recorded.near / (np.abs(recorded.near).max() + 1e-12) * level
    microphone = recorded.microphone + (near - recorded.near) * FULL_SCALE
    taken = np.clip(microphone, -FULL_SCALE, FULL_SCALE - 1).astype(np.int16)
    return Scene(recorded.far, taken, near, room)


def test_a_person_is_heard_within_60_ms_where_no_echo_is(folder: Path) -> None:
    recorded = _talked_over(Room(echo_db=-60, snr_db=20.0, **_NEAR), folder, 0.5)
    first_s = next(_onsets_s(recorded, None))
    assert -0.02 <= first_s - _begun_s(recorded) <= 0.06


def test_a_person_louder_than_the_echo_is_heard_over_it(folder: Path) -> None:
    recorded = _talked_over(Room(echo_db=-30, snr_db=20.0, **_NEAR), folder, 0.5)
    first_s = next(_onsets_s(recorded, 60.0))
    assert abs(first_s - _begun_s(recorded)) <= 0.2


@pytest.mark.parametrize(
    "room",
    [
        Room(**_NOBODY),
        Room(echo_db=0, snr_db=30, **_NOBODY),
        Room(delay_ms=20, reverberation_ms=500, **_NOBODY),
        Room(delay_ms=250, drift_ppm=100, **_NOBODY),
    ],
    ids=["60 ms", "as loud as played", "a hall", "late and drifting"],
)
@pytest.mark.parametrize("is_delay_known", [True, False])
def test_an_echo_alone_is_nobody(folder: Path, room: Room, is_delay_known: bool) -> None:
    delay_ms = room.delay_ms if is_delay_known else None
    assert not list(_onsets_s(scene(room, folder), delay_ms))


def test_a_click_and_a_going_noise_are_no_onset() -> None:
    onset = EarlyOnset()
    quiet, loud = np.full(6, -80.0), np.full(6, -20.0)
    told = [onset.begins(quiet, is_speech=False) for _ in range(60)]
    told += [onset.begins(loud, is_speech=False), onset.begins(quiet, is_speech=False)]
    assert not any(told)
    begun = [onset.begins(loud, is_speech=False) for _ in range(50)]
    assert begun == [False, True] + [False] * 48


def test_before_an_echo_was_heard_nobody_is() -> None:
    onset = EarlyOnset()
    far, loud, quiet = np.full(6, -20.0), np.full(6, -10.0), np.full(6, -80.0)
    for k in range(99):
        onset.hear_far(far)
        assert not onset.begins(loud if k % 50 > 45 else quiet, is_speech=False)


def test_what_the_gate_knows_for_speech_is_not_learned_as_an_echo() -> None:
    onset = EarlyOnset()
    far, loud, quiet = np.full(6, -20.0), np.full(6, -10.0), np.full(6, -80.0)
    for k in range(200):
        onset.hear_far(far)
        onset.begins(loud if k < 20 else quiet, is_speech=k < 20)
    onset.hear_far(far)
    assert [onset.begins(loud, is_speech=False) for _ in range(2)] == [False, True]


class _Talk:
    """An ear between a speaker that plays a hiss, and a microphone."""

    def __init__(self) -> None:
        self.playback = SpeakerPlayback()
        self.n_told = 0
        self._ear = EarlyEar(self.playback, self._on_told)
        self._random = np.random.default_rng(7)

    def play(self) -> None:
        self.playback.begin_turn()
        hiss = self._random.normal(0, 2000, 4 * 24_000).astype(np.int16)
        self.playback.push(hiss.tobytes(), 24_000)

    def hear(self, level: float, n_frames: int) -> None:
        for _ in range(n_frames):
            self.playback.fill(480)
            frame = self._random.normal(0, level, _FRAME).astype(np.int16)
            self._ear.hear(frame, 0, is_speech=False, delay_ms=None)

    def _on_told(self) -> None:
        self.n_told += 1


def test_the_ear_tells_once_that_somebody_talks_over_the_speaker() -> None:
    talk = _Talk()
    talk.play()
    talk.hear(3, 100)
    assert talk.n_told == 0
    talk.hear(3000, 10)
    assert talk.n_told == 1


def test_the_ear_does_nothing_while_nothing_is_played() -> None:
    talk = _Talk()
    talk.hear(3, 100)
    talk.hear(3000, 10)
    assert talk.n_told == 0


async def test_the_open_microphone_tells_of_a_first_sound(
    engine: AudioEngine, backend: FakeBackend
) -> None:
    onsets: list[bool] = []
    frames: list[AudioFrame] = []
    random = np.random.default_rng(9)

    async def take(level: float, n_frames: int) -> None:
        for n_fed in range(n_frames):
            backend.speakers[-1].ask()
            backend.microphones[-1].say(random.normal(0, level, _FRAME).astype(np.int16))
            async with asyncio.timeout(5):
                # Some wait until it is known who speaks.
                while len(frames) < n_fed - _MOST_HELD_BACK:
                    await asyncio.sleep(0)

    await engine.open_microphone(frames.append, lambda: onsets.append(True))
    await engine.open_speaker()
    engine.begin_turn()
    engine.play(random.normal(0, 2000, 6 * 24_000).astype(np.int16).tobytes(), 24_000)
    await take(3, 130)
    assert not onsets
    await take(3000, 2)
    async with asyncio.timeout(5):
        while not onsets:
            await asyncio.sleep(0)
    assert onsets == [True]
