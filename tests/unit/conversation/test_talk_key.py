"""One key, three ways to press it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.conversation.talk_key import KeySource, TalkKey
from livedesk.core.turn_taking import TalkMode

KEYBOARD, BUTTON, HOTKEY = KeySource


def key_of(mode: TalkMode) -> TalkKey:
    key = TalkKey()
    key.set_mode(mode)
    return key


@pytest.mark.parametrize("mode", [TalkMode.OPEN, TalkMode.QUICK])
def test_an_open_microphone_needs_no_key(mode):
    key = key_of(mode)
    key.press(KEYBOARD)
    assert not key.is_down


def test_held_as_long_as_anything_is_held():
    key = key_of(TalkMode.HOLD)
    key.press(KEYBOARD)
    key.press(HOTKEY)
    key.release(KEYBOARD)
    assert key.is_down
    key.release(HOTKEY)
    assert not key.is_down


def test_one_press_begins_and_the_next_ends():
    key = key_of(TalkMode.TOGGLE)
    states = []
    for source in (BUTTON, HOTKEY, KEYBOARD):
        key.press(source)
        key.press(source)  # as a keyboard repeats it
        states.append(key.is_down)
        key.release(source)
        states.append(key.is_down)
    assert states == [True, True, False, False, True, True]


def test_a_window_without_focus_lets_go_of_its_own_keys_only():
    key = key_of(TalkMode.HOLD)
    key.press(KEYBOARD)
    key.press(HOTKEY)
    key.let_go(KEYBOARD, BUTTON)
    assert key.is_down
    key.let_go()
    assert not key.is_down


def test_a_turn_begun_by_a_press_outlasts_the_focus_but_not_a_mute():
    key = key_of(TalkMode.TOGGLE)
    key.press(KEYBOARD)
    key.let_go(KEYBOARD, BUTTON)
    assert key.is_down
    key.let_go()
    assert not key.is_down


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["press", "release", "lose", "mode"]),
            st.sampled_from(list(KeySource)),
            st.sampled_from(list(TalkMode)),
        ),
        max_size=40,
    )
)
def test_another_way_to_talk_begins_with_the_key_up(steps):
    key, mode = TalkKey(), TalkMode.OPEN
    for what, source, other in steps:
        match what:
            case "press":
                key.press(source)
                assert key.is_down or mode is not TalkMode.HOLD
            case "release":
                key.release(source)
            case "lose":
                key.let_go(source)
            case "mode":
                key.set_mode(other)
                assert not key.is_down or other is mode
                mode = other
        assert mode.is_manual or not key.is_down
