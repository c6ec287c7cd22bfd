"""What is not on the disk yet, and what of it is to be written next. Pure: receives the time."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import uuid4

from livedesk.transcript.entries import is_settled
from livedesk.transcript.store.rows import Head, Placed

# Words that are still being spoken are written together, so that the disk holds nothing older
# than a second; half of it is left for a slow disk.
INTERIM_AGE_S = 0.5


@dataclass(frozen=True, slots=True)
class Change:
    """One transaction. ``end_state`` is "" as long as the talk goes on.

    Without a head, what was written of the conversation is to be deleted.
    """

    uuid: str
    head: Head | None
    placed: tuple[Placed, ...] = ()
    removed: tuple[int, ...] = ()
    end_state: str = ""


@dataclass
class _Talk:
    """One open conversation: all of it, and which of it is new."""

    head: Head
    written_head: Head | None = None
    is_head_new: bool = True
    entries: dict[int, Placed] = field(default_factory=dict)
    new_since_s: dict[int, float] = field(default_factory=dict)
    removed: set[int] = field(default_factory=set)
    end_state: str = ""

    def all_is_new(self, now_s: float) -> None:
        """Nothing of it is on the disk any more."""
        self.is_head_new = True
        self.removed.clear()
        self.new_since_s = dict.fromkeys(self.entries, now_s)


class Backlog:
    """Holds every open conversation whole, so that a lost file can be written anew."""

    def __init__(self) -> None:
        self._talks: dict[str, _Talk] = {}
        self._forgotten: dict[str, Change] = {}
        # Whoever does not know yet that a conversation became another one still uses its old name.
        self._copies: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        """Whether everything is on the disk."""
        return not self._forgotten and all(
            not (t.is_head_new or t.new_since_s or t.removed or t.end_state)
            for t in self._talks.values()
        )

    def put_head(self, head: Head) -> None:
        """A conversation began, or something about it changed."""
        head = replace(head, uuid=self._name(head.uuid))
        talk = self._talks.setdefault(head.uuid, _Talk(head))
        talk.is_head_new = talk.is_head_new or talk.head != head
        talk.head = head
        talk.end_state = ""

    def put(self, uuid: str, placed: Placed, now_s: float) -> None:
        """An entry is new or changed; of a conversation without a head nothing is written."""
        talk = self._talks.get(self._name(uuid))
        if talk is None:
            return
        talk.entries[placed.number] = placed
        talk.new_since_s.setdefault(placed.number, now_s)

    def remove(self, uuid: str, number: int) -> None:
        """An entry is gone."""
        talk = self._talks.get(self._name(uuid))
        if talk is None:
            return
        talk.entries.pop(number, None)
        talk.new_since_s.pop(number, None)
        talk.removed.add(number)

    def end(self, uuid: str, state: str) -> None:
        """Nothing more comes of this conversation."""
        talk = self._talks.get(self._name(uuid))
        if talk is not None:
            talk.end_state = state

    def forget(self, uuid: str) -> None:
        """Write nothing of this conversation any more, and delete what was. Idempotent."""
        name = self._name(uuid)
        self._drop(name)
        self._forgotten[name] = Change(name, None)

    def fork(self, uuid: str, now_s: float) -> str:
        """Keep the conversation under another name, which is returned; all of it is new."""
        copy = uuid4().hex
        talk = self._talks.pop(uuid)
        talk.head = replace(talk.head, uuid=copy)
        self._talks[copy] = talk
        self._copies[uuid] = copy
        talk.all_is_new(now_s)
        return copy

    def end_all(self) -> None:
        """Nothing more comes at all."""
        for uuid in self._talks:
            self.end(uuid, "ended")

    def next_change(self, now_s: float) -> Change | None:
        """What to write now: one finished entry, else unfinished ones that are old enough."""
        if self._forgotten:
            return next(iter(self._forgotten.values()))
        for uuid, talk in self._talks.items():
            numbers = self._due(talk, now_s)
            if numbers or talk.is_head_new or talk.removed:
                placed = tuple(talk.entries[number] for number in numbers)
                return Change(uuid, talk.head, placed, tuple(talk.removed))
            if talk.end_state:
                return Change(uuid, talk.head, end_state=talk.end_state)
        return None

    def wait_s(self, now_s: float) -> float | None:
        """How long until something is due; None if only new words can make it so."""
        ages = [since for talk in self._talks.values() for since in talk.new_since_s.values()]
        return max(0.0, min(ages) + INTERIM_AGE_S - now_s) if ages else None

    def done(self, change: Change) -> None:
        """``change`` is on the disk, or can never be."""
        if change.head is None:
            self._forgotten.pop(change.uuid, None)
            return
        talk = self._talks.get(change.uuid)
        if talk is None:
            return
        talk.is_head_new = talk.is_head_new and talk.head is not change.head
        talk.written_head = change.head
        for placed in change.placed:
            if talk.entries.get(placed.number) is placed:
                talk.new_since_s.pop(placed.number, None)
        talk.removed.difference_update(change.removed)
        if change.end_state and talk.end_state == change.end_state:
            self._drop(change.uuid)

    def use_last_head(self, change: Change) -> bool:
        """The head of ``change`` cannot be written: go on with the one before, or a plain one.

        Returns:
            Whether that makes a difference: False where it was that one already.
        """
        talk = self._talks.get(change.uuid)
        if talk is None or change.head is None:
            return False
        instead = talk.written_head or Head(change.uuid, change.head.started_at)
        if change.head == instead:
            return False
        if talk.head is change.head:
            talk.head = instead
        return True

    def all_is_new(self, now_s: float) -> None:
        """The file is gone: all of the open conversations has to be written again."""
        for talk in self._talks.values():
            talk.all_is_new(now_s)

    def _name(self, uuid: str) -> str:
        return self._copies.get(uuid, uuid)

    def _drop(self, uuid: str) -> None:
        self._talks.pop(uuid, None)
        self._copies = {old: copy for old, copy in self._copies.items() if copy != uuid}

    @staticmethod
    def _due(talk: _Talk, now_s: float) -> tuple[int, ...]:
        for number in talk.new_since_s:
            if is_settled(talk.entries[number].entry):
                return (number,)
        if talk.end_state:
            return tuple(talk.new_since_s)
        return tuple(n for n, s in talk.new_since_s.items() if now_s - s >= INTERIM_AGE_S)
