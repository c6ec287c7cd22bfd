"""Microphone and speaker are tried out while there is no talk."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest_asyncio
from helpers.fake_audio import FakeBackend
from helpers.fake_controllers import FakeConversation
from helpers.still_clock import StillClock

from livedesk.app.sound_test import SoundTest, SoundTester
from livedesk.app.talk_phase import TalkPhase
from livedesk.audio.engine import AudioEngine
from livedesk.core.errors import AudioError, MicrophoneError


class Desk:
    """A tester on fake devices."""

    def __init__(self) -> None:
        self.backend = FakeBackend()
        self.engine = AudioEngine(self.backend, clock=StillClock())
        self.conversation = FakeConversation([])
        self.tester = SoundTester(self.engine, self.conversation)
        self.failures: list[AudioError] = []
        self.tester.failed.connect(self.failures.append)

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not condition():
                for speaker in self.backend.speakers:
                    speaker.ask()
                await asyncio.sleep(0.001)


@pytest_asyncio.fixture
async def desk(qapp) -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.tester.aclose()
    await made.engine.close()


async def test_the_microphone_is_open_for_the_test_only(desk) -> None:
    desk.tester.toggle_microphone()
    await desk.until(lambda: desk.engine.microphone_open)
    assert desk.tester.now is SoundTest.MICROPHONE
    desk.tester.toggle_microphone()
    await desk.until(lambda: desk.tester.now is SoundTest.NONE)
    assert desk.backend.microphones[0].is_closed


async def test_the_sentence_is_heard_whole_and_ends_by_itself(desk) -> None:
    heard = []
    desk.tester.toggle_speaker()
    await desk.until(lambda: desk.engine.speaker_open)
    async with asyncio.timeout(10):
        while desk.tester.now is SoundTest.SPEAKER:
            heard.append(desk.backend.speakers[0].ask())
            await asyncio.sleep(0)
    loud = np.abs(np.concatenate(heard).astype(int)) > 300
    assert np.count_nonzero(loud) > 0.5 * 24_000
    assert desk.backend.speakers[0].is_closed


async def test_one_test_ends_the_other(desk) -> None:
    desk.tester.toggle_microphone()
    await desk.until(lambda: desk.engine.microphone_open)
    desk.tester.toggle_speaker()
    await desk.until(lambda: desk.tester.now is SoundTest.SPEAKER)
    assert not desk.engine.microphone_open
    desk.tester.stop()
    await desk.until(lambda: desk.tester.now is SoundTest.NONE)
    assert not desk.engine.is_playing


async def test_a_talk_takes_the_microphone_over(desk) -> None:
    may = []
    desk.tester.may_test_changed.connect(lambda: may.append(desk.tester.may_test))
    desk.tester.toggle_microphone()
    await desk.until(lambda: desk.engine.microphone_open)
    frames = []
    desk.conversation.show(TalkPhase.LISTENING)
    await desk.engine.open_microphone(frames.append)
    await desk.until(lambda: desk.tester.now is SoundTest.NONE)
    assert desk.engine.microphone_open
    desk.tester.toggle_microphone()
    assert desk.tester.now is SoundTest.NONE
    desk.conversation.show(TalkPhase.IDLE)
    assert may == [False, True]


async def test_a_device_that_cannot_be_had_is_told(desk) -> None:
    desk.backend.microphone_failure = MicrophoneError("No microphone was found.")
    desk.tester.toggle_microphone()
    await desk.until(lambda: bool(desk.failures))
    await desk.until(lambda: desk.tester.now is SoundTest.NONE)
    desk.backend.microphone_failure = None
    await desk.engine.refresh_devices()
    assert not desk.engine.microphone_open  # the test is over: it must not open by itself
