"""An echo resembles what was played, a person does not: whatever a canceller makes of either."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from helpers.room import Room, Scene, scene, steps

from livedesk.audio.echo_likeness import EchoLikeness
from livedesk.core.audio_format import Samples

ROOMS = {
    "bare": Room(reverberation_ms=5),
    "usual": Room(),
    "ringing": Room(reverberation_ms=600),
    "late": Room(delay_ms=250),
    "noisy": Room(snr_db=10),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("likeness")


def share_of_echo(recorded: Scene, lag_ms: float | None, from_s: float, to_s: float) -> float:
    """How many of the loud moments in that time were taken for an echo."""
    likeness, verdicts = EchoLikeness(), []
    frames = list(steps(recorded))
    loud = 0.3 * np.abs(recorded.microphone[round(from_s * 16_000) :].astype(float)).mean()
    for number, (near, far) in enumerate(zip(frames[::2], frames[1::2], strict=True)):
        likeness.push(near, far)
        is_meant = from_s <= number / 100 < to_s and number % 2 == 1
        if is_meant and np.abs(near.astype(float)).mean() > loud:
            verdicts.append(likeness.is_echo(lag_ms))
    return float(np.mean(verdicts))


@pytest.mark.parametrize("name", ROOMS)
def test_an_echo_is_known_in_every_room(folder: Path, name: str) -> None:
    room = ROOMS[name]
    recorded = scene(room, folder)
    assert share_of_echo(recorded, None, 1.0, 9.0) > 0.85
    assert share_of_echo(recorded, room.delay_ms - 10, 1.0, 9.0) > 0.8


def test_a_person_is_no_echo(folder: Path) -> None:
    recorded = scene(Room(), folder)
    alone = (recorded.near * 32_768).astype(np.int16)
    without_echo = Scene(recorded.far, alone, recorded.near, recorded.room)
    assert share_of_echo(without_echo, 50.0, 9.3, 12.0) < 0.15


@pytest.mark.parametrize("lag_ms", [None, 50.0])
def test_silence_is_no_echo(lag_ms: float | None) -> None:
    likeness = EchoLikeness()
    silence: Samples = np.zeros(160, np.int16)
    for _ in range(100):
        likeness.push(silence, silence)
    assert not likeness.is_echo(lag_ms)
    assert np.isfinite(likeness.likeness(lag_ms))
