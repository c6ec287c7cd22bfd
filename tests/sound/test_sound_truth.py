"""What a real microphone and speaker let be known of themselves, within three seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import numpy as np
import pytest
from helpers.speech import speak
from helpers.virtual_sound import VirtualSound

from livedesk.audio.backends.wav_file import read_wav
from livedesk.audio.engine import AudioEngine
from livedesk.audio.mic_truth import MicTruth, Trouble
from livedesk.audio.system_sound import system_backend
from livedesk.core.clock import SystemClock
from livedesk.core.speakers import Speaker

pytestmark = pytest.mark.sound
TEXT = "Once upon a time there was a lighthouse keeper who counted the ships that went by at night"


@pytest.fixture
async def engine(sound: VirtualSound) -> AsyncIterator[AudioEngine]:
    made = AudioEngine(system_backend, clock=SystemClock())
    await made.open_microphone(lambda frame: None)
    yield made
    await made.close()


def trouble_of(engine: AudioEngine) -> Trouble | None:
    reading = engine.look.reading
    assert reading is not None
    in_use = engine.device_list().input_in_use
    inputs = engine.device_list().inputs
    is_muted = any(device.is_muted for device in inputs if device.device_id == in_use)
    return MicTruth().judge(
        reading, time.monotonic(), is_muted_by_system=is_muted, is_key_down=False
    )


async def until(condition: Callable[[], bool], timeout_s: float = 15.0) -> None:
    async with asyncio.timeout(timeout_s):
        while not condition():
            await asyncio.sleep(0.02)


async def test_nothing_but_zeros_is_known_after_two_seconds_of_sound(engine: AudioEngine) -> None:
    await until(lambda: trouble_of(engine) is not None)
    assert trouble_of(engine) is Trouble.NOTHING
    assert engine.look.reading is not None
    assert engine.look.reading.open_ms < 3_000


async def test_the_systems_mute_is_known_and_undone(
    engine: AudioEngine, sound: VirtualSound
) -> None:
    sound.pactl("set-source-mute", "livedesk_mic", "1")
    try:
        await engine.prepare()
        await until(lambda: trouble_of(engine) is Trouble.MUTED_BY_SYSTEM)
    finally:
        sound.pactl("set-source-mute", "livedesk_mic", "0")
    await engine.prepare()
    assert trouble_of(engine) is not Trouble.MUTED_BY_SYSTEM


async def test_a_voice_that_is_far_too_loud_is_known(
    engine: AudioEngine, sound: VirtualSound, tmp_path: Path
) -> None:
    sound.pactl("set-source-volume", "livedesk_mic", "30dB")
    try:
        playing = sound.play(speak(TEXT, tmp_path))
        await until(lambda: trouble_of(engine) is Trouble.CLIPPED)
        shape = engine.look.columns
        playing.stop()
    finally:
        sound.pactl("set-source-volume", "livedesk_mic", "0dB")
    seen = shape(Speaker.USER, 0)
    assert seen is not None
    assert seen.clipped.any()


async def test_speakers_that_reach_the_microphone_are_known_with_their_delay(
    engine: AudioEngine, sound: VirtualSound, tmp_path: Path
) -> None:
    recording = read_wav(speak(TEXT, tmp_path))
    quieter = (recording.samples * 0.3).astype(np.int16)
    sound.echo(True)
    try:
        await engine.open_speaker()
        engine.begin_turn()
        engine.play(quieter.astype("<i2").tobytes(), recording.rate_hz)
        engine.end_turn()
        await until(lambda: engine.look.leak is not None)
        assert engine.echo_delay_ms == pytest.approx(110, abs=80)
    finally:
        sound.echo(False)


async def test_who_speaks_into_another_microphone_is_found(
    sound: VirtualSound, tmp_path: Path
) -> None:
    far_module = sound.add_microphone("far", "Far")
    made = AudioEngine(system_backend, clock=SystemClock())
    try:
        await made.prepare()
        inputs = made.device_list().inputs
        (far,) = [d.device_id for d in inputs if "Far" in d.name]
        others = [d.device_id for d in inputs if d.device_id != far]
        await made.set_devices((far,), ())
        await made.open_microphone(lambda frame: None)
        sound.play(speak(TEXT, tmp_path))
        near = await made.look.heard_elsewhere(others)
        (found,) = [d.name for d in inputs if d.device_id == near]
        assert "LiveDesk_mic" in found
    finally:
        await made.close()
        sound.pactl("unload-module", far_module)
