"""Devices of a real sound server come and go in mid-talk."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.hot_plug import HEADSET_MICROPHONE, HEADSET_SPEAKER, PluggedTalk, plug_at_random
from helpers.virtual_sound import VirtualSound

from livedesk.audio.backend import DeviceKind
from livedesk.audio.engine import AudioEngine
from livedesk.audio.system_sound import system_backend
from livedesk.core.clock import SystemClock
from livedesk.core.errors import AudioError

pytestmark = pytest.mark.sound


async def _until(condition: Callable[[], object], limit_s: float = 10.0) -> None:
    async with asyncio.timeout(limit_s):
        while not condition():
            await asyncio.sleep(0.005)


async def test_a_talk_survives_any_plugging(sound: VirtualSound, tmp_path: Path) -> None:
    async with PluggedTalk(sound, tmp_path) as talk:
        outcome = await plug_at_random(talk, n_rounds=12, seed=3)
        assert outcome.lost == []
        assert outcome.stuck == []
        assert talk.errors == []


async def test_devices_are_told_by_name_and_kind(sound: VirtualSound) -> None:
    engine = AudioEngine(system_backend, clock=SystemClock())
    module = sound.pactl(
        "load-module", "module-null-sink", "sink_name=worn", "norewinds=1", "rate=96000",
        "sink_properties='device.form_factor=headset device.description=Cans'",
    ).strip()  # fmt: skip
    try:
        await engine.prepare()
        devices = engine.device_list()
        assert [device.name for device in devices.inputs] == ["LiveDesk_mic"]
        assert devices.inputs[0].is_default
        speakers = {device.device_id: device for device in devices.outputs}
        assert speakers["PulseAudio|livedesk_speaker"].is_default
        assert speakers["PulseAudio|worn"].kind is DeviceKind.HEADSET
        rates = {d.default_rate_hz for d in (*devices.inputs, *devices.outputs)}
        assert rates == {48_000, 96_000}
        sound.pactl("set-sink-mute", "worn", "1")
        await engine.refresh_devices()
        assert [d.is_muted for d in engine.device_list().outputs if "worn" in d.device_id] == [True]
    finally:
        await engine.close()
        sound.pactl("unload-module", module)


async def test_following_the_system_follows_its_choice(sound: VirtualSound, tmp_path: Path) -> None:
    async with PluggedTalk(sound, tmp_path) as talk:
        await talk.audio.set_devices((), ())
        await talk.headset.plug("speaker")
        await talk.headset.plug("microphone")
        try:
            sound.pactl("set-default-sink", "headset")
            sound.pactl("set-default-source", "headset_mic")
            await talk.until(lambda: talk.audio.device_list().output_in_use == HEADSET_SPEAKER)
            await talk.until(lambda: talk.audio.device_list().input_in_use == HEADSET_MICROPHONE)
        finally:
            sound.pactl("set-default-sink", "livedesk_speaker")
            sound.pactl("set-default-source", "livedesk_mic")
        await talk.until(lambda: talk.audio.device_list().input_in_use == "PulseAudio|livedesk_mic")


async def test_the_last_microphone_leaves_and_returns(monkeypatch, tmp_path: Path) -> None:
    with VirtualSound() as server:  # its own, because its default source is taken away
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        async with PluggedTalk(server, tmp_path) as talk:
            await talk.headset.plug("microphone")
            await talk.until(lambda: talk.is_on_best_devices)
            server.take_microphone()
            await talk.headset.unplug("microphone")
            await talk.until(lambda: bool(talk.errors))
            assert not talk.audio.microphone_open
            errors: list[AudioError] = [e for e in talk.errors if isinstance(e, AudioError)]
            assert [error.user_message for error in errors] == ["No microphone was found."]
            await talk.headset.plug("microphone")
            await talk.until(lambda: talk.audio.microphone_open)
            assert talk.audio.device_list().input_in_use == HEADSET_MICROPHONE
