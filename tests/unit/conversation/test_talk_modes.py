"""Each way to talk, in a whole conversation: what leaves, and when."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from helpers.fake_audio import FakeBackend

from livedesk.conversation.events import SpokeWhileMuted, TalkKeyChanged
from livedesk.conversation.talk_key import KeySource
from livedesk.core.audio_format import Samples
from livedesk.core.events import AudioOutput, GoAway, Interrupted
from livedesk.core.inputs import ActivityEnd, ActivityStart, AudioInput, AudioStreamEnd
from livedesk.core.reports import SessionState, SetupApplied
from livedesk.core.turn_taking import TalkMode, TurnTaking
from livedesk.session.scripted import Accept

KEYBOARD, BUTTON, _ = KeySource
HOLD = TurnTaking(TalkMode.HOLD)


def voice(n_ms: int = 20) -> Samples:
    """Loud enough for the speech gate: (n,) int16 at 16 kHz."""
    t = np.arange(16 * n_ms) / 16_000
    return (np.sin(2 * np.pi * 400 * t) * 8_000).astype(np.int16)


QUIET = np.zeros(320, np.int16)


class Room:
    """A talk whose microphone and speaker are in the test's hands."""

    def __init__(self, talks, turn_taking: TurnTaking, *steps: object) -> None:
        self.devices = FakeBackend()
        self.talk = talks(*(steps or (Accept(),)), backend=self.devices)
        setup = replace(self.talk.conversation.setup, turn_taking=turn_taking)
        self.talk.conversation.apply_setup(setup)
        self.talk.conversation.start(with_microphone=True)

    async def live(self) -> None:
        await self.talk.live()
        await self.talk.until(lambda: self.talk.audio.microphone_open)

    def say(self, n_frames: int, samples: Samples = QUIET) -> None:
        for _ in range(n_frames):
            self.devices.microphones[-1].say(samples)

    @property
    def key(self):
        return self.talk.conversation.key

    def kinds(self) -> list[str]:
        """What was sent, runs of sound as one."""
        kinds: list[str] = []
        for item in self.talk.connector.sent:
            name = type(item).__name__
            if kinds[-1:] != [name]:
                kinds.append(name)
        return kinds

    async def until_kinds(self, *kinds: type) -> None:
        names = [kind.__name__ for kind in kinds]
        await self.talk.until(lambda: self.kinds() == names)


@pytest.fixture
async def room(talks):
    async def enter(turn_taking: TurnTaking, *steps: object) -> Room:
        room = Room(talks, turn_taking, *steps)
        await room.live()
        return room

    return enter


TURN = (ActivityStart, AudioInput, ActivityEnd)


async def test_nothing_leaves_but_what_is_held(room):
    one = await room(HOLD)
    one.say(5)
    one.key.press(KEYBOARD)
    one.say(5, voice())
    one.key.release(KEYBOARD)
    assert one.talk.said(TalkKeyChanged) == [TalkKeyChanged(True), TalkKeyChanged(False)]
    await one.until_kinds(*TURN)
    one.say(5)
    one.key.press(BUTTON)
    one.key.release(BUTTON)
    await one.until_kinds(*TURN, *TURN)


async def test_a_press_begins_and_a_press_ends(room):
    one = await room(TurnTaking(TalkMode.TOGGLE))
    one.say(2)
    for _ in range(2):
        one.key.press(KEYBOARD)
        one.key.release(KEYBOARD)
        one.say(2)
    await one.until_kinds(*TURN)


async def test_a_window_without_focus_ends_what_it_held(room):
    one = await room(HOLD)
    one.say(2)
    one.key.press(KEYBOARD)
    one.key.let_go(KEYBOARD, BUTTON)
    await one.until_kinds(*TURN)


async def test_a_mute_ends_the_turn_at_once(room):
    one = await room(HOLD)
    one.say(2)
    one.key.press(KEYBOARD)
    await one.talk.until(lambda: len(one.talk.sent(AudioInput)) == 2)
    one.talk.conversation.set_muted(True)
    assert one.talk.said(TalkKeyChanged)[-1] == TalkKeyChanged(False)
    one.key.press(KEYBOARD)
    one.say(5, voice())
    assert one.talk.said(SpokeWhileMuted)
    await one.until_kinds(*TURN)
    one.talk.conversation.set_muted(False)
    one.key.press(BUTTON)
    await one.talk.until(lambda: one.say(1) or len(one.talk.sent(AudioInput)) > 2)
    loud = [item for item in one.talk.sent(AudioInput) if np.frombuffer(item.chunk, "<i2").any()]
    assert not loud, "what was said while muted is gone"


async def test_the_end_of_the_talk_ends_the_turn(room):
    one = await room(HOLD)
    one.say(2)
    one.key.press(KEYBOARD)
    await one.talk.until(lambda: one.talk.sent(AudioInput))
    await one.talk.conversation.aclose()
    assert one.kinds() == [kind.__name__ for kind in TURN]


async def test_a_turn_goes_on_over_an_exchanged_connection(room):
    one = await room(HOLD, Accept(), Accept())
    one.say(2)
    one.key.press(KEYBOARD)
    await one.talk.until(lambda: one.talk.sent(AudioInput))
    one.talk.connector.emit(GoAway(0.0))
    await one.talk.until(lambda: len(one.talk.connector.connects) == 2)
    await one.talk.until(lambda: one.talk.conversation.state is SessionState.LIVE)
    one.say(2)
    one.key.release(KEYBOARD)
    await one.until_kinds(*TURN, *TURN)


async def test_the_microphone_falls_silent_with_the_choice_of_a_key(room):
    one = await room(TurnTaking(), Accept(), Accept())
    one.say(4)
    manual = replace(one.talk.conversation.setup, turn_taking=HOLD)
    await one.talk.until(lambda: one.talk.sent(AudioInput))
    one.talk.conversation.apply_setup(manual)
    one.say(5)
    await one.until_kinds(AudioInput, AudioStreamEnd)
    await one.talk.until(lambda: SetupApplied(manual) in one.talk.events)
    one.key.press(KEYBOARD)
    one.say(2)
    await one.until_kinds(AudioInput, AudioStreamEnd, ActivityStart, AudioInput)


async def test_the_local_gate_ends_a_turn_early_and_sound_goes_on(room):
    one = await room(TurnTaking(TalkMode.QUICK))
    one.say(20)
    one.say(30, voice())
    one.say(30)
    await one.until_kinds(AudioInput, AudioStreamEnd, AudioInput)


async def test_talking_while_muted_is_noticed_once(room):
    one = await room(TurnTaking())
    one.say(20)
    one.talk.conversation.set_muted(True)
    one.say(5, voice())
    await one.talk.until(lambda: one.talk.said(SpokeWhileMuted))
    assert len(one.talk.said(SpokeWhileMuted)) == 1


LOUD = AudioOutput(np.full(24_000 * 30, 8_000, "<i2").tobytes(), 24_000)


class Answer:
    """A loud answer that is being played; what leaves for the speaker."""

    def __init__(self, one: Room) -> None:
        self._one = one

    async def play(self) -> None:
        self._one.talk.connector.emit(LOUD)
        await self._one.talk.until(lambda: self._one.talk.audio.is_playing)
        assert self.level() == 8_000

    def level(self) -> int:
        """How loud the end of the second next block is: after any ramp."""
        self._one.devices.speakers[-1].ask()
        return int(np.abs(self._one.devices.speakers[-1].ask()[-1]))


async def test_the_assistant_makes_room_until_the_server_cuts_it(room):
    one = await room(TurnTaking())
    answer = Answer(one)
    one.say(20)
    await answer.play()
    one.say(2, voice())
    await one.talk.until(lambda: answer.level() < 1_200)
    one.talk.connector.emit(Interrupted())
    await one.talk.until(lambda: not one.talk.audio.is_playing)
    one.talk.connector.emit(LOUD)


async def test_a_false_barge_in_is_no_cut(room):
    one = await room(TurnTaking())
    answer = Answer(one)
    one.say(20)
    await answer.play()
    one.say(2, voice())
    await one.talk.until(lambda: answer.level() < 1_200)
    await one.talk.until(lambda: answer.level() == 8_000)
    assert one.talk.audio.is_playing


async def test_nothing_makes_room_for_who_does_not_want_to_interrupt(room):
    one = await room(TurnTaking(interruptible=False))
    answer = Answer(one)
    one.say(20)
    await answer.play()
    one.say(5, voice())
    await one.talk.until(lambda: sum(len(i.chunk) for i in one.talk.sent(AudioInput)) == 25 * 640)
    assert answer.level() == 8_000


async def test_a_press_makes_room_as_well(room):
    one = await room(HOLD)
    answer = Answer(one)
    await answer.play()
    one.key.press(KEYBOARD)
    assert answer.level() < 1_200
