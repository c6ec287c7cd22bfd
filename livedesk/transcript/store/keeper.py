"""Puts a running conversation into the store, before it is shown."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from livedesk.core.listeners import Listener
from livedesk.transcript.entries import Entry, is_settled
from livedesk.transcript.model import Transcript
from livedesk.transcript.store.reports import (
    EntriesKept,
    NotDone,
    StoreFailing,
    StoreOpened,
    StoreReplaced,
    StoreReport,
    StoreWell,
    TalkForked,
)
from livedesk.transcript.store.rows import Head, Placed


class KeepsEntries(Protocol):
    """What a keeper asks of the store."""

    def put_head(self, head: Head) -> None: ...  # noqa: D102
    def put(self, uuid: str, placed: Placed) -> None: ...  # noqa: D102
    def remove(self, uuid: str, number: int) -> None: ...  # noqa: D102
    def end(self, uuid: str) -> None: ...  # noqa: D102
    def forget(self, uuid: str) -> object: ...  # noqa: D102


class Keeper:
    """Follows one transcript at a time. Called on the main thread only.

    An utterance that is not on the disk yet is not shown as final. Where the disk does not work,
    that is said, and then it is shown all the same.

    Attributes:
        listener: told of the store's reports that concern a person: all but ``EntriesKept``.
    """

    def __init__(self, store: KeepsEntries, *, keeps: bool = True) -> None:
        self.listener: Listener[StoreReport] | None = None
        self._store = store
        self._keeps = keeps
        self._transcript: Transcript | None = None
        self._positions: dict[int, float] = {}
        self._head: Head | None = None
        self._is_failing = False

    @property
    def keeps(self) -> bool:
        """Whether the conversation is kept."""
        return self._keeps

    def follow(self, transcript: Transcript) -> None:
        """Keep ``transcript`` from its first entry on; the one before has ended.

        What it holds already has been shown as final before, so it is not held back.
        """
        self.leave()
        self._transcript = transcript
        transcript.keeper = self
        if self._keeps:
            self._put_all(transcript)
            transcript.release_all()

    def leave(self) -> None:
        """Nothing more comes of the transcript that was followed. Idempotent."""
        transcript, self._transcript = self._transcript, None
        if transcript is None:
            return
        transcript.keeper = None
        if self._head is not None:
            self._store.end(transcript.conversation_id)
        transcript.release_all()
        self._head = None
        self._positions.clear()

    def set_keeps(self, keeps: bool) -> None:
        """Keep the conversation, or not: then what was kept of it is deleted. Idempotent."""
        if keeps is self._keeps:
            return
        self._keeps = keeps
        transcript = self._transcript
        if transcript is None:
            return
        if keeps:
            self._put_all(transcript)
        else:
            self._head = None
            self._positions.clear()
            self._store.forget(transcript.conversation_id)
            transcript.release_all()

    def note_facts(self) -> None:
        """Title, setting or usage of the transcript changed."""
        if self._transcript is not None and self._head is not None:
            self._put_head(self._transcript)

    def on_entry(self, index: int, entry: Entry) -> None:
        """The transcript's entry at ``index`` is new or was replaced."""
        transcript = self._transcript
        if transcript is None or not self._keeps:
            return
        self._put_head(transcript)
        position = self._positions.get(entry.entry_id)
        if position is None:
            position = self._place(transcript, index)
        if is_settled(entry) and not self._is_failing:
            transcript.hold_back(entry.entry_id)
        self._store.put(transcript.conversation_id, Placed(entry, position))

    def on_removed(self, entry_id: int) -> None:
        """The transcript lost an entry."""
        if self._transcript is not None and self._positions.pop(entry_id, None) is not None:
            self._store.remove(self._transcript.conversation_id, entry_id)

    def on_report(self, report: StoreReport) -> None:
        """The store tells something."""
        match report:
            case EntriesKept(uuid, numbers):
                self._release(uuid, numbers)
                return
            case StoreFailing() | StoreReplaced():
                self._is_failing = isinstance(report, StoreFailing)
                if self._transcript is not None and self._is_failing:
                    self._transcript.release_all()
            case NotDone():
                if self._transcript is not None:
                    self._transcript.release_all()
            case StoreWell() | StoreOpened():
                self._is_failing = False
            case TalkForked(uuid, copy):
                self._rename(uuid, copy)
        if self.listener is not None:
            self.listener(report)

    def _rename(self, uuid: str, copy: str) -> None:
        transcript = self._transcript
        if transcript is not None and transcript.conversation_id == uuid:
            transcript.conversation_id = copy

    def _release(self, uuid: str, numbers: Collection[int]) -> None:
        transcript = self._transcript
        if transcript is not None and transcript.conversation_id == uuid:
            transcript.release(numbers)

    def _put_all(self, transcript: Transcript) -> None:
        for index, entry in enumerate(transcript.entries):
            self.on_entry(index, entry)

    def _put_head(self, transcript: Transcript) -> None:
        head = Head(
            transcript.conversation_id,
            transcript.started_at,
            transcript.setting,
            transcript.title,
            transcript.usage,
        )
        if head != self._head:
            self._head = head
            self._store.put_head(head)

    def _place(self, transcript: Transcript, index: int) -> float:
        """A position between the neighbours'; where there is no room left, all are placed anew."""
        before = self._position_at(transcript, index - 1)
        after = self._position_at(transcript, index + 1)
        if before is None and after is None:
            position = 0.0
        elif before is None:
            position = (after or 0.0) - 1.0
        elif after is None:
            position = before + 1.0
        else:
            position = (before + after) / 2
            if not before < position < after:
                return self._place_all(transcript, index)
        self._positions[transcript.entries[index].entry_id] = position
        return position

    def _position_at(self, transcript: Transcript, index: int) -> float | None:
        if not 0 <= index < len(transcript.entries):
            return None
        return self._positions.get(transcript.entries[index].entry_id)

    def _place_all(self, transcript: Transcript, index: int) -> float:
        for place, entry in enumerate(transcript.entries):
            self._positions[entry.entry_id] = float(place)
            if place != index:
                self._store.put(transcript.conversation_id, Placed(entry, float(place)))
        return float(index)
