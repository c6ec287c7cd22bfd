"""The person's own tools as a Qt object: looked for, trusted, loaded."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.settings_controller import SettingsController
from livedesk.core.errors import ToolError
from livedesk.core.tasks import TaskSet
from livedesk.tools.own_folder import OwnFile, own_files, own_tools
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.tool import Tool

_GROUP = "own"


@dataclass(frozen=True, slots=True)
class OwnFileState:
    """A file as the settings show it; ``fault`` is why it gives no tools, or ""."""

    name: str
    sha256: str
    is_trusted: bool
    n_tools: int = 0
    fault: str = ""


class OwnToolsController(QObject):
    """Loads what was trusted, beside the main thread; a file that changed waits to be trusted.

    Signals:
        changed(tuple[OwnFileState, ...]): the files of the folder, by name.
        failed(ToolError): the folder cannot be read, or two tools have one name.
    """

    changed = Signal(object)
    failed = Signal(object)

    def __init__(
        self, registry: ToolRegistry, settings: SettingsController, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._registry = registry
        self._settings = settings
        self._tasks = TaskSet()
        self._lock = asyncio.Lock()
        self.files: tuple[OwnFileState, ...] = ()

    async def prepare(self) -> None:
        """Load what was trusted."""
        await self._look()

    async def aclose(self) -> None:
        """Look no more. Idempotent."""
        await self._tasks.aclose()

    @Slot()
    def refresh(self) -> None:
        """Look at the folder again."""
        self._tasks.spawn(self._look(), name="look for own tools")

    @Slot(str)
    def choose_folder(self, folder: str) -> None:
        """Look there from now on; "" nowhere."""
        rules = self._settings.settings.tools
        self._settings.set_tools(rules.model_copy(update={"own_folder": folder}))
        self.refresh()

    @Slot(str, str)
    def trust(self, name: str, sha256: str) -> None:
        """The person trusts a file of exactly this content."""
        rules = self._settings.settings.tools
        trusted = {**rules.trusted, name: sha256}
        self._settings.set_tools(rules.model_copy(update={"trusted": trusted}))
        self.refresh()

    async def _look(self) -> None:
        async with self._lock:
            rules = self._settings.settings.tools
            try:
                found, tools = await asyncio.to_thread(
                    _loaded, rules.own_folder, dict(rules.trusted)
                )
                self._registry.set_group(_GROUP, tools)
            except ToolError as error:
                found = ()
                self._registry.remove_group(_GROUP)
                self.failed.emit(error)
            except ValueError as error:
                self._registry.remove_group(_GROUP)
                self.failed.emit(ToolError(f"Your own tools are not used: {error}."))
            self.files = found
            self.changed.emit(found)


def _loaded(
    folder: str, trusted: dict[str, str]
) -> tuple[tuple[OwnFileState, ...], tuple[Tool, ...]]:
    if not folder:
        return (), ()
    states: list[OwnFileState] = []
    tools: list[Tool] = []
    for file in own_files(Path(folder)):
        state, found = _load_one(file, trusted.get(file.name))
        states.append(state)
        tools += found
    return tuple(states), tuple(tools)


def _load_one(file: OwnFile, trusted_sha256: str | None) -> tuple[OwnFileState, tuple[Tool, ...]]:
    if trusted_sha256 != file.sha256:
        return OwnFileState(file.name, file.sha256, is_trusted=False), ()
    try:
        found = own_tools(file, trusted_sha256)
    except ToolError as error:
        fault = str(error)
        return OwnFileState(file.name, file.sha256, is_trusted=True, fault=fault), ()
    return OwnFileState(file.name, file.sha256, is_trusted=True, n_tools=len(found)), found
