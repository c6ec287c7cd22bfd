"""The transcript of a conversation: entries in spoken order, and who is told when they change.

The entries are frozen; the transcript replaces them. It has one owner that changes it (the
assembler) and one listener.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TypeAlias

from livedesk.core.clock import Clock
from livedesk.core.listeners import Listener
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


class ToolState(Enum):
    """How far a tool call is."""

    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ToolEntry:
    """One tool call; ``duration_ms`` is the running time in milliseconds once it ended."""

    entry_id: int
    call_id: str
    name: str
    arguments: JsonObject = field(hash=False)
    started_at: datetime
    state: ToolState = ToolState.RUNNING
    output: JsonObject = field(default_factory=dict, hash=False)
    error: str = ""
    duration_ms: float = 0.0


class NoticeKind(Enum):
    """What a notice is about."""

    RECONNECTED = "reconnected"
    SETUP_CHANGED = "setup changed"
    AUDIO_LOST = "audio lost"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Notice:
    """A remark about the talk itself, in one sentence."""

    entry_id: int
    kind: NoticeKind
    text: str
    started_at: datetime


Entry: TypeAlias = Utterance | ToolEntry | Notice


@dataclass(frozen=True, slots=True)
class EntryAdded:
    """There is a new entry at ``index``; those behind it moved up by one."""

    index: int


@dataclass(frozen=True, slots=True)
class EntryChanged:
    """The entry at ``index`` was replaced by a newer state of itself."""

    index: int


@dataclass(frozen=True, slots=True)
class EntryRemoved:
    """The entry that was at ``index`` is gone: a guess that came to nothing."""

    index: int


TranscriptEvent: TypeAlias = EntryAdded | EntryChanged | EntryRemoved


@dataclass(frozen=True, slots=True)
class TalkSetting:
    """With what the talk was held, by the names that the person sees; "" where unknown."""

    model: str = ""
    voice: str = ""
    instruction: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """A transcript at one moment; safe to hand to another thread."""

    title: str
    started_at: datetime
    setting: TalkSetting
    entries: tuple[Entry, ...]


class Transcript:
    """The entries of one conversation. Used on the main thread only.

    Attributes:
        listener: told of each change after it happened.
        setting: with what the talk is held.
        title: given by the person, or "".
    """

    def __init__(self, clock: Clock) -> None:
        self.listener: Listener[TranscriptEvent] | None = None
        self.setting = TalkSetting()
        self.title = ""
        self.started_at = clock.wall_time()
        self.started_s = clock.now_s()
        self._entries: list[Entry] = []
        self._next_id = 1

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries in spoken order; a live view, not a copy."""
        return self._entries

    def record(self) -> Record:
        """The transcript as it is now."""
        return Record(self.title, self.started_at, self.setting, tuple(self._entries))

    def new_id(self) -> int:
        """The id for an entry to come."""
        self._next_id += 1
        return self._next_id - 1

    def index_of(self, entry_id: int) -> int | None:
        """Where the entry is. Quick for recent ones."""
        for index in range(len(self._entries) - 1, -1, -1):
            if self._entries[index].entry_id == entry_id:
                return index
        return None

    def insert(self, index: int, entry: Entry) -> None:
        """Put ``entry`` at ``index``, 0 to the number of entries."""
        self._entries.insert(index, entry)
        self._report(EntryAdded(index))

    def append(self, entry: Entry) -> None:
        """Put ``entry`` at the end."""
        self.insert(len(self._entries), entry)

    def replace(self, entry: Entry) -> None:
        """Put ``entry`` in place of the one with its id; no change is no event."""
        index = self.index_of(entry.entry_id)
        if index is not None and self._entries[index] != entry:
            self._entries[index] = entry
            self._report(EntryChanged(index))

    def remove(self, entry_id: int) -> None:
        """Take an entry out. Idempotent."""
        index = self.index_of(entry_id)
        if index is not None:
            del self._entries[index]
            self._report(EntryRemoved(index))

    def _report(self, event: TranscriptEvent) -> None:
        if self.listener is not None:
            self.listener(event)
