"""What the built-in tools need of the program: the store, the desktop, former conversations."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication, QImageReader

from livedesk.app.past_talks import Question, answer
from livedesk.core.clock import Clock
from livedesk.core.exhibits import MOST_SIDE_PX
from livedesk.tools.builtin.desktop import Desktop
from livedesk.tools.builtin.notes import Note
from livedesk.tools.builtin.past_talks import Said
from livedesk.transcript.store import notes
from livedesk.transcript.store.search import Find
from livedesk.transcript.store.transcript_store import TranscriptStore


class StoredNotebook:
    """Keeps notes beside the conversations. Errors of the store are raised as they are."""

    def __init__(self, store: Callable[[], TranscriptStore], clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def add(self, text: str) -> None:
        """Keep a note, written now."""
        now = self._clock.wall_time()
        job = self._store().run(lambda connection: notes.add_note(connection, text, now))
        await asyncio.wrap_future(job)

    async def find(self, text: str, limit: int) -> Sequence[Note]:
        """Notes that hold ``text``, the newest first."""
        job = self._store().run(lambda connection: notes.find_notes(connection, text, limit))
        return [Note(found, written_at) for found, written_at in await asyncio.wrap_future(job)]


class KeptTalks:
    """Looks through kept conversations, beside the main thread."""

    def __init__(self, store: Callable[[], TranscriptStore]) -> None:
        self._store = store

    async def find(self, words: str, limit: int) -> Sequence[Said]:
        """What was said with all of ``words`` in it, the newest first."""
        found = await asyncio.to_thread(answer, self._store(), Question(words, limit=limit))
        return [
            Said(row.snippet.text, row.speaker, row.title, row.started_at)
            for row in found.rows
            if isinstance(row, Find)
        ]


def qt_desktop() -> Desktop:
    """The desktop that the window is on."""
    return Desktop(_open, _read_clipboard, _set_clipboard)


def granted(folders: Sequence[str]) -> tuple[Path, ...]:
    """The folders that the person has granted."""
    return tuple(Path(folder) for folder in folders)


def _open(address: str) -> bool:
    return QDesktopServices.openUrl(QUrl(address))


def _read_clipboard() -> str:
    return QGuiApplication.clipboard().text()


def _set_clipboard(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def as_png(data: bytes) -> bytes | None:
    """A picture of any kind that Qt knows, as PNG; None of what is none or is too large.

    May be called from any thread.
    """
    source, target = QBuffer(), QBuffer()
    source.setData(data)
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    target.open(QIODevice.OpenModeFlag.WriteOnly)
    reader = QImageReader(source)
    size = reader.size()
    if not size.isValid() or max(size.width(), size.height()) > MOST_SIDE_PX:
        return None
    image = reader.read()
    if image.isNull() or not image.save(target, "PNG"):  # type: ignore[call-overload]
        return None
    return bytes(target.data().data())
