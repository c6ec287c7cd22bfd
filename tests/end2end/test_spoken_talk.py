"""A spoken conversation in the real window: what a person does on the first day."""

from __future__ import annotations

import json
import re
import time

import pytest
from helpers.command_line import LoopbackProcess
from helpers.talk_states import is_answered, utterances

pytestmark = [pytest.mark.sound, pytest.mark.display]

TIME = re.compile(r"\d{1,2}[: ]\d{2}|o'clock|\b(?:AM|PM)\b|\bit is\b", re.IGNORECASE)


def begin_by_mouse(window):
    window.ask("call", target="settings.set_practice_seen", arguments=[])
    window.click("talk_bar.mic_button")
    window.wait_for_phase("LISTENING")


def test_a_spoken_question_is_answered_aloud_and_in_text(open_window, ask_aloud, heard, tmp_path):
    window = open_window()
    begin_by_mouse(window)
    asked_at_s = time.monotonic()
    ask_aloud("what time is it")

    state = window.wait_for(is_answered())
    assert "time" in utterances(state, "USER")[0]["text"].lower()
    assert TIME.search(utterances(state, "ASSISTANT")[0]["text"])
    (card,) = [e for e in state["entries"] if e["kind"] == "ToolEntry"]
    assert card["state"] == "SUCCEEDED"
    heard.wait_for_sound(asked_at_s)
    heard.wait_for_silence(asked_at_s)
    assert heard.heard_s(asked_at_s) > 0.5
    window.wait_for_phase("LISTENING")

    saved = tmp_path / "talk.json"
    window.ask("call", target="transcript.save", arguments=[str(saved)])
    window.wait_for(lambda _: saved.exists())
    document = json.loads(saved.read_text())
    assert document["format"] == "livedesk-transcript"
    assert "time" in saved.read_text()


def test_a_server_of_ones_own_answers_as_the_built_in_one_does(open_window, ask_aloud, heard):
    with LoopbackProcess() as server:
        window = open_window("--talk", **server.env, GEMINI_API_KEY="any")
        window.wait_for_phase("LISTENING")
        asked_at_s = time.monotonic()
        ask_aloud("what time is it")
        state = window.wait_for(is_answered())
        assert TIME.search(utterances(state, "ASSISTANT")[0]["text"])
        heard.wait_for_sound(asked_at_s)
        heard.wait_for_silence(asked_at_s)
        assert heard.heard_s(asked_at_s) > 0.5
        window.close()


def talk_over(window, ask_aloud):
    """As a person does: who is not heard, because the machine is busy, says it once more."""
    for _ in range(3):
        ask_aloud("how are you")
        until_s = time.monotonic() + 6
        while time.monotonic() < until_s:
            if utterances(window.state(), "ASSISTANT")[0]["was_cut"]:
                return
            time.sleep(0.1)


def test_talking_over_a_story_silences_it(open_window, ask_aloud, heard):
    window = open_window("--talk")
    window.wait_for_phase("LISTENING")
    asked_at_s = time.monotonic()
    ask_aloud("tell me a long story")
    heard.wait_for_sound(asked_at_s)
    window.wait_for(lambda state: bool(utterances(state, "ASSISTANT")))
    begun_at_s = time.monotonic()
    while heard.heard_s(begun_at_s) < 2.0:
        assert time.monotonic() < begun_at_s + 20, "the story broke off by itself"
        time.sleep(0.05)

    talk_over(window, ask_aloud)
    state = window.wait_for(is_answered(2), 30)
    story, answer = utterances(state, "ASSISTANT")[:2]
    assert story["was_cut"]
    assert story["unheard"]
    assert story["unheard"] not in story["text"]
    assert not answer["was_cut"]
    heard.wait_for_silence(asked_at_s)


def test_a_typed_question_is_answered_aloud_without_microphone(open_window, screen, heard):
    window = open_window()
    typed_at_s = time.monotonic()
    window.click("talk_bar.message_field")
    window.focus()
    screen.type_text("what is seven plus five")
    screen.press("Return")
    state = window.wait_for(is_answered())
    assert utterances(state, "USER")[0]["is_typed"]
    assert re.search(r"12|twelve", utterances(state, "ASSISTANT")[0]["text"])
    assert not state["status"]["microphone_open"]
    heard.wait_for_sound(typed_at_s)


def test_a_new_voice_is_heard_in_the_next_answer_and_loses_no_turn(open_window, ask_aloud, heard):
    window = open_window("--talk")
    window.wait_for_phase("LISTENING")
    pitches_hz = []
    for n_answers, voice in enumerate(("Kore", "Puck"), start=1):
        window.ask("call", target="choices.choose_voice", arguments=[voice])
        window.wait_for(
            lambda state, v=voice: state["choices"]["voice_name"] == v and not state["pending"]
        )
        window.wait_for_phase("LISTENING")
        ask_aloud("how are you")
        asked_at_s = time.monotonic()
        state = window.wait_for(is_answered(n_answers))
        heard.wait_for_sound(asked_at_s)
        pitches_hz.append(heard.pitch_hz(asked_at_s, heard.wait_for_silence(asked_at_s)))
    assert [u["text"] for u in utterances(state, "USER")] == ["how are you"] * 2
    texts = [u["text"] for u in utterances(state, "ASSISTANT")]
    assert texts[0] == texts[1]
    assert abs(pitches_hz[0] / pitches_hz[1] - 1) > 0.1, pitches_hz


def test_closing_in_mid_sentence_ends_quickly_and_well(open_window, ask_aloud, heard):
    window = open_window("--talk")
    window.wait_for_phase("LISTENING")
    asked_at_s = time.monotonic()
    ask_aloud("tell me a long story")
    heard.wait_for_sound(asked_at_s)
    closed_at_s = time.monotonic()
    window.close()
    assert time.monotonic() - closed_at_s < 5.0
    assert heard.wait_for_silence(closed_at_s) - closed_at_s < 1.0


def test_keys_start_mute_and_end_the_talk(open_window):
    window = open_window()
    window.press("ctrl+space")
    window.wait_for_phase("LISTENING")
    window.press("ctrl+m")
    window.wait_for_phase("MUTED")
    window.press("ctrl+m")
    window.wait_for_phase("LISTENING")
    window.press("ctrl+space")
    window.wait_for_phase("IDLE")
