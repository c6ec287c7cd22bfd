"""The transcript for the window: its list, and saving it without the window waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.transcript_model import TranscriptModel
from livedesk.core.errors import TranscriptSaveError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.export import markdown
from livedesk.transcript.export.registry import write
from livedesk.transcript.model import Record, Transcript


class TranscriptController(QObject):
    """Owns the list model of a transcript, and saves it in the background.

    Signals:
        saved(str): the transcript is in the file of that path.
        failed(TranscriptSaveError): it is not; it is still in the window.
    """

    saved = Signal(str)
    failed = Signal(object)

    def __init__(self, transcript: Transcript, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._transcript = transcript
        self.model = TranscriptModel(transcript, self)
        self._tasks = TaskSet()
        self._saving: asyncio.Task[None] | None = None

    @property
    def transcript(self) -> Transcript:
        """What is shown and saved."""
        return self._transcript

    @Slot(object)
    def set_transcript(self, transcript: Transcript) -> None:
        """Show and save another transcript from now on."""
        self._transcript = transcript
        self.model.set_transcript(transcript)

    def has_entries(self) -> bool:
        """Whether there is anything to save."""
        return self.model.rowCount() > 0

    def suggested_name(self) -> str:
        """A file name by the time at which the conversation began."""
        return f"LiveDesk {self._transcript.started_at:%Y-%m-%d %H.%M}.md"

    def row_of(self, number: int | None) -> int:
        """The row of the entry of that number; -1 where there is none."""
        row = None if number is None else self._transcript.index_of(number)
        return -1 if row is None else row

    def markdown_of(self, marked: Iterable[tuple[int, str | None]]) -> str:
        """Entries by their rows as Markdown, of some only a part of the text.

        What is not worth it is left out.
        """
        blocks = []
        for row, part in marked:
            entry = self.model.entry(row)
            if part is not None:
                blocks.append(markdown.part_of(entry, part))
            else:
                blocks += markdown.entries_as_markdown((entry,))
        return "\n\n".join(blocks)

    @Slot(str)
    def save(self, path: str) -> None:
        """Write the transcript as it is now to ``path``, as the kind of file its suffix names."""
        record = self._transcript.record()
        self._saving = self._tasks.spawn(
            self._save(record, Path(path), self._saving), name="save transcript"
        )

    async def aclose(self) -> None:
        """Wait until everything is written. Idempotent."""
        if self._saving is not None:
            await asyncio.wait([self._saving])

    async def _save(self, record: Record, path: Path, before: asyncio.Task[None] | None) -> None:
        if before is not None:
            await asyncio.wait([before])  # the later wish must win where both name one file
        try:
            await asyncio.to_thread(write, record, path)
        except TranscriptSaveError as error:
            self.failed.emit(error)
        else:
            self.saved.emit(str(path))
