"""The transcript of a conversation: entries in spoken order, and who is told when they change.

The entries are frozen; the transcript replaces them. It has one owner that changes it (the
assembler), one keeper that puts every change on disk, and one listener that shows it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias
from uuid import uuid4

from livedesk.core.clock import Clock
from livedesk.core.listeners import Listener
from livedesk.core.tool_types import JsonObject
from livedesk.transcript.entries import (
    Entry,
    Notice,
    NoticeKind,
    ToolEntry,
    ToolState,
    Utterance,
    unsettled,
)
from livedesk.transcript.spoken_times import SpokenTimes

__all__ = [
    "Entry",
    "EntryAdded",
    "EntryChanged",
    "EntryRemoved",
    "Notice",
    "NoticeKind",
    "Record",
    "TalkSetting",
    "ToolEntry",
    "ToolState",
    "Transcript",
    "TranscriptEvent",
    "TranscriptKeeper",
    "Utterance",
]


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
    mode: str = "assistant"
    language: str = ""
    instruction_text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Record:
    """A transcript at one moment; safe to hand to another thread.

    Attributes:
        conversation_id: the same wherever the conversation is kept, exported or imported.
        usage: tokens and estimated cost, by the names that the session's metrics give them.
        is_title_given: whether the title is the person's, not made of what was said first.
    """

    title: str
    started_at: datetime
    setting: TalkSetting
    entries: tuple[Entry, ...]
    conversation_id: str = ""
    usage: JsonObject = field(default_factory=dict, hash=False)
    is_title_given: bool = True


class TranscriptKeeper(Protocol):
    """Whoever puts a transcript on disk; told of each change before the listener is."""

    def on_entry(self, index: int, entry: Entry) -> None:
        """The entry at ``index`` is new or was replaced."""
        ...

    def on_removed(self, entry_id: int) -> None:
        """An entry is gone."""
        ...


class Transcript:
    """The entries of one conversation. Used on the main thread only.

    Attributes:
        keeper: told of each change first: append first, show second.
        listener: told of each change after it happened.
        setting: with what the talk is held.
        title: given by the person, or "".
        conversation_id: no other conversation has it.
        usage: tokens and estimated cost so far.
        spoken: when the entries were said aloud.
    """

    def __init__(self, clock: Clock) -> None:
        self.keeper: TranscriptKeeper | None = None
        self.listener: Listener[TranscriptEvent] | None = None
        self.setting = TalkSetting()
        self.title = ""
        self.conversation_id = uuid4().hex
        self.usage: JsonObject = {}
        self.started_at = clock.wall_time()
        self.started_s = clock.now_s()
        self._entries: list[Entry] = []
        self._next_id = 1
        self._held_back: set[int] = set()
        self.spoken = SpokenTimes(self._tell_when_spoken)

    @classmethod
    def resumed(cls, record: Record, title: str, duration_s: float, clock: Clock) -> Transcript:
        """The conversation of ``record`` as it goes on now; its clock stood still meanwhile.

        ``title`` is what the person called it, ``duration_s`` how long it has lasted.
        """
        transcript = cls(clock)
        transcript.title = title
        transcript.setting = record.setting
        transcript.conversation_id = record.conversation_id
        transcript.usage = dict(record.usage)
        transcript.started_at = record.started_at
        transcript.started_s = clock.now_s() - duration_s
        transcript._entries = list(record.entries)
        transcript._next_id = 1 + max((entry.entry_id for entry in record.entries), default=0)
        return transcript

    @property
    def entries(self) -> Sequence[Entry]:
        """All entries in spoken order; a live view, not a copy."""
        return self._entries

    def record(self) -> Record:
        """The transcript as it is now."""
        return Record(
            self.title,
            self.started_at,
            self.setting,
            tuple(self._entries),
            self.conversation_id,
            self.usage,
        )

    def shown(self, index: int) -> Entry:
        """The entry as it may be shown: what is not kept yet is not shown as final."""
        entry = self._entries[index]
        return unsettled(entry) if entry.entry_id in self._held_back else entry

    def hold_back(self, entry_id: int) -> None:
        """Do not show the entry as final until it is released. For the keeper."""
        self._held_back.add(entry_id)

    def release(self, entry_ids: Collection[int]) -> None:
        """These entries are kept: show them as they are. Idempotent. For the keeper."""
        for entry_id in self._held_back.intersection(entry_ids):
            self._held_back.discard(entry_id)
            index = self.index_of(entry_id)
            if index is not None:
                self._tell(EntryChanged(index))

    def release_all(self) -> None:
        """Nothing is held back any more."""
        self.release(tuple(self._held_back))

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
        entry = self.spoken.stamped(entry, self.started_s)
        self._entries.insert(index, entry)
        self._keep(index, entry)
        self._tell(EntryAdded(index))

    def append(self, entry: Entry) -> None:
        """Put ``entry`` at the end."""
        self.insert(len(self._entries), entry)

    def replace(self, entry: Entry) -> None:
        """Put ``entry`` in place of the one with its id; no change is no event."""
        index = self.index_of(entry.entry_id)
        entry = self.spoken.stamped(entry, self.started_s)
        if index is not None and self._entries[index] != entry:
            self._entries[index] = entry
            self._keep(index, entry)
            self._tell(EntryChanged(index))

    def remove(self, entry_id: int) -> None:
        """Take an entry out. Idempotent."""
        index = self.index_of(entry_id)
        if index is not None:
            del self._entries[index]
            if self.keeper is not None:
                self.keeper.on_removed(entry_id)
            self._tell(EntryRemoved(index))

    def _tell_when_spoken(self, entry_id: int) -> None:
        index = self.index_of(entry_id)
        if index is not None:
            self.replace(self._entries[index])

    def _keep(self, index: int, entry: Entry) -> None:
        if self.keeper is not None:
            self.keeper.on_entry(index, entry)

    def _tell(self, event: TranscriptEvent) -> None:
        if self.listener is not None:
            self.listener(event)
