"""Saved files hold what was said, whole, and say clearly when they cannot be."""

import errno
import json
import os
import re
import threading
from pathlib import Path

import pytest
from helpers.talk_script import TalkScript

from livedesk.core.errors import TranscriptSaveError
from livedesk.core.tool_types import ToolOutcome
from livedesk.transcript.export import markdown, registry
from livedesk.transcript.export.registry import export
from livedesk.transcript.model import NoticeKind, TalkSetting


@pytest.fixture
def talk() -> TalkScript:
    talk = TalkScript()
    talk.transcript.setting = TalkSetting("Gemini 3.8", "Kore", "Tutor")
    talk.assembler.add_typed("What *time* is it?\n1. now")
    talk.tool()
    talk.tool_ends()
    talk.tool("2", "broken")
    talk.tool_ends("2", ToolOutcome.FAILED, "It broke.")
    talk.says("One two three four")
    talk.audio(1800, begins=True)
    talk.generated()
    talk.interrupted(800)
    talk.over()
    talk.assembler.notice(NoticeKind.RECONNECTED, "It is back.")
    talk.guess("perhaps")
    return talk


def test_markdown(talk: TalkScript, tmp_path: Path) -> None:
    export(talk.transcript, tmp_path / "talk.md")
    assert (tmp_path / "talk.md").read_text(encoding="utf-8") == (
        "# Conversation of 2026-11-23 10:02\n\n"
        "Started 2026-11-23 10:02 · Model: Gemini 3.8 · Voice: Kore · Instruction: Tutor\n\n"
        "**You** · 10:02:00 · typed\n\n"
        "What \\*time\\* is it?\\\n1\\. now\n\n"
        "> **Tool** · 10:02:00 · get\\_local\\_time · 12 ms  \n"
        '> Arguments: `{"zone": "UTC"}`  \n'
        '> Result: `{"time": "10:02"}`\n\n'
        "> **Tool** · 10:02:00 · broken · 12 ms · failed  \n"
        '> Arguments: `{"zone": "UTC"}`  \n'
        "> Error: `It broke.`\n\n"
        "**Assistant** · 10:02:00\n\n"
        "One two — ~~three four~~ *(interrupted, not heard)*\n\n"
        "> **Note** · 10:02:00 · It is back.\n"
    )


def test_text(talk: TalkScript, tmp_path: Path) -> None:
    export(talk.transcript, tmp_path / "talk.txt")
    text = (tmp_path / "talk.txt").read_text(encoding="utf-8")
    assert "[10:02:00] You (typed): What *time* is it?\n1. now\n\n" in text
    assert "[10:02:00] Assistant: One two — [interrupted, not heard: three four]\n" in text
    assert "perhaps" not in text


def test_json(talk: TalkScript, tmp_path: Path) -> None:
    export(talk.transcript, tmp_path / "talk.JSON")
    content = json.loads((tmp_path / "talk.JSON").read_text(encoding="utf-8"))
    assert (content["format"], content["version"]) == ("livedesk-transcript", 1)
    assert [entry["type"] for entry in content["entries"]] == [
        "utterance",
        "tool",
        "tool",
        "utterance",
        "notice",
    ]
    assert content["entries"][3]["text"] == "One two"
    assert content["entries"][3]["unheard"] == "three four"
    assert content["entries"][1]["output"] == {"time": "10:02"}
    assert content["voice"] == "Kore"


@pytest.mark.parametrize("suffix", [".md", ".txt", ".json"])
def test_every_script_survives(suffix: str, tmp_path: Path) -> None:
    talk = TalkScript()
    words = "שלום 世界 😀 é ‏مرحبا"
    talk.assembler.add_typed(words)
    export(talk.transcript, tmp_path / f"t{suffix}")
    assert words in (tmp_path / f"t{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".md", ".txt", ".json"])
def test_half_a_character_does_not_keep_a_file_from_being_saved(
    suffix: str, tmp_path: Path
) -> None:
    talk = TalkScript()
    talk.tool(name="odd\ud83d")
    export(talk.transcript, tmp_path / f"t{suffix}")
    assert (tmp_path / f"t{suffix}").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "text", ["# a", "- a", "1. a", "`a`", "<b>a</b>", "[a](b)", "a\n===", "> a"]
)
def test_nothing_said_becomes_markup(text: str) -> None:
    for sign in "#-`<[=>":
        for match in re.finditer(re.escape(sign), escaped := markdown.escape(text)):
            at_line_start = not escaped[: match.start()].rpartition("\n")[2].strip("\\")
            if sign in "`<[>" or at_line_start:
                assert escaped[match.start() - 1] in "\\="


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "disk is full"),
        (errno.EROFS, "read-only"),
        (errno.EACCES, "read-only"),
        (errno.ENOENT, "no folder"),
        (errno.ENAMETOOLONG, "too long"),
        (errno.EIO, "could not be saved"),
    ],
)
def test_failure_is_a_clear_sentence(
    talk: TalkScript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, said: str
) -> None:
    def fail(path: Path, content: bytes) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(registry, "write_atomically", fail)
    with pytest.raises(TranscriptSaveError, match=said) as caught:
        export(talk.transcript, tmp_path / "talk.md")
    assert caught.value.hint
    assert caught.value.detail


def test_missing_folder_and_folder_as_name(talk: TalkScript, tmp_path: Path) -> None:
    with pytest.raises(TranscriptSaveError, match="no folder"):
        export(talk.transcript, tmp_path / "gone" / "talk.md")
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(TranscriptSaveError, match="is a folder"):
        export(talk.transcript, tmp_path / "folder.md")


@pytest.mark.parametrize("name", ["talk.doc", "talk"])
def test_unknown_kind_is_refused_and_the_known_ones_are_named(
    talk: TalkScript, tmp_path: Path, name: str
) -> None:
    with pytest.raises(TranscriptSaveError) as caught:
        export(talk.transcript, tmp_path / name)
    assert ".md, .txt, .html, .json, .srt or .vtt" in caught.value.hint
    assert not list(tmp_path.iterdir())


def test_old_file_stays_when_saving_fails(
    talk: TalkScript, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "talk.md"
    path.write_text("old", encoding="utf-8")

    def fail(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(TranscriptSaveError, match="full"):
        export(talk.transcript, path)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_record_does_not_change_with_the_talk(talk: TalkScript) -> None:
    record = talk.transcript.record()
    n_entries = len(record.entries)
    thread = threading.Thread(target=registry.renderer_for(Path("a.md")), args=(record,))
    thread.start()
    talk.assembler.add_typed("More")
    thread.join()
    assert len(record.entries) == n_entries
