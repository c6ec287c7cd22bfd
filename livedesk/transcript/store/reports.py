"""What a store tells. Each is told on the thread that ``TranscriptStore`` was asked to use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from livedesk.core.errors import StoreError


@dataclass(frozen=True, slots=True)
class StoreOpened:
    """Conversations are kept from now on; ``n_broken_off`` were cut short by a crash."""

    n_broken_off: int


@dataclass(frozen=True, slots=True)
class EntriesKept:
    """These entries of the conversation are on the disk and stay there."""

    uuid: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Nothing is kept of this conversation any more; what was is deleted."""

    uuid: str


@dataclass(frozen=True, slots=True)
class NotDone:
    """Something of a conversation cannot be kept, or deleted, now or later; all else goes on."""

    error: StoreError


@dataclass(frozen=True, slots=True)
class StoreFailing:
    """Nothing reaches the disk for now; it is kept in memory and tried again."""

    error: StoreError


@dataclass(frozen=True, slots=True)
class StoreReplaced:
    """The damaged file was put aside; the error says where and what was saved of it."""

    error: StoreError


@dataclass(frozen=True, slots=True)
class StoreWell:
    """All that was kept in memory is on the disk again."""


@dataclass(frozen=True, slots=True)
class TalkForked:
    """Another LiveDesk goes on with conversation ``uuid``; what is said here is kept as ``copy``.

    All of it is there, from its beginning.
    """

    uuid: str
    copy: str


StoreReport: TypeAlias = (
    StoreOpened
    | EntriesKept
    | Forgotten
    | NotDone
    | StoreFailing
    | StoreReplaced
    | StoreWell
    | TalkForked
)
