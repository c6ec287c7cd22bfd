"""The practice server is away for some seconds: what the person sees in the real window."""

from __future__ import annotations

import re

import pytest
from helpers.practice_network import PracticeNetwork
from helpers.talk_states import is_answered

pytestmark = [pytest.mark.sound, pytest.mark.display]

_COUNTDOWN = re.compile(r"Trying again in [1-9]\d* s\.")
_WAITING = re.compile(r"\d+ s of what you said wait to be sent\.")


@pytest.fixture
def network():
    with PracticeNetwork() as made:
        yield made


def says(pattern, line):
    """Whether the strip's line of that number matches."""
    return lambda state: bool(state["outage"]) and pattern.fullmatch(state["outage"][line])


def test_the_countdown_is_seen_and_the_talk_comes_back(open_window, network, ask_aloud):
    window = open_window("--talk", **network.env)
    window.wait_for_phase("LISTENING")
    network.until(lambda: network.book.frames)
    network.wait(network.proxy.go_away())
    ask_aloud("tell me a joke")
    state = window.wait_for(says(_COUNTDOWN, 1))
    assert state["status"]["phase"] == "RECONNECTING"
    assert window.ask("text", part="top_bar.status_pill") == "Reconnecting…"
    window.wait_for(says(_WAITING, 2))
    window.click("outage_strip.try_button")  # in vain
    network.wait(network.proxy.start())
    window.wait_for_phase("LISTENING", "THINKING", "SPEAKING")
    window.wait_for(lambda state: not state["outage"])
    assert window.ask("text", part="top_bar.status_pill") == "Connected"
    window.wait_for(is_answered())  # what was said meanwhile has arrived
