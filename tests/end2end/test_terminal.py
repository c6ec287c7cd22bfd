"""LiveDesk without a window: ``chat`` and ``ask``, as a person types them."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import wave
from pathlib import Path

import pytest
from helpers.command_line import LoopbackProcess, livedesk
from helpers.speech import speak

COMMAND = [sys.executable, "-m", "livedesk"]
LIMIT_S = 60


def test_typed_conversation_is_answered_and_saved(tmp_path: Path) -> None:
    saved = tmp_path / "talk.json"
    done = livedesk("chat", stdin=f"hello\nwhat time is it\n/save {saved}\n/quit\nnever read\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "practice server" in done.stdout
    assert "(get_local_time, " in done.stdout
    assert re.search(r"It is \d+:\d\d", done.stdout)
    document = json.loads(saved.read_text())
    kinds = [entry["type"] for entry in document["entries"]]
    assert kinds == ["utterance", "utterance", "utterance", "tool", "utterance"]
    assert not any(entry.get("was_cut") for entry in document["entries"])


def test_voice_is_changed_between_two_answers(tmp_path: Path) -> None:
    done = livedesk("chat", stdin="hello\n/voice puck\nhello\n/voice nobody\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert "From here on: voice Puck." in done.stdout
    assert "There is no voice called nobody." in done.stdout


def test_unwritable_folder_is_a_sentence_and_the_chat_goes_on() -> None:
    done = livedesk("chat", stdin="/save /nowhere/talk.md\nhello\n")
    assert done.returncode == 0
    assert "There is no folder" in done.stdout
    assert "Hello" in done.stdout.split("There is no folder")[1]


@pytest.mark.parametrize("arguments", [(), ("chat",), ("--talk",)])
def test_without_display_and_input_it_greets_and_ends(arguments: tuple[str, ...]) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("QT_")}
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        environment.pop(name, None)
    done = subprocess.run(
        ["bash", "-c", 'exec "$@" <&-', "bash", *COMMAND, *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT_S,
        env=environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "/help" in done.stdout


def test_question_from_a_file_is_answered_into_files(tmp_path: Path) -> None:
    question = speak("what time is it", tmp_path)
    reply, transcript = tmp_path / "answer.wav", tmp_path / "talk.md"
    done = livedesk("ask", str(question), "--reply", str(reply), "--transcript", str(transcript))
    assert (done.returncode, done.stderr) == (0, "")
    assert "you: what time is it" in done.stdout
    with wave.open(str(reply)) as file:
        assert (file.getframerate(), file.getnchannels()) == (24_000, 1)
        assert file.getnframes() > 24_000
    assert "what time is it" in transcript.read_text()


def test_question_goes_to_a_server_that_the_environment_names(tmp_path: Path) -> None:
    question = speak("what time is it", tmp_path)
    with LoopbackProcess() as server:
        done = livedesk("ask", str(question), **server.env, GEMINI_API_KEY="any")
        assert (done.returncode, done.stderr) == (0, "")
        assert re.search(r"assistant: It is \d+:\d\d", done.stdout)
        refused = livedesk("chat", stdin="hello\n", **server.env, GEMINI_API_KEY="bad")
    assert refused.returncode == 1
    assert "key" in refused.stdout
    assert "Traceback" not in refused.stdout + refused.stderr


@pytest.mark.parametrize("content", [None, b"", b"this is no sound"])
def test_unusable_question_is_one_sentence(tmp_path: Path, content: bytes | None) -> None:
    question = tmp_path / "question.wav"
    if content is not None:
        question.write_bytes(content)
    done = livedesk("ask", str(question))
    assert done.returncode == 1
    assert done.stderr.startswith("livedesk: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(("option", "name"), [("--transcript", "t.doc"), ("--reply", "no/a.wav")])
def test_unusable_target_is_said_before_anybody_is_asked(
    tmp_path: Path, option: str, name: str
) -> None:
    question = speak("what time is it", tmp_path)
    done = livedesk("ask", str(question), option, str(tmp_path / name))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("livedesk: ")
    assert done.stderr.count("\n") == 1
