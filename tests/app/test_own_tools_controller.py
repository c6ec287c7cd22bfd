"""The person's own tools come with their trust, and go when a file changes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livedesk.app.own_tools_controller import OwnToolsController
from livedesk.app.settings_controller import SettingsController
from livedesk.core.clock import SystemClock
from livedesk.core.errors import ToolError
from livedesk.settings.store import SettingsStore
from livedesk.tools.builtin import builtin_registry

SOURCE = 'def {name}() -> str:\n    """Do it."""\n    return "done"\n'


class Desk:
    def __init__(self, folder: Path) -> None:
        self.folder = folder / "own"
        self.folder.mkdir()
        self.settings = SettingsController(SettingsStore(folder / "settings.json"))
        self.registry = builtin_registry(SystemClock())
        self.own = OwnToolsController(self.registry, self.settings)
        self.failures: list[ToolError] = []
        self.own.failed.connect(self.failures.append)

    def names(self) -> set[str]:
        return {tool.spec.name for tool in self.registry.tools() if tool.server}

    async def until(self, condition) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)


@pytest.fixture
async def desk(tmp_path: Path, qapp) -> AsyncIterator[Desk]:
    desk = Desk(tmp_path)
    yield desk
    await desk.own.aclose()
    await desk.settings.aclose()


async def test_a_file_is_used_once_it_is_trusted_and_until_it_changes(desk: Desk) -> None:
    (desk.folder / "mine.py").write_text(SOURCE.format(name="do_mine"))
    desk.own.choose_folder(str(desk.folder))
    await desk.until(lambda: desk.own.files)
    assert (desk.own.files[0].is_trusted, desk.names()) == (False, set())

    desk.own.trust("mine.py", desk.own.files[0].sha256)
    await desk.until(lambda: desk.names() == {"do_mine"})
    assert desk.own.files[0].n_tools == 1

    (desk.folder / "mine.py").write_text(SOURCE.format(name="do_other"))
    desk.own.refresh()
    await desk.until(lambda: not desk.names())
    assert not desk.own.files[0].is_trusted


async def test_a_name_that_is_taken_is_told_and_takes_nothing(desk: Desk) -> None:
    (desk.folder / "mine.py").write_text(SOURCE.format(name="calculate"))
    desk.own.choose_folder(str(desk.folder))
    await desk.until(lambda: desk.own.files)
    desk.own.trust("mine.py", desk.own.files[0].sha256)
    await desk.until(lambda: desk.failures)
    assert "calculate is there already" in str(desk.failures[0])
    assert desk.registry.get("calculate").server == ""
