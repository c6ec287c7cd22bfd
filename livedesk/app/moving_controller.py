"""Conversations on their way to and from other computers, without the window waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from livedesk.app.keeping_controller import KeepingController
from livedesk.core.errors import InputFileError, LiveDeskError
from livedesk.core.tasks import TaskSet
from livedesk.transcript.export.import_json import read
from livedesk.transcript.store.adding import add
from livedesk.transcript.store.backup import back_up, bring_back


class Work(Enum):
    """What is being done."""

    IMPORT = "import"
    BACKUP = "backup"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of it.

    Attributes:
        path: the file, or the last of several.
        n_added: so many conversations are here that were not.
        n_known: so many were here already, and stay as they were.
        refused: why single files were left out.
    """

    work: Work
    path: Path
    n_added: int = 0
    n_known: int = 0
    refused: tuple[LiveDeskError, ...] = ()


class MovingController(QObject):
    """Does one thing at a time; what is wished for meanwhile is left undone.

    Signals:
        began(Work): it takes a while from now on.
        advanced(int, int): so many files of so many are done.
        ended(Outcome): it is done.
        failed(LiveDeskError): it could not be done; what came in before stays.
    """

    began = Signal(object)
    advanced = Signal(int, int)
    ended = Signal(object)
    failed = Signal(object)

    def __init__(self, keeping: KeepingController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = keeping.store
        self._tasks = TaskSet()
        self._task: asyncio.Task[None] | None = None
        self._work: Work | None = None

    @property
    def work(self) -> Work | None:
        """What is being done."""
        return self._work

    def bring_in(self, paths: Sequence[Path]) -> None:
        """Add the conversations of files that another LiveDesk exported as JSON."""
        self._begin(Work.IMPORT, self._bring_in(tuple(paths)))

    def back_up(self, path: Path) -> None:
        """Write all conversations and recordings into one file; a talk may go on."""
        self._begin(Work.BACKUP, self._back_up(path))

    def restore(self, path: Path) -> None:
        """Add what a backup holds and the store does not."""
        self._begin(Work.RESTORE, self._restore(path))

    async def aclose(self) -> None:
        """Wait until the file is whole. Idempotent."""
        if self._task is not None:
            await asyncio.wait({self._task})
        await self._tasks.aclose()

    def _begin(self, work: Work, doing: Coroutine[Any, Any, Outcome]) -> None:
        if self._work is not None:
            doing.close()
            return
        self._work = work
        self._task = self._tasks.spawn(self._do(doing), name=work.value)
        self.began.emit(work)

    async def _do(self, doing: Coroutine[Any, Any, Outcome]) -> None:
        try:
            outcome = await doing
        except LiveDeskError as error:
            self.failed.emit(error)
        else:
            self.ended.emit(outcome)
        finally:
            self._work = None

    async def _bring_in(self, paths: tuple[Path, ...]) -> Outcome:
        n_added = n_known = 0
        refused: list[LiveDeskError] = []
        for n_done, path in enumerate(paths, start=1):
            try:
                record = await asyncio.to_thread(read, path)
            except InputFileError as error:
                refused.append(error)
            else:
                is_new = await asyncio.wrap_future(self._store.run(partial(add, record=record)))
                n_added, n_known = n_added + is_new, n_known + (not is_new)
            self.advanced.emit(n_done, len(paths))
        return Outcome(Work.IMPORT, paths[-1], n_added, n_known, tuple(refused))

    async def _back_up(self, path: Path) -> Outcome:
        await asyncio.to_thread(back_up, self._store.path, path)
        return Outcome(Work.BACKUP, path)

    async def _restore(self, path: Path) -> Outcome:
        n_added = await asyncio.to_thread(bring_back, path, self._store.path)
        return Outcome(Work.RESTORE, path, n_added)
