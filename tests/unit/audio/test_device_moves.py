"""Devices come, go, fail and are chosen while sound goes on."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

import numpy as np
import pytest

from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_format import AudioFrame
from livedesk.core.errors import MicrophoneError, SpeakerError
from livedesk.core.speakers import Speaker

LOUD = np.full(320, 9000, np.int16)


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


def _in_use(engine: AudioEngine) -> tuple[str | None, str | None]:
    devices = engine.device_list()
    return devices.input_in_use, devices.output_in_use


@pytest.fixture(params=["sound server", "PortAudio"])
def system(request, backend):
    """A laptop with a headset, both ways of learning of devices."""
    backend.inputs_there, backend.outputs_there = ["built-in", "usb"], ["built-in", "usb"]
    backend.refresh_closes = request.param == "PortAudio"
    backend.follows_default = request.param == "sound server"
    return backend


@pytest.fixture
async def talk(engine, system) -> list[AudioFrame]:
    """Both sides open; the frames that were heard."""
    frames: list[AudioFrame] = []
    await engine.set_devices(("usb",), ("usb",))
    await engine.open_microphone(frames.append)
    await engine.open_speaker()
    return frames


async def test_a_talk_goes_on_with_the_next_device_and_returns(engine, system, talk, faults):
    assert _in_use(engine) == ("usb", "usb")
    system.inputs_there.remove("usb")
    system.outputs_there.remove("usb")
    await engine.refresh_devices()
    assert _in_use(engine) == ("built-in", "built-in")
    system.microphones[-1].say(LOUD)
    await _until(lambda: len(talk) == 1)
    system.inputs_there.append("usb")
    system.outputs_there.append("usb")
    await engine.refresh_devices()
    assert _in_use(engine) == ("usb", "usb")
    system.microphones[-1].say(LOUD)
    await _until(lambda: len(talk) == 2)
    assert faults == []
    assert [s.is_closed for s in system.microphones[:-1]] == [True] * (len(system.microphones) - 1)


async def test_the_order_of_preference_is_kept(engine, system, talk):
    for there in (["built-in", "bluetooth", "usb"], ["built-in", "bluetooth"], ["built-in"]):
        system.outputs_there = there
        await engine.set_devices(("usb",), ("usb", "bluetooth"))
        await engine.refresh_devices()
        assert _in_use(engine)[1] == there[-1]


async def test_what_is_queued_is_heard_on_the_other_device(engine, system, talk):
    engine.begin_turn()
    words = np.arange(1, 4801).astype("<i2")
    engine.play(words.tobytes(), 24_000)
    engine.end_turn()
    heard = [system.speakers[-1].ask() for _ in range(3)]
    system.outputs_there.remove("usb")
    await engine.refresh_devices()
    assert engine.is_playing
    while engine.is_playing:
        heard.append(system.speakers[-1].ask())
    spoken = np.concatenate(heard)
    assert np.array_equal(spoken[spoken != 0], words)
    assert engine.played_ms == 200


async def test_speech_that_comes_while_the_speaker_is_moved_is_kept(engine, system, talk):
    system.outputs_there.remove("usb")
    system.is_opening.clear()
    system.may_open.clear()
    moving = asyncio.ensure_future(engine.refresh_devices())  # noqa: TID251 - awaited below
    await _until(system.is_opening.is_set)
    engine.begin_turn()
    engine.play(LOUD.tobytes(), 24_000)
    engine.end_turn()
    system.may_open.set()
    await moving
    assert engine.is_playing


async def test_nothing_happens_when_nothing_changed(engine, system, talk):
    system.refresh_closes = False
    before = len(system.microphones), len(system.speakers)
    await engine.refresh_devices()
    assert (len(system.microphones), len(system.speakers)) == before


async def test_following_the_system_follows_a_changed_default(engine, system, talk):
    await engine.set_devices((), ())
    assert _in_use(engine) == ("built-in", "built-in")
    system.inputs_there.reverse()
    system.outputs_there.reverse()
    n_before = len(system.speakers)
    await engine.refresh_devices()
    if system.follows_default:  # the server has moved the stream by itself
        assert len(system.speakers) == n_before
    else:
        assert _in_use(engine) == ("usb", "usb")


async def test_a_device_that_is_busy_or_gone_again_is_passed_over(engine, system, talk, clock):
    system.busy.add("bluetooth")
    system.inputs_there.append("bluetooth")
    await engine.set_devices(("bluetooth", "usb"), ("usb",))
    await engine.refresh_devices()
    assert _in_use(engine)[0] == "usb"
    n_tries = system.opened_ids.count("bluetooth")
    await engine.refresh_devices()
    assert system.opened_ids.count("bluetooth") == n_tries  # it is not tried with every event
    system.busy.clear()
    clock.advance(11)
    await engine.refresh_devices()
    assert _in_use(engine)[0] == "bluetooth"


async def test_without_any_device_it_is_told_once_and_returns_by_itself(
    engine, system, talk, faults
):
    backs: list[Speaker] = []
    engine.on_back = backs.append
    engine.play(LOUD.tobytes(), 24_000)
    system.busy |= {"built-in", "usb", None}
    system.inputs_there, system.outputs_there = [], []
    await engine.refresh_devices()
    await engine.refresh_devices()
    assert sorted(type(fault).__name__ for fault in faults) == ["MicrophoneError", "SpeakerError"]
    assert not engine.microphone_open
    assert not engine.is_playing
    system.busy.clear()
    system.inputs_there, system.outputs_there = ["usb"], ["usb"]
    await engine.refresh_devices()
    assert set(backs) == {Speaker.USER, Speaker.ASSISTANT}
    system.microphones[-1].say(LOUD)
    await _until(lambda: len(talk) == 1)


async def test_a_microphone_that_was_never_there_is_used_when_it_comes(engine, backend, faults):
    frames: list[AudioFrame] = []
    backs: list[Speaker] = []
    engine.on_back = backs.append
    backend.busy.add(None)
    with pytest.raises(MicrophoneError):
        await engine.open_microphone(frames.append)
    backend.busy.clear()
    backend.inputs_there = ["usb"]
    await engine.refresh_devices()
    assert (backs, faults) == ([Speaker.USER], [])
    backend.microphones[-1].say(LOUD)
    await _until(lambda: len(frames) == 1)


async def test_what_was_closed_stays_closed(engine, system, talk):
    await engine.close_microphone()
    await engine.close_speaker()
    system.inputs_there.append("bluetooth")
    await engine.refresh_devices()
    assert not engine.microphone_open
    assert not engine.speaker_open


async def test_a_device_that_falls_silent_is_replaced(engine, system, faults, monkeypatch):
    monkeypatch.setattr("livedesk.audio.watchdog.PERIOD_S", 0.02)
    await engine.set_devices((), ("usb",))
    await engine.open_speaker()
    died = system.speakers[0]
    engine.play(np.full(24_000, 500, "<i2").tobytes(), 24_000)
    system.is_opening.clear()
    system.may_open.clear()
    await _until(system.is_opening.is_set)
    queued_ms = engine.queued_ms
    engine.play(LOUD.tobytes(), 24_000)  # what comes meanwhile is kept as well
    assert engine.queued_ms > queued_ms
    system.may_open.set()
    await _until(lambda: len(system.speakers) == 2)
    assert engine.is_playing
    await _until(lambda: system.speakers[1].is_running)
    system.speakers[1].ask()
    assert died.is_closed
    assert system.opened_ids == ["usb", None]
    assert faults == []


async def test_many_events_become_one_look(engine, system, talk, monkeypatch):
    told = []
    engine.on_devices_changed = told.append
    system.inputs_there.remove("usb")
    system.outputs_there.remove("usb")
    for _ in range(20):
        engine.note_devices_changed()
    await _until(lambda: _in_use(engine) == ("built-in", "built-in"))
    await _until(lambda: len(told) == 1)
    assert [device.name for device in told[0].outputs] == ["Built-In"]


async def test_closing_while_devices_change_leaves_nothing_open(engine, system, talk):
    system.is_opening.clear()
    system.may_open.clear()
    system.inputs_there.remove("usb")
    engine.note_devices_changed()
    await _until(system.is_opening.is_set)
    closing = asyncio.ensure_future(engine.close())  # noqa: TID251 - awaited below
    await asyncio.sleep(0)
    system.may_open.set()
    await closing
    await _until(lambda: all(s.is_closed for s in (*system.microphones, *system.speakers)))
    assert not engine.microphone_open


@pytest.mark.parametrize("seed", range(8))
async def test_any_order_of_plugging_ends_on_the_best_device(engine, system, talk, faults, seed):
    chance = random.Random(seed)
    order = ("usb", "bluetooth", "monitor")
    await engine.set_devices(order, order)
    for _ in range(25):
        name = chance.choice(order)
        for there in (system.inputs_there, system.outputs_there):
            if name in there:
                there.remove(name)
            else:
                there.append(name)
        if chance.random() < 0.5:
            engine.note_devices_changed()
        await engine.refresh_devices()
    await engine.refresh_devices()
    best = next((name for name in order if name in system.outputs_there), "built-in")
    assert _in_use(engine) == (best, best)
    running = [s for s in (*system.microphones, *system.speakers) if not s.is_closed]
    assert len(running) == 2
    assert not [fault for fault in faults if isinstance(fault, MicrophoneError | SpeakerError)]
