"""The engine as its users see it, on devices that do what the test says."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable

import numpy as np
import pytest
from helpers.fake_audio import FakeBackend

from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_format import AudioFrame
from livedesk.core.errors import MicrophoneError, SpeakerError
from livedesk.core.speakers import Speaker

LOUD = np.full(320, 9000, np.int16)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


def _keep_busy_until(condition: Callable[[], bool]) -> None:
    """Hold the loop up until other threads have come so far."""
    deadline_s = time.monotonic() + 5
    while not condition():
        assert time.monotonic() < deadline_s
        time.sleep(0.001)


async def _settle() -> None:
    """Let everything run that was scheduled on the loop so far."""
    for _ in range(3):
        await asyncio.sleep(0)


def _speech(duration_ms: float) -> bytes:
    return np.full(round(duration_ms * 24), 6000, "<i2").tobytes()


async def test_building_an_engine_touches_nothing(engine: AudioEngine, backend) -> None:
    assert not engine.microphone_open
    assert not engine.speaker_open
    assert not backend.is_opening.is_set()
    assert not [t for t in threading.enumerate() if t.name == "audio-devices"]


async def test_frames_arrive_in_order_on_the_loop(engine: AudioEngine, backend) -> None:
    frames: list[AudioFrame] = []
    threads: set[threading.Thread] = set()

    def on_frame(frame: AudioFrame) -> None:
        frames.append(frame)
        threads.add(threading.current_thread())

    await engine.open_microphone(on_frame)
    stream = backend.microphones[0]
    stream_numbers = np.arange(3200).astype(np.int16)

    def device() -> None:
        for block in np.split(stream_numbers, [100, 900, 1000, 2500]):
            stream.say(block)

    await asyncio.to_thread(device)
    await _until(lambda: len(frames) == 10)
    assert np.array_equal(np.concatenate([f.samples for f in frames]), stream_numbers)
    assert threads == {threading.current_thread()}


async def test_a_batch_of_blocks_wakes_the_loop_few_times(engine, backend, monkeypatch) -> None:
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    loop = asyncio.get_running_loop()
    wakes = []
    wake = loop.call_soon_threadsafe
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda f, *a: (wakes.append(f), wake(f, *a)))
    for _ in range(20):
        backend.microphones[0].say(LOUD)
    _keep_busy_until(lambda: engine.levels().user_db > -20 and bool(wakes))
    await _until(lambda: len(frames) == 20)
    # One while the loop was busy; others may have come while it fetched, but never one per block.
    assert len(wakes) < 10


async def test_muted_speech_is_measured_but_never_given_out(engine, backend, clock) -> None:
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    microphone = backend.microphones[0]
    engine.set_muted(True)
    for _ in range(10):
        microphone.say(LOUD)
    await _until(lambda: engine.levels().user_db > -14)
    await _settle()
    assert engine.muted
    assert not frames
    assert engine.look.columns(Speaker.USER, 0).peaks.max() > 0.2
    engine.set_muted(False)
    clock.advance(0.02)
    microphone.say(LOUD)
    await _until(lambda: len(frames) == 1)


async def test_what_was_said_before_unmuting_stays_inside_even_when_the_loop_was_busy(
    engine, backend, clock
) -> None:
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    engine.set_muted(True)
    backend.microphones[0].say(LOUD)
    clock.advance(0.02)
    engine.set_muted(False)
    clock.advance(0.02)
    backend.microphones[0].say(LOUD // 2)
    await _until(lambda: bool(frames))
    assert [int(frame.samples[0]) for frame in frames] == [4500]


async def test_no_frame_comes_once_closing_was_asked_for(engine, backend) -> None:
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    backend.microphones[0].say(LOUD)
    _keep_busy_until(lambda: engine.levels().user_db > -20)
    await engine.close_microphone()
    assert not frames
    assert not engine.microphone_open
    assert backend.microphones[0].is_closed


async def test_a_receiver_that_closes_gets_no_further_frame(engine, backend) -> None:
    frames: list[AudioFrame] = []
    closing: list[asyncio.Future[None]] = []

    def on_frame(frame: AudioFrame) -> None:
        frames.append(frame)
        closing.append(asyncio.ensure_future(engine.close_microphone()))  # noqa: TID251
        engine.set_muted(True)

    await engine.open_microphone(on_frame)
    for _ in range(5):
        backend.microphones[0].say(LOUD)
    await _until(lambda: bool(frames))
    await asyncio.gather(*closing)
    assert len(frames) == 1


async def test_a_device_at_its_own_rate_is_heard_at_ours(engine, backend) -> None:
    backend.input_rate_hz, backend.output_rate_hz = 48_000, 44_100
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    for _ in range(50):
        backend.microphones[0].say(np.full(960, 5000, np.int16))
    await _until(lambda: len(frames) >= 48)
    await engine.open_speaker()
    engine.play(_speech(1000), 24_000)
    engine.end_turn()
    heard = np.concatenate([backend.speakers[0].ask() for _ in range(120)])
    assert np.count_nonzero(heard > 1000) == pytest.approx(44_100, abs=100)


async def test_speech_is_played_counted_and_measured(engine, backend) -> None:
    await engine.open_speaker()
    engine.begin_turn()
    engine.play(_speech(200), 24_000)
    assert engine.is_playing
    assert engine.queued_ms == 200
    heard = np.concatenate([backend.speakers[0].ask() for _ in range(4)])
    assert (heard == 6000).all()
    assert engine.played_ms == 60
    assert engine.levels().assistant_db == pytest.approx(-14.7, abs=0.1)
    shape = engine.look.columns(Speaker.ASSISTANT, 0)
    assert shape.peaks == pytest.approx([6000 / 32768])
    assert not shape.marked.any()
    assert engine.flush() == 60
    assert not backend.speakers[0].ask()[72:].any()
    assert not engine.is_playing


async def test_speech_that_comes_while_the_speaker_opens_is_heard_from_its_start(
    engine, backend
) -> None:
    backend.may_open.clear()
    backend.output_rate_hz = 48_000
    opening = asyncio.ensure_future(engine.open_speaker())  # noqa: TID251 - awaited below
    await _until(backend.is_opening.is_set)
    engine.begin_turn()
    engine.play(_speech(100), 24_000)
    engine.end_turn()
    backend.may_open.set()
    await opening
    heard = np.concatenate([backend.speakers[0].ask() for _ in range(15)])
    assert np.count_nonzero(heard > 1000) == pytest.approx(4800, abs=60)


async def test_without_a_speaker_nothing_seems_to_play(engine, backend) -> None:
    backend.speaker_failure = SpeakerError("No speaker was found.")
    with pytest.raises(SpeakerError):
        await engine.open_speaker()
    engine.begin_turn()
    engine.play(_speech(500), 24_000)
    assert not engine.is_playing
    assert engine.flush() == 0
    await engine.open_microphone(lambda frame: None)
    assert engine.microphone_open


async def test_speech_queued_for_a_speaker_that_fails_is_forgotten(engine, backend) -> None:
    backend.may_open.clear()
    backend.speaker_failure = SpeakerError("No speaker was found.")
    opening = asyncio.ensure_future(engine.open_speaker())  # noqa: TID251 - awaited below
    await _until(backend.is_opening.is_set)
    engine.play(_speech(500), 24_000)
    backend.may_open.set()
    with pytest.raises(SpeakerError):
        await opening
    assert not engine.is_playing


async def test_without_a_microphone_the_assistant_is_still_heard(engine, backend) -> None:
    backend.microphone_failure = MicrophoneError("No microphone was found.")
    await engine.open_speaker()
    with pytest.raises(MicrophoneError):
        await engine.open_microphone(lambda frame: None)
    assert not engine.microphone_open
    engine.play(_speech(50), 24_000)
    assert backend.speakers[0].ask().any()
    backend.microphone_failure = None
    await engine.open_microphone(lambda frame: None)
    assert engine.microphone_open


async def test_overruns_are_counted_over_reopening(engine, backend) -> None:
    await engine.open_microphone(lambda frame: None)
    for _ in range(11):
        backend.microphones[0].say(np.zeros(16_000, np.int16))
    _keep_busy_until(lambda: engine.overruns > 0)
    await engine.close_microphone()
    assert engine.overruns > 0


async def test_closed_devices_measure_as_silence(engine, backend) -> None:
    await engine.open_microphone(lambda frame: None)
    backend.microphones[0].say(LOUD)
    await _until(lambda: engine.levels().user_db > -20)
    await engine.close_microphone()
    assert engine.levels().user_db == -96
    assert engine.look.columns(Speaker.USER, 0) is None
    assert engine.look.reading is None


async def test_volume_and_ducking_multiply_and_are_undone(
    engine: AudioEngine, backend: FakeBackend
) -> None:
    def loudness() -> int:
        speaker = backend.speakers[0]
        speaker.ask()  # the ramp
        return int(speaker.ask().max())

    engine.set_volume(0.5)
    await engine.open_speaker()
    engine.begin_turn()
    engine.play(np.full(24_000, 10_000, "<i2").tobytes(), 24_000)
    assert loudness() == 2500
    engine.set_ducked(True)
    assert loudness() == pytest.approx(2500 * 10 ** (-18 / 20), abs=1)
    engine.set_ducked(False)
    engine.set_volume(1.0)
    assert loudness() == 10_000


async def test_microphone_gain_reaches_the_frames_and_outlasts_closing(
    engine: AudioEngine, backend: FakeBackend
) -> None:
    frames: list[AudioFrame] = []
    engine.set_microphone_gain(6.0)
    for n_frames in (2, 4):
        await engine.open_microphone(frames.append)
        for _ in range(2):
            backend.microphones[-1].say(np.full(320, 1000, np.int16))
        await _until(lambda n=n_frames: len(frames) == n)
        await engine.close_microphone()
        assert frames[-1].samples.max() == 1995
