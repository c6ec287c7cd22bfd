"""Plays a talk into an assembler in a few words."""

from __future__ import annotations

from helpers.still_clock import StillClock

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    Interrupted,
    SessionEvent,
    Transcription,
    TurnComplete,
)
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Entry, ToolEntry, Transcript, Utterance


class TalkScript:
    """A transcript, its assembler, and short names for what may happen."""

    def __init__(self) -> None:
        self.clock = StillClock()
        self.transcript = Transcript(self.clock)
        self.assembler = Assembler(self.transcript, self.clock)
        self.received_ms = 0.0

    def event(self, event: SessionEvent) -> None:
        self.assembler.on_event(event, self.received_ms)

    def user(self, text: str, *, final: bool = False) -> None:
        self.event(Transcription(Speaker.USER, text, is_final=final))

    def guess(self, text: str) -> None:
        self.event(Transcription(Speaker.USER, text, is_interim=True))

    def says(self, text: str, *, final: bool = False) -> None:
        self.event(Transcription(Speaker.ASSISTANT, text, is_final=final))

    def audio(self, chunk_ms: float, *, begins: bool = False) -> None:
        self.received_ms = chunk_ms if begins else self.received_ms + chunk_ms
        self.event(AudioOutput(b"\0\0" * int(chunk_ms * 24), 24_000))

    def generated(self) -> None:
        self.event(GenerationComplete())

    def interrupted(self, played_ms: float) -> None:
        self.assembler.cut(played_ms)
        self.event(Interrupted())

    def over(self) -> None:
        self.event(TurnComplete())

    def tool(self, call_id: str = "1", name: str = "get_local_time") -> None:
        self.assembler.tool_started(ToolCall(call_id, name, {"zone": "UTC"}))

    def tool_ends(
        self, call_id: str = "1", outcome: ToolOutcome = ToolOutcome.SUCCEEDED, error: str = ""
    ) -> None:
        output = {"time": "10:02"} if outcome is ToolOutcome.SUCCEEDED else {}
        self.assembler.tool_finished(
            ToolResult(call_id, "get_local_time", outcome, output, error, 12.4)
        )

    def answer(self, text: str) -> None:
        """A whole turn, heard to its end."""
        self.says(text)
        self.audio(100.0 * len(text.split()), begins=True)
        self.generated()
        self.over()
        self.clock.advance(5)

    @property
    def entries(self) -> list[Entry]:
        return list(self.transcript.entries)

    @property
    def script(self) -> list[str]:
        """One short line for each entry, for comparing at a glance."""
        return [_line(entry) for entry in self.transcript.entries]


def _line(entry: Entry) -> str:
    if isinstance(entry, ToolEntry):
        return f"tool: {entry.name} {entry.state.value}"
    if not isinstance(entry, Utterance):
        return f"notice: {entry.text}"
    name = "you" if entry.speaker is Speaker.USER else "assistant"
    guess = f" ({entry.interim})" if entry.interim else ""
    unheard = f" —{entry.unheard}—" if entry.unheard else " —" if entry.was_cut else ""
    return f"{name}: {entry.text}{guess}{unheard}".replace(":  ", ": ")
