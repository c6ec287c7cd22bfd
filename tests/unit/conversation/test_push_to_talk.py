"""Marked turns: begun and ended once each, nothing lost and nothing twice."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.push_to_talk import HANG_OVER_S, PRE_ROLL_S, QUIET_S, PushToTalk
from livedesk.core.audio_format import AudioFrame
from livedesk.core.inputs import ActivityEnd, ActivityStart, AudioInput

FRAME_S = 0.02


class Talker:
    """A microphone that gives a frame every 20 ms, and a key. Frames carry their number."""

    def __init__(self) -> None:
        self.marked = PushToTalk()
        self.now_s = 100.0
        self.n_frames = 0
        self.sent: list[object] = []

    def speak(self, n_frames: int = 1, *, is_speech: bool = False) -> None:
        for _ in range(n_frames):
            self.now_s += FRAME_S
            samples = np.full(320, self.n_frames, np.int16)
            self.n_frames += 1
            frame = AudioFrame(samples, 16_000, self.now_s, is_speech)
            self.sent += self.marked.on_frame(frame)

    def press(self) -> None:
        self.sent += self.marked.press(self.now_s)

    def release(self) -> None:
        self.marked.release(self.now_s)

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.sent += self.marked.on_time(self.now_s)

    @property
    def turns(self) -> list[list[int]]:
        """The numbers of the frames of each turn that is over or under way."""
        turns: list[list[int]] = []
        is_open = False
        for item in self.sent:
            match item:
                case ActivityStart():
                    assert not is_open
                    is_open = True
                    turns.append([])
                case ActivityEnd():
                    assert is_open
                    is_open = False
                case AudioInput(chunk):
                    assert is_open
                    turns[-1].append(int(np.frombuffer(chunk, "<i2")[0]))
        self.is_open = is_open
        return turns


def assert_turn(turn: list[int], first: int, last: int) -> None:
    """The frames from ``first`` to ``last``, give or take one at the edges: times are floats."""
    assert turn == list(range(turn[0], turn[-1] + 1))
    assert abs(turn[0] - first) <= 1
    assert abs(turn[-1] - last) <= 1


PRE_ROLL_FRAMES = round(PRE_ROLL_S / FRAME_S)
HANG_OVER_FRAMES = round(HANG_OVER_S / FRAME_S)


def test_a_turn_holds_what_was_said_before_the_press_and_after_the_release():
    talker = Talker()
    talker.speak(50)
    talker.press()
    talker.speak(10)
    talker.release()
    talker.speak(100)
    (turn,) = talker.turns
    assert_turn(turn, 50 - PRE_ROLL_FRAMES, 59 + HANG_OVER_FRAMES)
    assert not talker.is_open


def test_the_shortest_press_is_a_whole_turn():
    talker = Talker()
    talker.speak(1)
    talker.press()
    talker.release()
    talker.wait(1.0)
    assert talker.turns == [[0]]
    assert not talker.is_open


def test_who_has_stopped_to_speak_waits_less():
    talker = Talker()
    talker.press()
    talker.speak(20, is_speech=True)
    talker.speak(5)
    talker.release()
    talker.speak(100)
    (turn,) = talker.turns
    assert_turn(turn, 0, 19 + round(QUIET_S / FRAME_S))


def test_who_stopped_long_ago_waits_not_at_all():
    talker = Talker()
    talker.press()
    talker.speak(20, is_speech=True)
    talker.speak(40)
    talker.release()
    talker.speak(1)
    assert talker.turns == [list(range(60))]
    assert not talker.is_open


def test_a_press_in_the_hang_over_goes_on_with_the_turn():
    talker = Talker()
    talker.press()
    talker.speak(10)
    talker.release()
    talker.speak(5)
    talker.press()
    talker.speak(5)
    assert talker.turns == [list(range(20))]
    assert talker.is_open


def test_a_press_without_sound_is_no_turn():
    talker = Talker()
    talker.press()
    talker.release()
    talker.wait(1.0)
    assert talker.sent == []
    assert not talker.marked.in_turn


def test_a_microphone_that_falls_silent_keeps_no_turn_open():
    talker = Talker()
    talker.press()
    talker.speak(5)
    talker.release()
    talker.wait(HANG_OVER_S)
    assert talker.marked.in_turn
    talker.wait(0.2)
    assert not talker.marked.in_turn
    assert talker.sent[-1] == ActivityEnd()


def test_nothing_said_before_a_mute_is_sent_with_a_later_press():
    talker = Talker()
    talker.speak(10)
    talker.marked.forget()
    talker.press()
    assert talker.sent == []


@pytest.mark.parametrize("is_down", [True, False])
def test_an_end_ends_at_once_and_once(is_down):
    talker = Talker()
    talker.press()
    talker.speak(1)
    if not is_down:
        talker.release()
    assert talker.marked.end() == (ActivityEnd(),)
    assert talker.marked.end() == ()


STEPS = st.one_of(
    st.sampled_from(["press", "release", "end"]),
    st.integers(1, 60),
    st.floats(0.01, 1.0),
)


@given(st.lists(STEPS, max_size=60))
def test_each_turn_ends_once_and_no_frame_is_lost_doubled_or_moved(steps):
    talker = Talker()
    for step in steps:
        match step:
            case "press":
                first = talker.n_frames - PRE_ROLL_FRAMES - 1
                before = len(talker.turns)
                talker.press()
                if len(talker.turns) > before:
                    newest = talker.turns[-1]
                    sent_already = max((max(turn) for turn in talker.turns[:-1]), default=-1)
                    assert newest[-1] == talker.n_frames - 1
                    assert newest[0] >= max(first, sent_already + 1)
            case "release":
                talker.release()
            case "end":
                talker.sent += talker.marked.end()
            case int():
                talker.speak(step, is_speech=step % 2 == 0)
            case float():
                talker.wait(step)
    talker.release()
    talker.wait(1.0)
    turns = talker.turns
    assert not talker.is_open
    assert all(turns)
    for turn in turns:
        assert turn == list(range(turn[0], turn[-1] + 1))
    numbers = [number for turn in turns for number in turn]
    assert numbers == sorted(set(numbers))
