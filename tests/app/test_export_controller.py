"""Conversations become files: of every kind, one or several, whole or with one clear sentence."""

import asyncio
import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from livedesk.app.export_controller import PDF, ExportController, ExportWish
from livedesk.app.keeping_controller import KeepingController
from livedesk.app.paper import pdf_of
from livedesk.app.qt_pool import in_qt_thread
from livedesk.core.clock import SystemClock
from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Picture
from livedesk.core.speakers import Speaker
from livedesk.loopback.drawing import bars_png
from livedesk.settings.schema import Keeping
from livedesk.transcript.entries import Notice, NoticeKind, ToolEntry, ToolState, Utterance
from livedesk.transcript.export.import_json import read
from livedesk.transcript.export.registry import RENDERERS
from livedesk.transcript.model import Record, TalkSetting
from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.rows import Head

BEGAN = datetime(2026, 5, 12, 10, 2, tzinfo=UTC)
PAGE = GroundingSource("Bridges of Porto", "https://example.org/porto")


def said(number, text, speaker=Speaker.ASSISTANT, **facts):
    return Utterance(number, speaker, text, BEGAN, 2.0 * number, is_final=True, **facts)


def record(*entries, uuid="aa"):
    entries = entries or (
        said(1, "Which bridges are there?", Speaker.USER),
        ToolEntry(2, "c", "look_up", {"city": "Porto"}, BEGAN, ToolState.SUCCEEDED, {"n": 6}),
        said(3, "Six. <b>All</b> cross the Douro.", unheard="The oldest", was_cut=True),
        said(4, "الجسر قديم جدًا", sources=(PAGE,)),
        Notice(5, NoticeKind.RECONNECTED, "The connection is back.", BEGAN),
    )
    setting = TalkSetting(model="Live", voice="Kore")
    return Record("", BEGAN, setting, entries, uuid, {"total_tokens": 1234, "cost_usd": 0.5})


class Desk:
    """An exporter over a real store, and what it told."""

    def __init__(self, folder: Path) -> None:
        self.keeping = KeepingController(folder / "kept" / "talks.db", Keeping(), SystemClock())
        self.controller = ExportController(self.keeping)
        self.told: list[tuple[str, object]] = []
        self.controller.exported.connect(lambda paths: self.told.append(("exported", paths)))
        self.controller.failed.connect(lambda error: self.told.append(("failed", str(error))))
        self.controller.sound_found.connect(lambda found: self.told.append(("sound", found)))

    async def keep(self, talk: Record, sound: str = "") -> None:
        head = Head(talk.conversation_id, BEGAN, talk.setting)

        def job(connection):
            with transaction(connection):
                changes.write_whole(connection, head, changes.in_order(talk.entries))
                if sound:
                    changes.add_recording(connection, head.uuid, sound, 0.0, 9.0)

        await asyncio.wrap_future(self.keeping.store.run(job))

    async def until_told(self) -> list[tuple[str, object]]:
        async with asyncio.timeout(20):
            while not self.told:
                await asyncio.sleep(0.005)
        told, self.told = self.told, []
        return told


@pytest.fixture
async def desk(tmp_path, qapp):
    made = Desk(tmp_path)
    yield made
    await made.controller.aclose()
    await made.keeping.aclose()


async def test_a_pdf_holds_every_word_on_numbered_pages(qapp):
    many = tuple(said(n, f"Sentence number {n} of a long talk.") for n in range(10, 150))
    content = await in_qt_thread(lambda: pdf_of(record(*record().entries, *many)))
    book = PdfReader(io.BytesIO(content))
    assert len(book.pages) > 2
    words = " ".join(" ".join(page.extract_text().split()) for page in book.pages)
    for expected in (
        "Conversation of 2026-05-12 10:02",
        "Voice: Kore",
        "Which bridges are there?",
        "look_up",
        "<b>All</b>",
        "The oldest",
        "https://example.org/porto",
        "The connection is back.",
        "Sentence number 149",
    ):
        assert expected in words, expected
    assert book.metadata is not None
    assert book.metadata.creator == "LiveDesk"


async def test_the_pictures_of_tools_are_in_the_pdf(qapp):
    shown = (Picture(bars_png([1.0, 2.0]), "A plot"), Picture(b"none", "Broken"))
    (tool, *_) = [entry for entry in record().entries if isinstance(entry, ToolEntry)]
    content = await in_qt_thread(lambda: pdf_of(record(replace(tool, exhibits=shown))))
    (page,) = PdfReader(io.BytesIO(content)).pages
    (image,) = page.images
    assert image.image.size == (168, 240)
    assert "Broken" in page.extract_text()


async def test_one_conversation_becomes_a_file_of_every_kind(desk, tmp_path):
    for suffix in (PDF, *RENDERERS):
        desk.controller.export((record(uuid="aa" * 16),), ExportWish(tmp_path, suffix, "talk"))
        path = tmp_path / f"talk{suffix}"
        assert await desk.until_told() == [("exported", (path,))]
        assert path.stat().st_size > 100
    assert read(tmp_path / "talk.json").title == "Which bridges are there?"


async def test_several_get_names_of_their_own_and_replace_nothing(desk, tmp_path):
    await desk.keep(record(uuid="aa"))
    await desk.keep(record(uuid="bb"))
    there = tmp_path / "2026-05-12 10.02 Which bridges are there.md"
    there.write_text("mine")
    desk.controller.export(("aa", "gone", "bb"), ExportWish(tmp_path, ".md"))
    ((_, paths),) = await desk.until_told()
    assert [path.name for path in paths] == [
        "2026-05-12 10.02 Which bridges are there (2).md",
        "2026-05-12 10.02 Which bridges are there (3).md",
    ]
    assert there.read_text() == "mine"


async def test_recordings_go_beside_the_file(desk, tmp_path):
    folder = tmp_path / "kept" / "recordings"
    folder.mkdir(parents=True)
    (folder / "aa.flac").write_bytes(b"fLaC sound")
    await desk.keep(record(), sound="aa.flac")
    desk.controller.look_for_sound("aa")
    assert await desk.until_told() == [("sound", True)]
    desk.controller.export((record(),), ExportWish(tmp_path, ".txt", "talk", with_sound=True))
    ((_, paths),) = await desk.until_told()
    assert [path.name for path in paths] == ["talk.txt", "talk.flac"]
    assert paths[1].read_bytes() == b"fLaC sound"


@pytest.mark.parametrize("suffix", [".md", PDF])
async def test_what_cannot_be_written_is_said_and_the_rest_stays(desk, tmp_path, suffix):
    wish = ExportWish(tmp_path / "gone", suffix, "talk")
    desk.controller.export((record(),), wish)
    ((kind, words),) = await desk.until_told()
    assert kind == "failed"
    assert "There is no folder" in words
    await desk.keep(record())
    desk.controller.export(("nobody",), wish)
    assert "not there any more" in str(await desk.until_told())
    desk.controller.export(("aa",), ExportWish(tmp_path / "gone", suffix))
    assert "There is no folder" in str(await desk.until_told())
