"""However a talk is ended from outside, it ends in order: the server sees 1000, nothing is left."""

from __future__ import annotations

import os
import signal
import time

import pytest
from helpers.practice_network import PracticeNetwork
from helpers.running_command import ENDING_SIGNALS, RunningCommand
from helpers.speech import speak

# A graceful end takes two seconds at most; the rest is the interpreter's and a busy machine's.
LIMIT_S = 4.0
needs_signals = pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")


@pytest.fixture
def network():
    with PracticeNetwork() as made:
        yield made


@pytest.fixture
def question_file(speech_folder):
    return speak("tell me a long story", speech_folder)


def begin_story(command: RunningCommand, network: PracticeNetwork) -> None:
    command.wait_for("/help")
    command.type("tell me a long story")
    command.wait_for("Once")


def assert_ended_well(command: RunningCommand, status: int) -> None:
    assert command.end() == status, command.log
    assert command.log == ""
    assert "Traceback" not in command.output
    assert command.ended_after_s < LIMIT_S


@needs_signals
@pytest.mark.parametrize("number", ENDING_SIGNALS, ids=lambda number: number.name)
def test_a_chat_that_is_signalled_in_an_answer_closes_its_connection(network, number):
    with RunningCommand("chat", env=network.env) as chat:
        begin_story(chat, network)
        chat.signal(number)
        assert_ended_well(chat, 128 + number)
    network.until(lambda: network.book.ends == [1000])
    assert network.book.visits[0].by_client


@needs_signals
def test_an_impatient_person_does_not_disturb_the_end(network):
    with RunningCommand("chat", env=network.env) as chat:
        begin_story(chat, network)
        chat.signal(signal.SIGINT)
        time.sleep(0.02)
        chat.signal(signal.SIGINT, times=3)
        chat.signal(signal.SIGTERM)
        assert_ended_well(chat, 130)
    network.until(lambda: network.book.ends == [1000])


@needs_signals
def test_a_chat_that_is_signalled_while_it_connects_ends(network):
    network.do(network.proxy.vanish, also_new=True)
    with RunningCommand("chat", env=network.env) as chat:
        chat.wait_for("/help")
        chat.type("hello")
        network.until(lambda: network.proxy.n_open)
        chat.signal(signal.SIGTERM)
        assert_ended_well(chat, 143)


@needs_signals
def test_a_chat_that_is_signalled_while_the_server_is_away_ends(network):
    with RunningCommand("chat", env=network.env) as chat:
        begin_story(chat, network)
        network.wait(network.proxy.go_away())
        chat.wait_for("in the middle of this answer")
        chat.type("hello")
        chat.wait_for("trying again")
        chat.signal(signal.SIGINT)
        assert_ended_well(chat, 130)


@needs_signals
def test_a_chat_whose_terminal_is_closed_closes_its_connection(network):
    with RunningCommand("chat", env=network.env, terminal=True) as chat:
        begin_story(chat, network)
        chat.hang_up()
        assert chat.end() in (0, 129)
        assert chat.ended_after_s < LIMIT_S
    network.until(lambda: network.book.ends == [1000])


def test_a_chat_that_is_quit_in_mid_talk_closes_its_connection(network):
    with RunningCommand("chat", env=network.env) as chat:
        chat.wait_for("/help")
        chat.type("thanks")
        chat.wait_for("welcome")
        chat.type("/quit")
        assert_ended_well(chat, 0)
    network.until(lambda: network.book.ends == [1000])


@needs_signals
def test_ctrl_c_and_ctrl_d_in_a_terminal(network):
    for keys, status in (("\x03", 130), ("\x04", 0)):
        with RunningCommand("chat", env=network.env, terminal=True) as chat:
            chat.wait_for("> ")
            chat.press(keys)
            assert chat.end() == status
            assert "Traceback" not in chat.output


@needs_signals
def test_a_question_that_is_broken_off_leaves_what_was_said(network, tmp_path, question_file):
    transcript, reply = tmp_path / "talk.md", tmp_path / "reply.wav"
    arguments = (str(question_file), "--transcript", str(transcript), "--reply", str(reply))
    with RunningCommand("ask", *arguments, env=network.env) as ask:
        network.until(lambda: network.book.visits and len(network.book.frames) > 20)
        ask.signal(signal.SIGTERM)
        assert_ended_well(ask, 143)
    network.until(lambda: network.book.ends == [1000])
    assert transcript.exists()


SLOW_LOOK_UP = """
import socket, time
def look_up(host, *arguments, known=socket.getaddrinfo, **named):
    if "nowhere" in str(host):
        print("looking up", flush=True)
        time.sleep(60)
    return known(host, *arguments, **named)
socket.getaddrinfo = look_up
"""


@needs_signals
def test_a_name_that_is_looked_up_for_a_minute_does_not_hold_up_the_end(tmp_path):
    (tmp_path / "sitecustomize.py").write_text(SLOW_LOOK_UP)
    path = os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    env = {"PYTHONPATH": path, "GOOGLE_GEMINI_BASE_URL": "https://nowhere.test"}
    with RunningCommand("chat", env=env | {"GEMINI_API_KEY": "any"}) as chat:
        chat.wait_for("/help")
        chat.type("hello")
        chat.wait_for("looking up")
        chat.signal(signal.SIGTERM)
        assert_ended_well(chat, 143)
