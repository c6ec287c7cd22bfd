"""What is chosen of the sound is kept, and holds for the engine."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest_asyncio
from helpers.fake_audio import FakeBackend
from helpers.still_clock import StillClock

from livedesk.app.audio_controller import AudioController
from livedesk.app.settings_controller import SettingsController
from livedesk.app.sound_choice import DeviceMoved
from livedesk.audio.engine import AudioEngine
from livedesk.core.audio_processing import Preset, Processing
from livedesk.core.errors import AudioError
from livedesk.core.speakers import Speaker
from livedesk.settings.store import SettingsStore


async def _until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


class Desk:
    """A controller on fake devices."""

    def __init__(self, folder: Path) -> None:
        self.backend = FakeBackend()
        self.backend.inputs_there = ["built-in", "usb"]
        self.backend.outputs_there = ["built-in", "usb"]
        self.store = SettingsStore(folder / "settings.json")
        self.settings = SettingsController(self.store)
        self.engine = AudioEngine(self.backend, clock=StillClock())
        self.audio = AudioController(self.engine, self.settings)
        self.moved: list[tuple[DeviceMoved, ...]] = []
        self.audio.devices_moved.connect(self.moved.append)

    async def plug(self, *names: str) -> None:
        self.backend.inputs_there = list(names)
        self.backend.outputs_there = list(names)
        await self.engine.refresh_devices()


@pytest_asyncio.fixture
async def desk(tmp_path: Path, qapp, monkeypatch) -> AsyncIterator[Desk]:
    monkeypatch.setattr("livedesk.app.device_watcher.DeviceWatcher.start", lambda self: None)
    made = Desk(tmp_path)
    await made.audio.prepare()
    yield made
    await made.audio.aclose()
    await made.settings.aclose()
    await made.engine.close()


async def test_a_chosen_device_is_used_kept_and_used_the_next_time(desk, tmp_path) -> None:
    desk.audio.choose_speaker("usb")
    desk.audio.choose_microphone("usb")
    await desk.engine.open_speaker()
    assert desk.audio.devices.output_in_use == "usb"
    await desk.settings.aclose()
    again = Desk(tmp_path)
    await again.audio.prepare()
    await again.engine.open_microphone(lambda frame: None)
    assert again.audio.devices.input_in_use == "usb"
    await again.audio.aclose()
    await again.engine.close()


async def test_choices_make_an_order_of_preference(desk) -> None:
    await desk.plug("built-in", "usb", "bluetooth")
    for name in ("usb", "bluetooth", "usb"):
        desk.audio.choose_speaker(name)
    assert [known.device_id for known in desk.audio.audio.outputs] == ["usb", "bluetooth"]
    assert [known.name for known in desk.audio.audio.outputs] == ["Usb", "Bluetooth"]
    desk.audio.choose_speaker("")
    assert desk.audio.audio.outputs == ()


async def test_a_move_is_told_when_nobody_asked_for_it(desk) -> None:
    await desk.engine.open_speaker()
    desk.audio.choose_speaker("usb")
    await _until(lambda: desk.audio.devices.output_in_use == "usb")
    await asyncio.sleep(0)
    assert desk.moved == []
    await desk.plug("built-in")
    assert desk.moved == [(DeviceMoved(Speaker.ASSISTANT, "Built-In"),)]
    await desk.plug("built-in", "usb")
    assert desk.moved[1:] == [(DeviceMoved(Speaker.ASSISTANT, "Usb"),)]
    desk.audio.choose_speaker("built-in")
    await _until(lambda: desk.audio.devices.output_in_use == "built-in")
    assert len(desk.moved) == 2


async def test_loudness_reaches_the_engine_at_once_and_is_kept(desk, monkeypatch) -> None:
    told = []
    monkeypatch.setattr(desk.engine, "set_volume", lambda v: told.append(("volume", v)))
    monkeypatch.setattr(desk.engine, "set_microphone_gain", lambda g: told.append(("gain", g)))
    desk.audio.set_volume(0.5)
    desk.audio.set_microphone_gain(6.0)
    assert told[-2:] == [("volume", 0.5), ("gain", 6.0)]
    await desk.settings.aclose()
    kept, _ = desk.store.load()
    assert (kept.audio.volume, kept.audio.microphone_gain_db) == (0.5, 6.0)


async def test_switches_by_hand_hold_until_another_preset_is_chosen(desk, monkeypatch) -> None:
    told: list[Processing] = []
    monkeypatch.setattr(desk.engine, "set_processing", told.append)
    desk.audio.switch("noise_suppression", False)
    assert told[-1] == Processing(True, False, True)
    desk.audio.switch("noise_suppression", True)
    assert desk.audio.audio.switches.noise_suppression is None
    desk.audio.switch("gain_control", False)
    desk.audio.choose_preset(Preset.HEADPHONES.value)
    assert told[-1] == Preset.HEADPHONES.processing
    desk.audio.choose_preset("")
    assert desk.audio.preset is Preset.SPEAKERS


async def test_a_start_without_sound_is_no_failure(tmp_path, qapp, monkeypatch) -> None:
    desk = Desk(tmp_path)
    monkeypatch.setattr("livedesk.app.device_watcher.DeviceWatcher.start", lambda self: None)

    def nothing(_backend):
        raise AudioError("There is no sound.")

    monkeypatch.setattr("livedesk.audio.open_devices._read", nothing)
    await desk.audio.prepare()
    assert desk.audio.devices.outputs == ()
    await desk.audio.aclose()
    await desk.engine.close()
