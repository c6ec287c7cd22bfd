"""The store of all conversations, for the rest of the program."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any, TypeAlias, TypeVar

from livedesk.core.clock import Clock, SystemClock
from livedesk.core.listeners import Listener
from livedesk.core.paths import data_dir
from livedesk.transcript.store import changes, deletion
from livedesk.transcript.store.database import open_for_reading
from livedesk.transcript.store.opening import StoreOpening
from livedesk.transcript.store.reports import StoreReport
from livedesk.transcript.store.rows import Head, Placed, microseconds
from livedesk.transcript.store.writer import Writer

T = TypeVar("T")
# Calls what it is given on the thread that reports are wanted on.
Deliver: TypeAlias = Callable[[Callable[[], None]], object]


def default_path() -> Path:
    """Where conversations are kept; recordings lie in the folder ``recordings`` beside it."""
    return data_dir() / "conversations" / "conversations.db"


def recordings_folder(store_path: Path) -> Path:
    """Where the sound of the conversations of a store lies."""
    return store_path.parent / "recordings"


class TranscriptStore:
    """Keeps conversations in one SQLite file. Any thread may call; no call waits for the disk.

    ``start`` and ``close`` once each. ``close`` waits until everything is written, so it belongs
    on another thread than the window's. Reading has connections of its own: see ``reading``.

    Attributes:
        listener: told of each ``StoreReport`` by way of ``deliver``.
    """

    def __init__(
        self,
        path: Path,
        clock: Clock | None = None,
        *,
        deliver: Deliver | None = None,
    ) -> None:
        self.path = path
        self.listener: Listener[StoreReport] | None = None
        self._clock = clock or SystemClock()
        self._deliver = deliver
        self._writer = Writer(
            StoreOpening(path, self._clock, self._report),
            self._report,
            forget=self._forget_now,
        )
        self._cleaning_mark = path.with_suffix(".cleaning")
        self._cleaning: deletion.Cleaning | None = None
        self._is_started = False

    def start(self) -> None:
        """Open the file in the background. Idempotent."""
        if not self._is_started:
            self._is_started = True
            self._writer.start()
            if self._cleaning_mark.exists():
                self._writer.add_chore(deletion.Cleaning(self._cleaning_mark).step)

    def close(self) -> None:
        """Write what is left and end the open conversations. Idempotent."""
        if self._is_started:
            self._writer.tell(self._writer.backlog.end_all)
            self._writer.close()

    def put_head(self, head: Head) -> None:
        """A conversation begins, or something about it changed."""
        self._writer.tell(lambda: self._writer.backlog.put_head(head))

    def put(self, uuid: str, placed: Placed) -> None:
        """An entry is new or changed; ``EntriesKept`` tells when it is on the disk."""
        self._writer.tell(lambda: self._writer.backlog.put(uuid, placed, time.monotonic()))

    def remove(self, uuid: str, number: int) -> None:
        """An entry is gone."""
        self._writer.tell(lambda: self._writer.backlog.remove(uuid, number))

    def end(self, uuid: str) -> None:
        """Nothing more comes of this conversation."""
        self._writer.tell(lambda: self._writer.backlog.end(uuid, "ended"))

    def forget(self, uuid: str) -> None:
        """Keep nothing of this conversation and delete what was kept; ``Forgotten`` tells when."""
        self._writer.tell(lambda: self._writer.backlog.forget(uuid))

    def run(self, job: Callable[[sqlite3.Connection], T]) -> Future[T]:
        """Change something by a job of one's own, on the writer's thread.

        The future fails with a StoreError where the store does not work.
        """
        future: Future[Any] = self._writer.run(job)
        return future

    def hide(self, uuids: Sequence[str]) -> Future[None]:
        """Delete so that it can be undone: ``unhide`` brings it back, ``purge`` makes it final."""
        now_us = microseconds(self._clock.wall_time())
        return self.run(lambda connection: deletion.hide(connection, uuids, now_us))

    def unhide(self, uuids: Sequence[str]) -> Future[int]:
        """Undo ``hide``; the future tells how many conversations came back."""
        return self.run(lambda connection: deletion.unhide(connection, uuids))

    def purge(self, uuids: Sequence[str]) -> Future[int]:
        """Delete for good, sound and all; the future tells how many conversations there were."""
        return self._purge(lambda connection: list(uuids))

    def purge_hidden(self, deleted_before_us: int) -> Future[int]:
        """Make every deletion final that is older than that."""
        return self._purge(lambda c: deletion.hidden_before(c, deleted_before_us))

    def purge_older(self, began_before_us: int) -> Future[int]:
        """Delete conversations for good that began before then, but no pinned or open ones."""
        return self._purge(lambda c: deletion.ended_before(c, began_before_us))

    def purge_all(self) -> Future[int]:
        """Delete every conversation for good that no LiveDesk holds open, and what was lost."""

        def job(connection: sqlite3.Connection) -> int:
            n_purged = self._purge_now(connection, deletion.all_closed(connection))
            deletion.erase_leftovers(connection, self.path, recordings_folder(self.path))
            return n_purged

        return self.run(job)

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection for the functions of ``reading`` and ``search``, on the calling thread.

        Raises:
            StoreError: there is no store that can be read.
        """
        with contextlib.closing(open_for_reading(self.path)) as connection:
            yield connection

    def _purge(self, choose: Callable[[sqlite3.Connection], list[str]]) -> Future[int]:
        return self.run(lambda connection: self._purge_now(connection, choose(connection)))

    def _purge_now(self, connection: sqlite3.Connection, uuids: Sequence[str]) -> int:
        if not uuids:
            return 0
        # Its mark lies there first, for a crash may follow the deletion at once.
        if self._cleaning is None:
            self._cleaning = deletion.Cleaning(self._cleaning_mark)
        else:
            self._cleaning.begin_again()
        n_purged = deletion.purge(connection, uuids, recordings_folder(self.path))
        self._writer.add_chore(self._cleaning.step)
        return n_purged

    def _forget_now(self, connection: sqlite3.Connection, uuid: str) -> bool:
        self._purge_now(connection, [uuid])
        return changes.row_of(connection, uuid) is None

    def _report(self, report: StoreReport) -> None:
        def tell() -> None:
            if self.listener is not None:
                self.listener(report)

        if self._deliver is None:
            tell()
        else:
            self._deliver(tell)
