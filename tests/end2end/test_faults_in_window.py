"""The real window on a bad network: what the person sees, and that it ends in order."""

from __future__ import annotations

import os
import signal

import pytest
from helpers.command_line import LoopbackProcess
from helpers.practice_network import PracticeNetwork
from helpers.talk_states import is_answered, utterances

from livedesk.loopback.scenario import find_scenario

pytestmark = [pytest.mark.sound, pytest.mark.display]
needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")

# A graceful end takes two seconds at most; the rest is the interpreter's and a busy machine's.
END_LIMIT_S = 4.0


@pytest.fixture
def network():
    with PracticeNetwork() as made:
        yield made


def type_in(window, text):
    window.ask("call", target="conversation.send_text", arguments=[text])


def talk_in(open_window, network):
    window = open_window("--talk", **network.env)
    window.wait_for_phase("LISTENING")
    network.until(lambda: network.book.frames)
    return window


def assert_ended(window, network):
    window.wait_for_end()
    assert window.ended_after_s < END_LIMIT_S
    network.until(lambda: network.book.n_open == 0)


def test_a_torn_line_is_mended_while_the_talk_goes_on(open_window, network):
    window = talk_in(open_window, network)
    type_in(window, "thanks")
    window.wait_for(is_answered())
    network.do(network.proxy.reset)
    network.until(lambda: len(network.book.visits) == 2 and network.book.visits[1].frames)
    window.wait_for_phase("LISTENING")
    type_in(window, "hello")
    state = window.wait_for(is_answered(2))
    assert [u["text"] for u in utterances(state, "USER")] == ["thanks", "hello"]
    assert network.book.texts == ["thanks", "hello"]


def test_a_server_that_is_away_is_waited_for_and_what_was_typed_arrives(open_window, network):
    window = talk_in(open_window, network)
    network.wait(network.proxy.go_away())
    window.wait_for_phase("RECONNECTING")
    type_in(window, "thanks")
    network.wait(network.proxy.start())
    window.wait_for(is_answered())
    assert network.book.texts == ["thanks"]
    window.wait_for_phase("LISTENING")


def test_a_server_that_is_started_again_is_talked_to_again(open_window):
    with LoopbackProcess() as first:
        port = first.env["GOOGLE_GEMINI_BASE_URL"].rpartition(":")[2]
        window = open_window("--talk", **first.env, GEMINI_API_KEY="any")
        window.wait_for_phase("LISTENING")
        type_in(window, "thanks")
        window.wait_for(is_answered())
    window.wait_for_phase("RECONNECTING")
    with LoopbackProcess("--port", port):
        window.ask("call", target="conversation.try_again", arguments=[])
        window.wait_for_phase("LISTENING")
        type_in(window, "hello")
        window.wait_for(is_answered(2))
        window.close()


def test_a_used_up_quota_is_explained_and_waited_for(open_window):
    with PracticeNetwork(find_scenario("quota")) as network:
        window = open_window("--talk", **network.env)
        state = window.wait_for(lambda state: state["status"]["phase"] == "RECONNECTING")
        assert state["status"]["retry_in_s"] >= 60
        assert network.proxy.n_accepted == 1
        window.close()


@needs_signals
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_in_an_answer_ends_the_window_as_closing_does(open_window, network, number):
    window = talk_in(open_window, network)
    type_in(window, "tell me a long story")
    window.wait_for_phase("SPEAKING")
    window.signal(number)
    assert_ended(window, network)
    assert network.book.ends == [1000]


@needs_signals
def test_impatient_signals_while_it_connects_end_it(open_window, network):
    network.do(network.proxy.vanish, also_new=True)
    window = open_window("--talk", **network.env)
    network.until(lambda: network.proxy.n_open)
    window.signal(signal.SIGINT, signal.SIGINT, signal.SIGTERM)
    assert_ended(window, network)


@needs_signals
def test_a_signal_while_the_server_is_away_ends_it(open_window, network):
    window = talk_in(open_window, network)
    network.wait(network.proxy.go_away())
    window.wait_for_phase("RECONNECTING")
    window.signal(signal.SIGTERM)
    assert_ended(window, network)
