"""The tables of the conversation as a Qt object: attached, removed, asked about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.core.analysis import Analyser, Analysis, DataFile, DataKind
from livedesk.core.errors import InputFileError
from livedesk.core.paths import resource_path
from livedesk.core.tasks import TaskSet
from livedesk.tools.analyst.data_files import read_data_file
from livedesk.tools.analyst.isolation import isolation
from livedesk.tools.analyst.local_analyser import LocalAnalyser

MOST_FILES = 5
_SAMPLE = ("data", "penguins.csv")


class DataDesk(QObject):
    """Keeps what the person attached, as it was then; another conversation has none of it.

    Signals:
        files_changed(tuple[DataFile, ...]): what is attached now.
        failed(InputFileError): a file is of no use; the others stay.
        attached(DataFile): one more can be asked about.
        isolation_found(Isolation): what holds an analysis on this computer.
    """

    files_changed = Signal(object)
    failed = Signal(object)
    attached = Signal(object)
    isolation_found = Signal(object)

    def __init__(
        self, by_account: Callable[[], Analyser | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.files: tuple[DataFile, ...] = ()
        self._by_account = by_account
        self._local = LocalAnalyser()
        self._tasks = TaskSet()

    def analyser(self) -> Analyser:
        """Who answers questions now: Gemini where there is a key, else this computer."""
        remote = self._by_account()
        return self._local if remote is None else _AsCsv(remote, self._local)

    async def aclose(self) -> None:
        """Read no more. Idempotent."""
        await self._tasks.aclose()

    @Slot()
    def find_isolation(self) -> None:
        """Find out what holds an analysis on this computer, beside the main thread."""
        self._tasks.spawn(self._find_isolation(), name="try the sandbox")

    async def _find_isolation(self) -> None:
        self.isolation_found.emit(await asyncio.to_thread(isolation))

    @Slot(object)
    def attach(self, paths: tuple[Path, ...]) -> None:
        """Read these files and attach them; one of a name that is there already takes its place."""
        self._tasks.spawn(self._attach(tuple(paths)), name="attach data")

    @Slot()
    def attach_sample(self) -> None:
        """Attach the table that comes with LiveDesk."""
        self.attach((resource_path(*_SAMPLE),))

    @Slot(str)
    def remove(self, name: str) -> None:
        """Detach a file. Idempotent."""
        self._set(tuple(file for file in self.files if file.name != name))

    @Slot()
    def clear(self) -> None:
        """Another conversation has begun."""
        self._set(())

    async def _attach(self, paths: tuple[Path, ...]) -> None:
        for path in paths:
            try:
                file = await asyncio.to_thread(read_data_file, path)
                self._add(file)
            except InputFileError as error:
                self.failed.emit(error)

    def _add(self, file: DataFile) -> None:
        others = tuple(other for other in self.files if other.name != file.name)
        if len(others) >= MOST_FILES:
            raise InputFileError(
                f"“{file.name}” was not attached: {MOST_FILES} files are the most.",
                "Remove one of the others.",
            )
        self._set((*others, file))
        self.attached.emit(file)

    def _set(self, files: tuple[DataFile, ...]) -> None:
        if files != self.files:
            self.files = files
            self.files_changed.emit(files)


class _AsCsv:
    """Gives tables of every kind to an ``Analyser`` that takes CSV only."""

    def __init__(self, remote: Analyser, local: LocalAnalyser) -> None:
        self._remote = remote
        self._local = local

    async def analyse(self, question: str, file: DataFile) -> Analysis:
        """Answer, see ``Analyser``."""
        if file.kind is not DataKind.CSV:
            content = await self._local.as_csv(file)
            file = replace(file, kind=DataKind.CSV, content=content)
        return await self._remote.analyse(question, file)
