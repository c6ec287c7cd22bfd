"""Whether the speaker reaches the session, in simulated rooms."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from helpers.room import Room, Scene, scene, steps

from livedesk.audio.echo import open_canceller
from livedesk.audio.echo_watch import EchoWatch
from livedesk.core.audio_processing import Processing

LONG = Room(length_s=8.0, near_from_s=8.0, near_to_s=8.0)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("room")


def pairs(recorded: Scene) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    frames = steps(recorded)
    for near in frames:
        near = near.copy()
        yield near, next(frames)


def watched(recorded: Scene) -> EchoWatch:
    watch = EchoWatch()
    for near, far in pairs(recorded):
        watch.push(near, far)
    return watch


@pytest.mark.parametrize("delay_ms", [20, 84, 250])
def test_an_echo_is_found_with_its_delay(folder: Path, delay_ms: float) -> None:
    recorded = scene(Room(**{**vars(LONG), "delay_ms": delay_ms}), folder)
    leak = watched(recorded).leak
    assert leak is not None
    # The reference comes up to 20 ms late: a lag is so much shorter than the way.
    assert delay_ms - 25 <= leak.lag_ms <= delay_ms + 10


def test_it_takes_less_than_four_seconds_of_speech(folder: Path) -> None:
    recorded = scene(Room(**{**vars(LONG), "length_s": 4.0}), folder)
    assert watched(recorded).leak is not None


def test_what_nobody_hears_is_no_leak(folder: Path) -> None:
    recorded = scene(Room(**{**vars(LONG), "echo_db": -42.0, "snr_db": None}), folder)
    watch = watched(recorded)
    assert watch.n_looks > 4
    assert watch.leak is None


def test_a_person_who_speaks_meanwhile_is_no_leak(folder: Path) -> None:
    """Through headphones: their voice is as loud, but not the same."""
    recorded = scene(LONG, folder)
    other = scene(Room(length_s=8.0, near_from_s=0.0, near_to_s=8.0, echo_db=-60), folder)
    watch = EchoWatch()
    voice = (other.near / np.abs(other.near).max() * 8000).astype(np.int16)
    for (_, far), start in zip(pairs(recorded), range(0, len(voice) - 160, 160), strict=False):
        watch.push(voice[start : start + 160], far)
    assert watch.n_looks > 4
    assert watch.leak is None


def test_nothing_is_looked_for_in_silence() -> None:
    watch = EchoWatch()
    for _ in range(600):
        watch.push(np.full(160, 900, np.int16), np.zeros(160, np.int16))
    assert watch.n_looks == 0


def test_behind_a_canceller_the_leak_is_gone(folder: Path) -> None:
    recorded = scene(LONG, folder)
    canceller = open_canceller(Processing(echo_cancelling=True))
    assert canceller is not None
    watch = EchoWatch()
    for near, far in pairs(recorded):
        canceller.process(near, far)
        watch.push(near, far)
    assert watch.leak is None
