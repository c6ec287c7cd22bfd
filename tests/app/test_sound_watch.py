"""One sentence at a time about the sound, the worst, and none that was dismissed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from types import SimpleNamespace

import pytest
from helpers.fake_controllers import FakeAudio

from livedesk.app.sound_watch import EchoNotice, MicNotice, SoundWatch
from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.audio.echo_watch import Leak
from livedesk.audio.mic_meter import MicReading
from livedesk.audio.mic_truth import Trouble
from livedesk.core.audio_processing import Preset

TALKING = TalkStatus(TalkPhase.LISTENING, is_talking=True, microphone_open=True)
WELL = MicReading(open_ms=60_000, has_heard=True, has_floor=True, has_words=True)
UNHEARD = replace(WELL, open_ms=900, has_words=False)
DEAD = replace(WELL, zero_ms=5_000, faint_ms=5_000)
LOUD = replace(WELL, clipped_ms=800)


class FakeEngine:
    """Sound as a test wants it; counts how often the devices were looked for."""

    echo_delay_ms = 84.0

    def __init__(self) -> None:
        self.look = SimpleNamespace(
            reading=WELL, leak=None, n_leak_looks=0, heard_elsewhere=self.heard_elsewhere
        )
        self.n_asked = 0
        self.heard_by = None
        self.listened_to = []

    async def heard_elsewhere(self, device_ids: list[str]) -> str | None:
        self.listened_to.append(device_ids)
        return self.heard_by

    async def prepare(self) -> None:
        self.n_asked += 1


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def audio() -> FakeAudio:
    made = FakeAudio([])
    made.choose_preset(Preset.HEADPHONES.value)
    return made


@pytest.fixture
async def watch(engine: FakeEngine, audio: FakeAudio, qapp: object):
    made = SoundWatch(engine, audio, lambda: 100.0)
    made.told = []
    made.notice_changed.connect(made.told.append)
    made.follow(TALKING)
    yield made
    await made.aclose()


async def test_a_dead_microphone_is_named_with_another_one_to_try(watch, engine, audio) -> None:
    engine.look.reading = DEAD
    watch.look()
    watch.look()
    expected = MicNotice(Trouble.NOTHING, "Built-in Audio", "worn", "USB Headset")
    assert watch.told == [expected]
    watch.try_other_microphone()
    assert audio.audio.inputs[0].device_id == "worn"
    assert watch.told[-1] is None


async def test_the_system_is_asked_once_for_each_silence_whether_it_muted_it(
    watch, engine, audio
) -> None:
    engine.look.reading = DEAD
    watch.look()
    watch.look()
    await asyncio.sleep(0)
    assert engine.n_asked == 1
    muted = replace(audio.devices.inputs[0], is_muted=True)
    audio.devices = replace(audio.devices, inputs=(muted, *audio.devices.inputs[1:]))
    watch.look()
    assert watch.notice.trouble is Trouble.MUTED_BY_SYSTEM
    engine.look.reading = WELL
    watch.look()
    assert watch.notice is None
    engine.look.reading = DEAD
    watch.look()
    await asyncio.sleep(0)
    assert engine.n_asked == 2


async def test_a_muted_microphone_is_not_offered(watch, engine, audio) -> None:
    muted = replace(audio.devices.inputs[1], is_muted=True)
    audio.devices = replace(audio.devices, inputs=(audio.devices.inputs[0], muted))
    engine.look.reading = DEAD
    watch.look()
    assert watch.notice.other_id == ""


async def test_nothing_is_looked_at_while_the_person_is_muted_or_there_is_no_talk(
    watch, engine
) -> None:
    engine.look.reading = DEAD
    watch.look()
    for status in (
        replace(TALKING, muted=True),
        replace(TALKING, microphone_open=False),
        TalkStatus(),
    ):
        watch.follow(TALKING)
        assert watch.is_watching
        watch.follow(status)
        assert not watch.is_watching
        assert watch.notice is None


async def test_an_echo_is_told_with_its_delay_and_stays_while_the_assistant_is_silent(
    watch, engine, audio
) -> None:
    engine.look.leak = Leak(60.0, -30.0)
    watch.look()
    assert watch.told == [EchoNotice(84.0)]
    engine.look.leak = None
    engine.echo_delay_ms = 85.0
    watch.look()
    assert watch.told == [EchoNotice(84.0)]
    watch.use_speakers_preset()
    assert audio.audio.preset is Preset.SPEAKERS
    watch.look()
    assert watch.told[1:] == [None]


async def test_a_canceller_gets_its_time_before_it_is_said_not_to_cope(
    watch, engine, audio
) -> None:
    audio.choose_preset(Preset.SPEAKERS.value)
    engine.look.leak = Leak(60.0, -30.0)
    engine.look.n_leak_looks = 7
    watch.look()
    assert watch.notice is None
    engine.look.n_leak_looks = 8
    watch.look()
    assert watch.notice == EchoNotice(84.0, is_cancelling=True)


async def test_the_microphone_comes_before_the_echo(watch, engine) -> None:
    engine.look.leak = Leak(60.0, -30.0)
    engine.look.reading = LOUD
    watch.look()
    assert watch.notice.trouble is Trouble.CLIPPED


async def test_what_was_dismissed_is_not_said_again_in_this_talk(watch, engine) -> None:
    engine.look.reading = LOUD
    watch.look()
    watch.dismiss()
    watch.look()
    assert watch.notice is None
    watch.follow(TalkStatus())
    watch.follow(TALKING)
    watch.look()
    assert watch.notice.trouble is Trouble.CLIPPED


async def test_who_speaks_into_another_microphone_is_told_with_the_way_there(
    watch, engine, audio
) -> None:
    engine.look.reading, engine.heard_by = UNHEARD, "worn"
    watch.look()
    await asyncio.sleep(0)
    expected = MicNotice(Trouble.ELSEWHERE, "Built-in Audio", "worn", "USB Headset")
    assert watch.told == [expected]
    assert engine.listened_to == [["worn"]]
    engine.look.reading = WELL
    watch.look()
    assert watch.notice is None


async def test_nobody_is_listened_to_once_the_person_is_muted(watch, engine) -> None:
    never = asyncio.Event()
    engine.look.heard_elsewhere = lambda _: never.wait()
    engine.look.reading = UNHEARD
    watch.look()
    await asyncio.sleep(0)
    assert not watch._listening.done()
    watch.follow(replace(TALKING, muted=True))
    await asyncio.sleep(0)
    assert watch._listening.cancelled()
