"""Recordings of one conversation, heard as one, at any place and speed."""

from pathlib import Path

import numpy as np
import pytest

from livedesk.audio.recorded_talk import RecordedPart, RecordedTalk
from livedesk.audio.sound_file import RECORDING_RATE_HZ, SoundFormat, SoundWriter
from livedesk.audio.stretch import Stretch


def part(folder: Path, start_s: float, level: int, length_s: float = 1.0) -> RecordedPart:
    """Both sides as loud as ``level``."""
    path = folder / f"{level}.flac"
    writer = SoundWriter(path, SoundFormat.FLAC)
    writer.write(np.full((int(length_s * RECORDING_RATE_HZ), 2), level, np.int16))
    writer.close()
    return RecordedPart(path, start_s, length_s)


def tone(hertz: float, length_s: float = 2.0) -> np.ndarray:
    at_s = np.arange(int(length_s * RECORDING_RATE_HZ)) / RECORDING_RATE_HZ
    return (9_000 * np.sin(2 * np.pi * hertz * at_s)).astype(np.int16)


def test_the_parts_are_heard_one_after_the_other(tmp_path: Path) -> None:
    talk = RecordedTalk([part(tmp_path, 60.0, 2_000), part(tmp_path, 5.0, 1_000)])
    assert talk.duration_s == 2.0
    assert [talk.position_of(at) for at in (5.5, 60.25, 30.0, 61.5)] == [0.5, 1.25, None, None]
    assert [talk.clock_at(at) for at in (0.5, 1.25, 9.0)] == [5.5, 60.25, 61.0]
    levels, position_s = [], 0.0
    while len(samples := talk.read(position_s, 0.3)):
        levels.append(int(np.median(samples)))
        position_s += len(samples) / RECORDING_RATE_HZ
    talk.close()
    assert position_s == pytest.approx(2.0)
    assert levels[0] < levels[-1]
    assert levels == sorted(levels)


def test_a_file_that_is_shorter_than_the_store_says_does_not_stop_the_rest(tmp_path: Path) -> None:
    short = part(tmp_path, 0.0, 1_000, 0.5)
    talk = RecordedTalk([RecordedPart(short.path, 0.0, 1.0), part(tmp_path, 9.0, 2_000)])
    assert len(talk.read(0.7, 0.1)) > 0
    talk.close()


@pytest.mark.parametrize("speed", [0.75, 1.25, 2.0])
def test_faster_speech_keeps_its_pitch(speed: float) -> None:
    stretch, said = Stretch(speed), tone(220.0)
    pieces = [stretch.push(said[at : at + 4_800]) for at in range(0, len(said), 4_800)]
    heard = np.concatenate([*pieces, stretch.finish()])
    assert len(heard) == pytest.approx(len(said) / speed, rel=0.05)
    middle = heard[4_800:-9_600].astype(np.float64)
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(len(middle))))
    loudest = np.argmax(spectrum) * RECORDING_RATE_HZ / len(middle)
    assert loudest == pytest.approx(220.0, abs=3.0)
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(9_000 / np.sqrt(2), rel=0.05)


def test_at_the_usual_speed_nothing_is_touched() -> None:
    stretch, said = Stretch(1.0), tone(220.0, 0.1)
    assert np.array_equal(stretch.push(said), said)
    assert len(stretch.finish()) == 0
