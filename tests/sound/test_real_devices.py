"""The engine on PortAudio, with a virtual microphone and a virtual speaker."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio
from helpers.speech import speak
from helpers.virtual_sound import RATE_HZ, Recorder, VirtualSound

from livedesk.audio.backends.pyaudio_backend import PyAudioBackend
from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.engine import AudioEngine
from livedesk.audio.resample import resampled
from livedesk.core.audio_format import AudioFrame
from livedesk.core.clock import SystemClock
from livedesk.core.errors import AudioError, MicrophoneError, SpeakerError

pytestmark = pytest.mark.sound


@pytest_asyncio.fixture
async def engine(sound: VirtualSound) -> AsyncIterator[AudioEngine]:
    engine = AudioEngine(PyAudioBackend, clock=SystemClock())
    yield engine
    await engine.close()


async def _until(condition: Callable[[], bool], limit_s: float = 10.0) -> None:
    async with asyncio.timeout(limit_s):
        while not condition():
            await asyncio.sleep(0.002)


def _tone(duration_s: float, tone_hz: float = 300.0) -> bytes:
    t = np.arange(round(24_000 * duration_s)) / 24_000
    return (9000 * np.sin(2 * np.pi * tone_hz * t)).astype("<i2").tobytes()


def _sounding(samples: np.ndarray) -> tuple[int, int]:
    """First and last position with sound."""
    loud = np.flatnonzero(np.abs(samples.astype(int)) > 500)
    return int(loud[0]), int(loud[-1])


async def _recorded(recorder: Recorder, duration_s: float) -> None:
    """Return when so much more was recorded."""
    n_samples = recorder.n_samples + round(duration_s * RATE_HZ)
    await asyncio.to_thread(recorder.wait_for_samples, n_samples)


def _n_entries(folder: str) -> int:
    return len(list(Path(folder).iterdir()))


async def _heard_until_silent(engine: AudioEngine, recorder: Recorder) -> np.ndarray:
    await _until(lambda: not engine.is_playing)
    await _recorded(recorder, 0.5)
    return recorder.stop()


async def test_speech_reaches_the_loop_with_its_content(
    sound: VirtualSound, engine: AudioEngine, tmp_path: Path
) -> None:
    path = speak("what time is it", tmp_path)
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    await _until(lambda: len(frames) > 10)
    playing = sound.play(path, latency_ms=200)
    await _until(lambda: playing.is_over)
    n_frames = len(frames) + 30
    await _until(lambda: len(frames) > n_frames)
    heard = np.concatenate([frame.samples for frame in frames]).astype(float)
    recording = read_wav(path)
    said = resampled(recording.samples, recording.rate_hz, 16_000).astype(float)
    product = np.fft.irfft(np.fft.rfft(heard, 2**18) * np.conj(np.fft.rfft(said, 2**18)), 2**18)
    shift = int(np.argmax(product[: len(heard) - len(said) + 1]))
    match = np.corrcoef(heard[shift : shift + len(said)], said)[0, 1]
    assert match > 0.98
    assert sum(frame.is_speech for frame in frames) * 320 > 0.5 * len(said)
    assert engine.overruns == 0


async def test_a_tone_is_played_whole_and_without_a_gap(
    sound: VirtualSound, engine: AudioEngine
) -> None:
    recorder = sound.record()
    await engine.open_speaker()
    engine.begin_turn()
    for start in range(0, 48_000, 11_520):  # a second in messages of 240 ms
        engine.play(_tone(1.0)[start : start + 11_520], 24_000)
    engine.end_turn()
    heard = await _heard_until_silent(engine, recorder)
    first, last = _sounding(heard)
    assert (last - first) / RATE_HZ == pytest.approx(1.0, abs=0.005)
    # 300 Hz crosses zero 600 times a second: a gap or a doubled block would show.
    tone = heard[first:last].astype(float)
    assert np.count_nonzero(np.diff((tone >= 0).astype(int)) > 0) == pytest.approx(300, abs=1)
    quiet_ms = np.convolve(np.abs(tone) > 300, np.ones(48), "valid").min()
    assert quiet_ms > 0
    assert engine.played_ms == 1000
    assert engine.underruns == 0


async def test_a_flush_is_silence_at_the_speaker(sound: VirtualSound, engine: AudioEngine) -> None:
    recorder = sound.record()
    await engine.open_speaker()
    delays_ms = []
    for _ in range(5):
        engine.begin_turn()
        engine.play(_tone(3.0), 24_000)
        await _until(lambda: engine.played_ms >= 300)
        flushed_s = time.monotonic()
        played_ms = engine.flush()
        await _recorded(recorder, 0.25)
        _, last = _sounding(recorder.samples)
        delays_ms.append((recorder.arrival_s(last) - flushed_s) * 1000)
        assert 300 <= played_ms < 400
    # The recorder's own delay of 5 to 10 ms is included.
    assert sorted(delays_ms)[2] < 60, delays_ms
    recorder.stop()


async def test_speech_is_heard_soon_after_it_was_queued(
    sound: VirtualSound, engine: AudioEngine
) -> None:
    recorder = sound.record()
    await engine.open_speaker()
    delays_ms = []
    for _ in range(5):
        quiet_from = recorder.n_samples
        await asyncio.sleep(0.05)
        queued_s = time.monotonic()
        engine.begin_turn()
        engine.play(_tone(0.1), 24_000)
        engine.end_turn()
        await _until(lambda: not engine.is_playing)
        await _recorded(recorder, 0.2)
        first, _ = _sounding(recorder.samples_from(quiet_from))
        delays_ms.append((recorder.arrival_s(quiet_from + first) - queued_s) * 1000)
    assert sorted(delays_ms)[2] < 80, delays_ms
    recorder.stop()


async def test_fifty_rounds_leave_no_thread_and_no_descriptor_behind(
    sound: VirtualSound, engine: AudioEngine
) -> None:
    async def one_round() -> None:
        await asyncio.gather(engine.open_speaker(), engine.open_microphone(lambda frame: None))
        await engine.close()

    for _ in range(3):
        await one_round()
    n_files, n_threads = _n_entries("/proc/self/fd"), _n_entries("/proc/self/task")
    for _ in range(50):
        await one_round()
    # A thread is gone a moment after its last call returned.
    await _until(lambda: _n_entries("/proc/self/task") <= n_threads)
    assert _n_entries("/proc/self/fd") <= n_files


async def test_a_sound_server_that_dies_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[AudioError] = []
    with VirtualSound() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        engine = AudioEngine(PyAudioBackend, clock=SystemClock(), on_fault=faults.append)
        await engine.open_speaker()
        await engine.open_microphone(lambda frame: None)
        os.kill(server.pid, signal.SIGKILL)
        await _until(lambda: len(faults) == 2)
        assert {type(fault) for fault in faults} == {MicrophoneError, SpeakerError}
        assert not engine.microphone_open
        await engine.close()
    assert not [t for t in threading.enumerate() if t.name == "audio-devices"]


async def test_without_devices_both_sides_say_so(monkeypatch, tmp_path, capfd) -> None:
    nothing = tmp_path / "alsa"
    nothing.write_text(f'pcm.!default {{ type pulse server "unix:{tmp_path}/none" }}')
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(nothing))
    engine = AudioEngine(PyAudioBackend, clock=SystemClock())
    with pytest.raises(MicrophoneError, match="No microphone was found"):
        await engine.open_microphone(lambda frame: None)
    with pytest.raises(SpeakerError, match="No speaker was found"):
        await engine.open_speaker()
    await engine.close()
    assert capfd.readouterr().err == ""
