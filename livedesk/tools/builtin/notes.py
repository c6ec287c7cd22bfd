"""Notes that the person dictates, and looks up later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool

_MOST_CHARS = 10_000
_MOST_NOTES = 20


@dataclass(frozen=True, slots=True)
class Note:
    """One note; ``written_at`` has its time zone."""

    text: str
    written_at: datetime


class Notebook(Protocol):
    """Where notes are kept."""

    async def add(self, text: str) -> None:
        """Keep a note, written now."""
        ...

    async def find(self, text: str, limit: int) -> Sequence[Note]:
        """Notes that hold ``text``, whatever its case, the newest first; "" finds all."""
        ...


def notes(notebook: Notebook) -> tuple[Tool, ...]:
    """The tools ``add_note``, ``list_notes`` and ``search_notes``."""

    async def add_note(text: str) -> dict[str, str]:
        """Write down a note for the person, who can ask for it in any later conversation.

        Args:
            text: the note, in the person's words.
        """
        if not text.strip() or len(text) > _MOST_CHARS:
            raise ToolError(f"A note has 1 to {_MOST_CHARS} characters.")
        await notebook.add(text.strip())
        return {"summary": f"Noted: {text.strip()}"}

    async def list_notes() -> dict[str, object]:
        """The person's newest notes."""
        return _listed(await notebook.find("", _MOST_NOTES))

    async def search_notes(words: str) -> dict[str, object]:
        """The person's notes that hold some words.

        Args:
            words: what to look for, as it stands in the note.
        """
        return _listed(await notebook.find(words, _MOST_NOTES))

    return (
        # The person asked for it, nothing is lost by it, and the card shows what was written.
        tool_from(add_note, Risk.CHANGES, usual_policy=Policy.ALLOW),
        tool_from(list_notes, Risk.READS),
        tool_from(search_notes, Risk.READS),
    )


def _listed(found: Sequence[Note]) -> dict[str, object]:
    said = "; ".join(note.text for note in found) if found else "There are no such notes."
    listed = [
        {"text": note.text, "written_at": note.written_at.isoformat(timespec="minutes")}
        for note in found
    ]
    return {"notes": listed, "summary": said}
