"""Prints what the assistant says while it says it."""

from __future__ import annotations

from typing import TextIO

from livedesk.core.speakers import Speaker
from livedesk.transcript.model import (
    Entry,
    EntryRemoved,
    Notice,
    ToolEntry,
    ToolState,
    Transcript,
    TranscriptEvent,
    Utterance,
)


class ChatPrinter:
    """Follows a transcript and writes its new words to ``out``, each once."""

    def __init__(self, transcript: Transcript, out: TextIO) -> None:
        self._transcript = transcript
        self._out = out
        self._printed: dict[int, int] = {}
        self._lines_of: set[int] = set()
        self._column_is_free = True
        transcript.listener = self._on_event

    def line(self, text: str) -> None:
        """A line of its own."""
        self.end_turn()
        print(text, file=self._out, flush=True)

    def end_turn(self) -> None:
        """Whatever comes next begins on a new line."""
        if not self._column_is_free:
            print(file=self._out, flush=True)
            self._column_is_free = True

    def _on_event(self, event: TranscriptEvent) -> None:
        if not isinstance(event, EntryRemoved):
            self._print(self._transcript.entries[event.index])

    def _print(self, entry: Entry) -> None:
        match entry:
            case Utterance(speaker=Speaker.ASSISTANT):
                self._words(entry.entry_id, entry.text)
            case ToolEntry(state=ToolState.SUCCEEDED):
                self._remark(entry.entry_id, f"{entry.name}, {entry.duration_ms:.0f} ms")
            case ToolEntry(state=ToolState.FAILED):
                self._remark(entry.entry_id, f"{entry.name}: {entry.error}")
            case Notice():
                self._remark(entry.entry_id, entry.text)
            case _:
                pass

    def _remark(self, entry_id: int, text: str) -> None:
        """Once: an entry is told of again when it is kept, and words may have begun behind it."""
        if entry_id not in self._lines_of:
            self._lines_of.add(entry_id)
            self.line(f"({text})")

    def _words(self, entry_id: int, text: str) -> None:
        printed = self._printed.get(entry_id, 0)
        if printed == 0 and text:
            self.end_turn()
        if len(text) > printed:
            print(text[printed:], end="", file=self._out, flush=True)
            self._column_is_free = False
            self._printed[entry_id] = len(text)
