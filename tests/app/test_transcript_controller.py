"""Saving happens beside the window, and always ends in a fact."""

import asyncio
import threading
from pathlib import Path

import pytest
from helpers.talk_script import TalkScript

from livedesk.app import transcript_controller
from livedesk.app.transcript_controller import TranscriptController
from livedesk.core.errors import TranscriptSaveError
from livedesk.transcript.model import Record


@pytest.fixture
def talk() -> TalkScript:
    talk = TalkScript()
    talk.assembler.add_typed("Hello")
    return talk


@pytest.fixture
def controller(talk: TalkScript, qapp: object) -> TranscriptController:
    return TranscriptController(talk.transcript)


class Facts:
    def __init__(self, controller: TranscriptController) -> None:
        self.saved: list[str] = []
        self.failed: list[TranscriptSaveError] = []
        controller.saved.connect(self.saved.append)
        controller.failed.connect(self.failed.append)


async def test_saved_file_holds_the_talk(controller: TranscriptController, tmp_path: Path) -> None:
    facts = Facts(controller)
    controller.save(str(tmp_path / "talk.txt"))
    await controller.aclose()
    assert facts.saved == [str(tmp_path / "talk.txt")]
    assert "You (typed): Hello" in (tmp_path / "talk.txt").read_text(encoding="utf-8")


async def test_failure_is_told_and_the_talk_is_still_there(
    controller: TranscriptController, tmp_path: Path
) -> None:
    facts = Facts(controller)
    controller.save(str(tmp_path / "gone" / "talk.md"))
    controller.save(str(tmp_path / "talk.odd"))
    await controller.aclose()
    assert [type(error) for error in facts.failed] == [TranscriptSaveError] * 2
    assert not facts.saved
    assert controller.has_entries()


async def test_window_does_not_wait_and_the_last_wish_wins(
    controller: TranscriptController,
    talk: TalkScript,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disk_is_free = threading.Event()
    write = transcript_controller.write
    threads: list[threading.Thread] = []

    def slow_write(record: Record, path: Path) -> None:
        threads.append(threading.current_thread())
        assert disk_is_free.wait(10)
        write(record, path)

    monkeypatch.setattr(transcript_controller, "write", slow_write)
    facts = Facts(controller)
    path = tmp_path / "talk.txt"
    controller.save(str(path))
    talk.assembler.add_typed("Bye")
    controller.save(str(path))
    await asyncio.sleep(0)
    assert not facts.saved
    disk_is_free.set()
    await controller.aclose()
    assert facts.saved == [str(path)] * 2
    assert "Bye" in path.read_text(encoding="utf-8")
    assert threading.main_thread() not in threads


def test_name_tells_the_time(controller: TranscriptController) -> None:
    assert controller.suggested_name() == "LiveDesk 2026-11-23 10.02.md"


def test_entry_as_markdown(controller: TranscriptController) -> None:
    assert controller.markdown_of([(0, None)]) == "**You** · 10:02:00 · typed\n\nHello"


def test_another_transcript(controller: TranscriptController) -> None:
    controller.set_transcript(TalkScript().transcript)
    assert not controller.has_entries()
