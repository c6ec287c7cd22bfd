"""Tools in the real window: asked for, allowed by key or by word, refused, and kept."""

from __future__ import annotations

import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from helpers.talk_states import utterances

pytestmark = [pytest.mark.sound, pytest.mark.display]


def ended(state) -> list[str]:
    """How the calls so far ended."""
    cards = [entry for entry in state["entries"] if entry["kind"] == "ToolEntry"]
    return [card["state"] for card in cards if card["state"] != "RUNNING"]


def test_a_tool_runs_only_after_a_key_or_a_word_allowed_it(open_window, ask_aloud, tmp_path: Path):
    data = tmp_path / "data"
    window = open_window(XDG_DATA_HOME=str(data))
    window.ask("call", target="settings.set_practice_seen", arguments=[])
    window.click("talk_bar.mic_button")
    window.wait_for_phase("LISTENING")

    window.ask("call", target="conversation.send_text", arguments=["note that tea is at five"])
    window.wait_for(lambda state: ended(state) == ["SUCCEEDED"])  # what asks nothing just runs

    window.ask("call", target="conversation.send_text", arguments=["list my notes"])
    window.wait_for(lambda state: state["question"] == "list_notes" and state["can_answer"])
    window.press("alt+n")
    window.wait_for(lambda state: ended(state) == ["SUCCEEDED", "DENIED"])

    window.ask("call", target="conversation.send_text", arguments=["list my notes"])
    window.wait_for(lambda state: state["question"] == "list_notes")
    ask_aloud("yes please")
    window.wait_for(lambda state: ended(state) == ["SUCCEEDED", "DENIED", "SUCCEEDED"])
    window.wait_for(lambda state: "Tea is at" in str(utterances(state, "ASSISTANT")))
    window.close()
    (store,) = data.rglob("conversations.db")
    with closing(sqlite3.connect(store)) as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("tea is at five",)]


def test_a_tool_of_an_mcp_server_answers_after_permission(open_window):
    window = open_window()
    window.ask("call", target="settings.set_practice_seen", arguments=[])
    entry = {"command": sys.executable, "args": ["-m", "mcp_server_time"]}
    text = json.dumps({"mcpServers": {"time": entry}})
    window.ask("call", target="servers.add", arguments=[text])
    window.wait_for(lambda state: state["servers"] == {"time": "OFF"})
    window.ask("call", target="servers.switch", arguments=["time", True])
    window.wait_for(lambda state: state["servers"] == {"time": "READY"})

    asked = ["what time is it in Tokyo"]
    window.ask("call", target="conversation.send_text", arguments=asked)
    window.wait_for(lambda state: state["question"] == "time__get_current_time")
    window.wait_for(lambda state: state["can_answer"])
    window.press("alt+y")
    window.wait_for(lambda state: ended(state) == ["SUCCEEDED"])
    (card,) = (e for e in window.state()["entries"] if e["kind"] == "ToolEntry")
    assert "+09:00" in str(card["output"])
    window.wait_for(lambda state: "It is " in str(utterances(state, "ASSISTANT")))
