"""Opening, closing, cancelling and losing devices, in every order."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

import numpy as np
import pytest

from livedesk.core.audio_format import AudioFrame
from livedesk.core.errors import MicrophoneError, SpeakerError

LOUD = np.full(320, 9000, np.int16)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


async def _settle() -> None:
    """Let everything run that was scheduled on the loop so far."""
    for _ in range(3):
        await asyncio.sleep(0)


def _speech(duration_ms: float) -> bytes:
    return np.full(round(duration_ms * 24), 6000, "<i2").tobytes()


async def test_opening_twice_opens_one_device(engine, backend) -> None:
    first, second = [], []
    await asyncio.gather(
        engine.open_microphone(first.append), engine.open_microphone(second.append)
    )
    await asyncio.gather(engine.open_speaker(), engine.open_speaker())
    assert len(backend.microphones) == len(backend.speakers) == 1
    backend.microphones[0].say(LOUD)
    await _until(lambda: bool(second))
    assert (len(first), len(second)) == (0, 1)


@pytest.mark.parametrize("close", ["close", "close_microphone"])
async def test_closing_while_opening_leaves_it_closed(engine, backend, close: str) -> None:
    backend.may_open.clear()
    opening = asyncio.ensure_future(engine.open_microphone(lambda f: None))  # noqa: TID251
    await _until(backend.is_opening.is_set)
    closing = asyncio.ensure_future(getattr(engine, close)())  # noqa: TID251 - awaited below
    await _settle()
    backend.may_open.set()
    await asyncio.gather(opening, closing)
    assert not engine.microphone_open
    assert backend.microphones[0].is_closed


@pytest.mark.parametrize("device", ["microphone", "speaker"])
async def test_a_cancelled_opening_leaves_nothing_open(engine, backend, device: str) -> None:
    backend.may_open.clear()
    calls = {"microphone": lambda: engine.open_microphone(print), "speaker": engine.open_speaker}
    opening = asyncio.ensure_future(calls[device]())  # noqa: TID251 - awaited below
    await _until(backend.is_opening.is_set)
    opening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await opening
    backend.may_open.set()
    streams = getattr(backend, f"{device}s")
    await _until(lambda: bool(streams) and streams[0].is_closed)
    assert not getattr(engine, f"{device}_open")


async def test_a_system_that_hangs_does_not_hold_up_the_end(
    engine, backend, expected_log, monkeypatch
) -> None:
    expected_log("does not answer")
    monkeypatch.setattr("livedesk.audio.engine._CLOSE_LIMIT_S", 0.05)
    backend.may_open.clear()
    opening = asyncio.ensure_future(engine.open_microphone(print))  # noqa: TID251
    await _until(backend.is_opening.is_set)
    opening.cancel()
    await engine.close()
    assert not engine.microphone_open
    backend.may_open.set()
    await _until(lambda: bool(backend.microphones) and backend.microphones[0].is_closed)


@pytest.mark.parametrize("device", ["microphone", "speaker"])
async def test_a_device_that_dies_is_reported_and_let_go(
    engine, backend, faults, device: str, monkeypatch
) -> None:
    monkeypatch.setattr("livedesk.audio.watchdog.PERIOD_S", 0.02)
    await engine.open_speaker()
    await engine.open_microphone(lambda frame: None)
    engine.play(_speech(500), 24_000)
    microphone, speaker = backend.microphones[0], backend.speakers[0]
    alive = speaker.ask if device == "microphone" else lambda: microphone.say(LOUD)
    async with asyncio.timeout(5):
        while not faults:
            alive()
            await asyncio.sleep(0.005)
    died = microphone if device == "microphone" else speaker
    await _until(lambda: died.is_closed)
    kind = MicrophoneError if device == "microphone" else SpeakerError
    assert [type(fault) for fault in faults] == [kind]
    assert engine.microphone_open is (device != "microphone")
    assert engine.speaker_open is (device != "speaker")
    assert engine.is_playing is (device != "speaker")


async def test_a_lost_device_can_be_opened_again(engine, backend, faults, monkeypatch) -> None:
    monkeypatch.setattr("livedesk.audio.watchdog.PERIOD_S", 0.01)
    frames: list[AudioFrame] = []
    await engine.open_microphone(frames.append)
    await _until(lambda: bool(faults))
    await engine.open_microphone(frames.append)
    backend.microphones[-1].say(LOUD)
    await _until(lambda: len(frames) == 1)


async def test_fifty_rounds_leave_no_thread_and_no_device_behind(engine, backend) -> None:
    n_threads = threading.active_count()
    for _ in range(50):
        await asyncio.gather(engine.open_speaker(), engine.open_microphone(lambda frame: None))
        backend.microphones[-1].say(LOUD)
        await engine.close()
    assert backend.n_closed == 50
    assert all(stream.is_closed for stream in (*backend.microphones, *backend.speakers))
    assert threading.active_count() <= n_threads + 1


async def test_closing_twice_or_unopened_is_harmless(engine) -> None:
    await engine.close()
    await engine.close_microphone()
    await engine.close_speaker()
    await engine.close()
