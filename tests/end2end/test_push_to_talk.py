"""Held to talk: by a key of the window, by the button, and by a key while another is in front."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from helpers.talk_states import is_answered, utterances
from Xlib import display

pytestmark = [pytest.mark.sound, pytest.mark.display]


def begin(window, mode: str) -> None:
    window.ask("call", target="settings.set_practice_seen", arguments=[])
    window.ask("call", target="talk_mode.choose_mode", arguments=[mode])
    window.focus()
    window.wait_for(lambda state: state["status"]["turn_taking"]["mode"] == mode.upper())


def wait_until_heard(window) -> None:
    window.wait_for(lambda state: state["status"]["key_down"] and is_listening(state))


def is_listening(state) -> bool:
    return state["status"]["phase"] == "LISTENING"


@contextmanager
def another_window_in_front(screen) -> Iterator[None]:
    """A window of another program's that has the keyboard."""
    connection = display.Display(screen.display)
    root = connection.screen().root
    other = root.create_window(0, 0, 50, 50, 0, connection.screen().root_depth)
    other.map()
    connection.sync()
    try:
        screen.focus(other.id)
        yield
    finally:
        connection.close()


def test_only_what_is_said_with_the_key_held_is_answered(open_window, ask_aloud, screen):
    window = open_window()
    begin(window, "hold")
    screen.hold("space")
    wait_until_heard(window)
    ask_aloud("what time is it")
    screen.let_go("space")
    state = window.wait_for(is_answered())
    assert "time" in utterances(state, "USER")[0]["text"].lower()
    assert window.ask("text", part="talk_bar.message_field.editor") == ""

    window.wait_for_phase("IDLE")
    ask_aloud("tell me a joke")
    screen.hold_mouse(*window.ask("find", part="talk_bar.mic_button"))
    wait_until_heard(window)
    ask_aloud("what is seven times eight")
    screen.let_mouse_go()
    state = window.wait_for(is_answered(2))
    assert len(utterances(state, "USER")) == 2
    assert "seven" in utterances(state, "USER")[1]["text"].lower()


def test_a_key_talks_while_another_window_is_in_front(open_window, ask_aloud, screen):
    window = open_window()
    begin(window, "hold")
    window.ask("call", target="talk_mode.choose_hotkey", arguments=["F9"])
    window.ask("call", target="talk_mode.set_hotkey_enabled", arguments=[True])
    with another_window_in_front(screen):
        window.wait_for(lambda state: not state["is_active"])
        screen.hold("F9")
        wait_until_heard(window)
        ask_aloud("what time is it")
        screen.let_go("F9")
        window.wait_for(lambda state: not state["status"]["key_down"])
        window.wait_for(is_answered())
        assert not window.state()["is_active"]
