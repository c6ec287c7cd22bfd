"""A question from a file, the answer to a file, through the engine."""

from __future__ import annotations

import asyncio
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.audio.backends.wav_backend import WavBackend
from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_format import AudioFrame
from livedesk.core.clock import SystemClock
from livedesk.core.errors import InputFileError, MicrophoneError, SpeakerError


def _question(path: Path, duration_s: float, rate_hz: int = 16_000) -> np.ndarray:
    samples = (np.arange(round(duration_s * rate_hz)) % 20_000 + 1).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate_hz, 0, "NONE", ""))
        file.writeframes(samples.tobytes())
    return samples


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


async def test_the_question_is_asked_whole_and_followed_by_silence(tmp_path: Path) -> None:
    question = _question(tmp_path / "q.wav", 2.01)
    backend = WavBackend(tmp_path / "q.wav", realtime=False)
    engine = AudioEngine(lambda: backend, clock=SystemClock())
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    await _until(lambda: len(frames) > 102)
    assert backend.question_is_over
    await engine.close()
    heard = np.concatenate([frame.samples for frame in frames])
    assert np.array_equal(heard[: len(question)], question)
    assert not heard[len(question) :].any()
    assert engine.overruns == 0


async def test_in_real_time_a_question_takes_its_time(tmp_path: Path) -> None:
    _question(tmp_path / "q.wav", 0.2, 48_000)
    backend = WavBackend(tmp_path / "q.wav")
    engine = AudioEngine(lambda: backend, clock=SystemClock())
    begin_s = time.monotonic()
    await engine.open_microphone(lambda frame: None)
    await _until(lambda: backend.question_is_over)
    assert time.monotonic() - begin_s > 0.17
    await engine.close()


async def test_the_answer_is_written_as_it_was_given(tmp_path: Path) -> None:
    answer = (np.arange(6000) % 5000 + 1).astype("<i2")
    backend = WavBackend(None, tmp_path / "a.wav")
    engine = AudioEngine(lambda: backend, clock=SystemClock())
    await engine.open_speaker()
    engine.begin_turn()
    engine.play(answer.tobytes(), 24_000)
    engine.end_turn()
    await _until(lambda: not engine.is_playing)
    await engine.close()
    assert engine.played_ms == 250
    written = read_wav(tmp_path / "a.wav").samples
    assert np.array_equal(written[: len(answer)], answer)
    # Only the rest of the last block.
    assert not written[len(answer) :].any()
    assert len(written) - len(answer) < 24_000 * 0.02


async def test_a_bad_question_is_known_beforehand_and_when_opening(tmp_path: Path) -> None:
    backend = WavBackend(tmp_path / "none.wav")
    with pytest.raises(InputFileError, match="does not exist"):
        backend.prepare()
    engine = AudioEngine(lambda: backend, clock=SystemClock())
    with pytest.raises(MicrophoneError, match="does not exist"):
        await engine.open_microphone(lambda frame: None)
    await engine.close()


async def test_an_answer_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    backend = WavBackend(None, tmp_path / "none" / "a.wav")
    with pytest.raises(InputFileError, match="cannot be written"):
        backend.prepare()
    engine = AudioEngine(lambda: backend, clock=SystemClock())
    with pytest.raises(SpeakerError, match="cannot be written"):
        await engine.open_speaker()
    await engine.close()


async def test_a_silent_talk_runs_its_usual_course() -> None:
    engine = AudioEngine(SilentBackend, clock=SystemClock())
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    await engine.open_speaker()
    engine.begin_turn()
    engine.play(np.full(2400, 5, "<i2").tobytes(), 24_000)
    engine.end_turn()
    begin_s = time.monotonic()
    await _until(lambda: not engine.is_playing)
    assert time.monotonic() - begin_s > 0.07
    assert engine.played_ms == 100
    await _until(lambda: len(frames) >= 3)
    await engine.close()
    assert not any(frame.samples.any() or frame.is_speech for frame in frames)
    assert SilentBackend().inputs() == SilentBackend().outputs() == []


def test_the_files_are_listed_as_devices(tmp_path: Path) -> None:
    backend = WavBackend(tmp_path / "q.wav", tmp_path / "a.wav")
    assert [device.name for device in backend.inputs()] == ["q.wav"]
    assert [device.name for device in backend.outputs()] == ["a.wav"]
