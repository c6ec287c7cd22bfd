"""A recording that outlives whatever happens."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
import soundfile

from livedesk.audio.recorder import Recorder
from livedesk.audio.sound_file import SoundFormat, SoundReader, SoundWriter, mixed, recorded_s
from livedesk.audio.tape import Tape
from livedesk.core.audio_format import AudioFrame, Samples
from livedesk.core.clock import SystemClock
from livedesk.core.errors import RecordingError

_TESTS = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("ending", ["flac", "wav"])
def test_a_killed_recording_opens_and_has_all_but_the_last_second(
    tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"talk.{ending}"
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.recording_process", str(path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": f"{_TESTS}:{_TESTS.parent}"},
    )
    assert process.stdout is not None
    said_s = 0.0
    while said_s < 2.5:
        said_s = float(process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = process.stdout.read().split()
    process.wait()
    process.stdout.close()
    said_s = float(rest[-1]) if rest else said_s

    samples, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == 24_000
    assert samples.shape[1] == 2
    assert len(samples) / rate_hz > said_s - 1.0
    # Both sides are there up to the end, each on its own track; a busy machine leaves gaps in them.
    for track, level in zip(samples[-24_000:].T, (3_000, 6_000), strict=True):
        assert np.median(track[track != 0]) == pytest.approx(level, abs=60)


@pytest.mark.parametrize("sound_format", SoundFormat)
def test_what_is_written_is_read_as_it_was(tmp_path: Path, sound_format: SoundFormat) -> None:
    path = tmp_path / "talk"
    samples = np.random.default_rng(1).integers(-9_000, 9_000, (30_000, 2)).astype(np.int16)
    writer = SoundWriter(path, sound_format)
    for start in range(0, len(samples), 2_500):
        writer.write(samples[start : start + 2_500])
        writer.keep(for_sure=False)
    writer.close()
    assert recorded_s(path) == pytest.approx(1.25)
    reader = SoundReader(path)
    assert np.array_equal(reader.read(10_000, 50_000), samples[10_000:])
    reader.close()
    assert np.array_equal(mixed(samples), samples.sum(axis=1, dtype=np.int32).astype(np.int16))


@pytest.mark.parametrize("ending", ["flac", "wav"])
def test_a_full_disk_ends_the_recording_with_a_sentence(
    tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real_write, left = os.write, [20_000]

    def write(fd: int, data: bytes) -> int:
        if len(data) < 1_000 and threading.current_thread().name != "recorder":
            return real_write(fd, data)
        left[0] -= len(data)
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real_write(fd, data)

    monkeypatch.setattr("livedesk.audio.sound_file.os.write", write)
    path = tmp_path / f"talk.{ending}"
    error, duration_s = _record_noise(path)
    assert isinstance(error, RecordingError)
    assert "disk" in str(error)
    assert "28" in error.detail
    assert duration_s > 0
    monkeypatch.undo()
    assert 0 < recorded_s(path) <= duration_s + 0.2


def test_a_recording_that_is_not_wanted_leaves_no_file(tmp_path: Path) -> None:
    path = tmp_path / "talk.flac"
    ended = threading.Event()
    recorder = Recorder(Tape(SystemClock()), path, SystemClock(), lambda *_: ended.set())
    recorder.start()
    recorder.discard()
    recorder.join()
    assert ended.is_set()
    assert not path.exists()


def _record_noise(path: Path) -> tuple[RecordingError | None, float]:
    clock, ended = SystemClock(), threading.Event()
    ends: list[tuple[float, RecordingError | None]] = []
    tape = Tape(clock)

    def on_end(duration_s: float, error: RecordingError | None) -> None:
        ends.append((duration_s, error))
        ended.set()

    recorder = Recorder(tape, path, clock, on_end)
    recorder.start()
    noise = np.random.default_rng(2)
    while not ended.wait(0.02):
        tape.hear(AudioFrame(_noise(noise), 16_000, clock.now_s()))
    recorder.join()
    return ends[0][1], ends[0][0]


def _noise(source: np.random.Generator) -> Samples:
    return source.integers(-20_000, 20_000, 320).astype(np.int16)


def test_whatever_fails_the_end_of_a_recording_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, expected_log
) -> None:
    expected_log("recording failed unexpectedly")
    ended: list[RecordingError | None] = []
    told = threading.Event()

    def on_end(duration_s: float, error: RecordingError | None) -> None:
        ended.append(error)
        told.set()

    def break_down(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(SoundWriter, "keep", break_down)
    recorder = Recorder(Tape(SystemClock()), tmp_path / "talk.flac", SystemClock(), on_end)
    recorder.start()
    assert told.wait(10)
    recorder.join()
    assert isinstance(ended[0], RecordingError)


def test_a_disk_that_cannot_be_read_is_a_recording_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = SoundWriter(tmp_path / "talk.flac", SoundFormat.FLAC)

    def fail(*_: object) -> bytes:
        raise OSError(errno.EIO, "gone")

    with monkeypatch.context() as broken:
        broken.setattr(os, "read", fail)
        with pytest.raises(RecordingError):
            writer.keep(for_sure=False)
    writer.close()
