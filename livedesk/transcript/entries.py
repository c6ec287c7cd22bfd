"""What a transcript consists of: utterances, tool calls, notices. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Exhibit
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import JsonObject


@dataclass(frozen=True, slots=True)
class Utterance:
    """Unbroken speech or writing of one side.

    Attributes:
        entry_id: unique in its transcript, growing in the order of creation, not of speech.
        text: what is certain; of the assistant's speech, what was heard.
        offset_s: seconds since the transcript began.
        is_final: nothing more is expected to come.
        interim: a guess at what follows ``text``; muted, never saved.
        unheard: words of the assistant that a barge-in kept from being heard.
        was_cut: the assistant was silenced in this utterance.
        is_typed: it was written, not spoken.
        language_code: BCP-47 code where the server named one.
        end_s: when it was over, in seconds since the transcript began; None where nobody knows.
        heard_ms: of a cut turn, how much of its sound was played, in milliseconds.
        spoken_from_s: when it began to be said or heard aloud, in seconds since the transcript
            began; None where nobody knows, or where it was written.
        spoken_to_s: the same of its end.
        sources: the web pages that it rests on.
        suggestions: searches that the person is offered with it.
    """

    entry_id: int
    speaker: Speaker
    text: str
    started_at: datetime
    offset_s: float
    is_final: bool = False
    interim: str = ""
    unheard: str = ""
    was_cut: bool = False
    is_typed: bool = False
    language_code: str | None = None
    end_s: float | None = None
    heard_ms: float | None = None
    sources: tuple[GroundingSource, ...] = ()
    suggestions: tuple[GroundingSource, ...] = ()
    spoken_from_s: float | None = None
    spoken_to_s: float | None = None


class ToolState(Enum):
    """How far a tool call is."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool call.

    Attributes:
        duration_ms: the running time in milliseconds once it ended.
        exhibits: what it shows beside its output.
    """

    entry_id: int
    call_id: str
    name: str
    arguments: JsonObject = field(hash=False)
    started_at: datetime
    state: ToolState = ToolState.RUNNING
    output: JsonObject = field(default_factory=dict, hash=False)
    error: str = ""
    duration_ms: float = 0.0
    exhibits: tuple[Exhibit, ...] = ()


class NoticeKind(Enum):
    """What a notice is about."""

    RECONNECTED = "reconnected"
    SETUP_CHANGED = "setup changed"
    AUDIO_LOST = "audio lost"
    ANSWER_BROKEN = "answer broken"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark about the talk itself, in one sentence."""

    entry_id: int
    kind: NoticeKind
    text: str
    started_at: datetime


Entry: TypeAlias = Utterance | ToolEntry | Notice


def is_settled(entry: Entry) -> bool:
    """Whether it is shown as final."""
    match entry:
        case Utterance():
            return entry.is_final
        case ToolEntry():
            return entry.state is not ToolState.RUNNING
        case Notice():
            return True


def unsettled(entry: Entry) -> Entry:
    """The entry as it looks while it is not final; a notice always is."""
    match entry:
        case Utterance():
            return replace(entry, is_final=False)
        case ToolEntry():
            return replace(
                entry, state=ToolState.RUNNING, output={}, error="", duration_ms=0.0, exhibits=()
            )
        case Notice():
            return entry
