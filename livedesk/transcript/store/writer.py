"""The one thread that writes to the store: one transaction for each finished utterance."""

from __future__ import annotations

import queue
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeAlias

from livedesk.core.errors import StoreError
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.transcript.store import changes
from livedesk.transcript.store.backlog import Backlog, Change
from livedesk.transcript.store.chores import Chore, Chores
from livedesk.transcript.store.database import transaction
from livedesk.transcript.store.faults import explained, undeletable, unwritable
from livedesk.transcript.store.holding import HeldElsewhereError, check_holder, let_go
from livedesk.transcript.store.opens import Opening
from livedesk.transcript.store.reports import (
    EntriesKept,
    Forgotten,
    NotDone,
    StoreFailing,
    StoreReport,
    StoreWell,
    TalkForked,
)
from livedesk.transcript.store.rows import Head

Job: TypeAlias = Callable[[sqlite3.Connection], Any]
_Command: TypeAlias = Callable[[], None]

_log = get_logger("store")
# Nobody waits for a retry, but what is not on the disk should not stay so for long.
_FIRST_RETRY_S = 1.0
_LAST_RETRY_S = 10.0
# Nobody waits at the end for what can go on at the next start.
_CHORES_AT_END_S = 1.0
# A disk that damages every new file is not to be filled with them.
_MOST_REPLACED = 3
# Errors of one entry's content, which the next attempt would meet again.
_UNWRITABLE = (TypeError, ValueError, OverflowError, sqlite3.IntegrityError, sqlite3.DataError)


class Writer:
    """Takes commands from any thread and carries them out on its own, in order.

    ``listener`` is called on the writer's thread, and so is ``forget``, which deletes what was
    kept of a conversation and returns whether nothing of it is left.
    """

    def __init__(
        self,
        opening: Opening,
        listener: Listener[StoreReport],
        forget: Callable[[sqlite3.Connection, str], bool],
    ) -> None:
        self.backlog = Backlog()
        self._forget = forget
        self._opening = opening
        self._listener = listener
        self._inbox: queue.SimpleQueue[_Command | None] = queue.SimpleQueue()
        self._chores = Chores()
        self._connection: sqlite3.Connection | None = None
        self._n_replaced = 0
        self._failure: StoreError | None = None
        self._retry_at_s = 0.0
        self._retry_s = _FIRST_RETRY_S
        self._thread = threading.Thread(target=self._run, name="store")

    def start(self) -> None:
        """Open the database and begin to write."""
        self._thread.start()

    def tell(self, command: _Command) -> None:
        """Carry out ``command``, which changes the backlog. Returns at once."""
        self._inbox.put(command)

    def run(self, job: Job) -> Future[Any]:
        """Carry out ``job`` with the connection, outside of a transaction, after what came before.

        The future fails with a StoreError where the store does not work.
        """
        future: Future[Any] = Future()
        self._inbox.put(lambda: self._run_job(job, future))
        return future

    def add_chore(self, chore: Chore) -> None:
        """Call ``chore`` whenever there is nothing else to do, until it returns None."""
        self._inbox.put(lambda: self._chores.add(chore, time.monotonic()))

    def close(self) -> None:
        """Write what is left, do chores for a second, and end the thread. Idempotent."""
        self._inbox.put(None)
        if self._thread.ident is not None:
            self._thread.join()

    def _run(self) -> None:
        self._try(self._connect)
        is_closing = False
        while not is_closing:
            is_closing = self._take_commands()
            self._write_due(is_closing=is_closing)
            if self._inbox.empty() and not is_closing:
                self._do_chore()
        end_s = time.monotonic() + _CHORES_AT_END_S
        while self._connection is not None and time.monotonic() < end_s and self._do_chore():
            pass
        if not self.backlog.is_empty:
            _log.error("closed with conversations that could not be written")
        self._opening.close(self._connection)

    def _take_commands(self) -> bool:
        """Wait for a command or for what is due; returns whether it was the last one."""
        try:
            command = self._inbox.get(timeout=self._wait_s())
        except queue.Empty:
            return False
        while command is not None:
            try:
                command()
            except Exception:  # noqa: BLE001 - a thread's main: the next command must still work
                _log.exception("a command to the store failed")
            try:
                command = self._inbox.get_nowait()
            except queue.Empty:
                return False
        return True

    def _wait_s(self) -> float | None:
        if self._connection is None:
            return max(0.0, self._retry_at_s - time.monotonic())
        now_s = time.monotonic()
        waits_s = (self._chores.wait_s(now_s), self.backlog.wait_s(now_s))
        return min((wait_s for wait_s in waits_s if wait_s is not None), default=None)

    def _write_due(self, *, is_closing: bool) -> None:
        if self._connection is None and (is_closing or time.monotonic() >= self._retry_at_s):
            self._try(self._connect)
        if self._connection is not None:
            self._try(self._write_backlog)
        if self._connection is None and self._retry_at_s == 0.0:  # replaced: go on at once
            self._try(self._connect)
            self._try(self._write_backlog)

    def _write_backlog(self) -> None:
        while self._connection is not None:
            change = self.backlog.next_change(time.monotonic())
            if change is None:
                break
            self._write(self._connection, change)
        if self._failure is not None and self._connection is not None:
            self._failure = None
            self._retry_s = _FIRST_RETRY_S
            self._listener(StoreWell())

    def _write(self, connection: sqlite3.Connection, change: Change) -> None:
        if change.head is None:
            is_gone = self._forget(connection, change.uuid)
            self.backlog.done(change)
            self._listener(Forgotten(change.uuid) if is_gone else NotDone(undeletable()))
            return
        try:
            with transaction(connection):
                self._apply(connection, change.head, change)
        except HeldElsewhereError:
            self._fork(connection, change)
            return
        except _UNWRITABLE as error:
            _log.error("an entry cannot be written: %s", type(error).__name__)
            if self.backlog.use_last_head(change):
                return  # the head was at fault; what was said is written with the one before
            self.backlog.done(change)
            self._listener(NotDone(unwritable(error)))
            return
        if self._has_left():
            return
        self.backlog.done(change)
        self._listener(EntriesKept(change.uuid, tuple(p.number for p in change.placed)))

    def _has_left(self) -> bool:
        """Whether the file was moved away: then what is open is written anew, where it was."""
        if self._connection is None or not self._opening.is_moved():
            return False
        self._opening.leave_moved(self._connection)
        self._connection = None
        self._retry_at_s = 0.0
        self.backlog.all_is_new(time.monotonic())
        return True

    def _fork(self, connection: sqlite3.Connection, change: Change) -> None:
        """Somebody else goes on with this conversation: here it becomes one of its own."""
        let_go(connection, change.uuid, self._opening.owner)
        copy = self.backlog.fork(change.uuid, time.monotonic())
        self._listener(TalkForked(change.uuid, copy))

    def _apply(self, connection: sqlite3.Connection, head: Head, change: Change) -> None:
        check_holder(connection, change, self._opening.owner, self._opening.is_running)
        conversation = changes.put_head(connection, head, self._opening.owner)
        for number in change.removed:
            changes.remove_entry(connection, conversation, number)
        for placed in change.placed:
            changes.put_entry(connection, conversation, placed)
        if change.end_state:
            changes.end(connection, conversation, change.end_state)

    def _run_job(self, job: Job, future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return  # nobody waits for it any more
        if self._has_left() or self._connection is None:
            self._try(self._connect)
        self._try(self._write_backlog)
        if self._connection is None:
            future.set_exception(self._failure or StoreError("The conversations cannot be read."))
            return
        try:
            future.set_result(job(self._connection))
        except (sqlite3.Error, OSError) as error:
            explanation = explained(error)
            future.set_exception(explanation)
            if explanation.is_damage:
                self._fail(explanation)
        except BaseException as error:  # noqa: BLE001 - whoever waits for the future handles it
            future.set_exception(error)

    def _do_chore(self) -> bool:
        """Do a step of what may go on now; returns whether there was any."""
        chore = self._chores.take(time.monotonic())
        if chore is not None:
            self._try(lambda: self._step(chore))
        return chore is not None

    def _step(self, chore: Chore) -> None:
        """One step; a chore that fails is dropped, for the next one of its kind does its work."""
        wait_s = None if self._connection is None else chore(self._connection)
        if wait_s is not None:
            self._chores.add(chore, time.monotonic() + wait_s)

    def _connect(self) -> None:
        self._connection = self._opening.open()

    def _try(self, action: _Command) -> None:
        try:
            action()
        except StoreError as error:
            self._fail(error)
        except (sqlite3.Error, OSError) as error:
            self._fail(explained(error))
        except Exception as error:  # noqa: BLE001 - a thread's main: it must go on
            _log.exception("the store failed unexpectedly")
            self._fail(StoreError("The conversation could not be kept.", detail=repr(type(error))))

    def _fail(self, error: StoreError) -> None:
        _log.info("store failing: %s", error.detail)
        if not self._has_left() and self._connection is not None:
            self._connection.close()
            self._connection = None
        if error.is_damage and self._n_replaced < _MOST_REPLACED:
            failure = self._replace_damaged(error)
            if failure is None:
                self._retry_at_s = 0.0
                return
            error = failure
        self._retry_at_s = time.monotonic() + self._retry_s
        self._retry_s = min(_LAST_RETRY_S, self._retry_s * 2)
        is_news = self._failure is None or str(self._failure) != str(error)
        self._failure = error
        if is_news:
            self._listener(StoreFailing(error))

    def _replace_damaged(self, error: StoreError) -> StoreError | None:
        """Put the damaged file aside; returns why that is not possible."""
        try:
            self._opening.replace_damaged(error)
        except StoreError as failure:
            return failure
        self._n_replaced += 1
        self.backlog.all_is_new(time.monotonic())
        return None
