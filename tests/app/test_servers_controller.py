"""MCP servers in the program: added, switched on and off, their secrets kept where they belong."""

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from helpers.mcp_desk import is_alive, pids, rough
from helpers.memory_keyring import LockedKeyring, MemoryKeyring

from livedesk.app import servers_controller
from livedesk.app.servers_controller import ServersController
from livedesk.app.settings_controller import SettingsController
from livedesk.app.tools_controller import ToolsController
from livedesk.core.clock import SystemClock
from livedesk.core.errors import LiveDeskError
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.settings.store import SettingsStore
from livedesk.tools.builtin import builtin_registry
from livedesk.tools.mcp_servers.config import Program
from livedesk.tools.mcp_servers.report import ServerState

SECRET = "correct-horse-battery-9"


class Desk:
    def __init__(self, folder: Path, keyring: MemoryKeyring) -> None:
        clock = SystemClock()
        self.keyring = keyring
        self.diary = folder / "diary"
        self.file = folder / "settings.json"
        self.settings = SettingsController(SettingsStore(self.file))
        self.registry = builtin_registry(clock)
        self.n_builtin = len(self.registry.tools())
        self.tools = ToolsController(self.registry, self.settings, clock)
        self.failures: list[LiveDeskError] = []
        self.renew()

    def renew(self) -> None:
        """As after another start of the program."""
        self.servers = ServersController(
            self.tools, self.settings, SystemClock(), KeyringStore(self.keyring)
        )
        self.servers.failed.connect(self.failures.append)

    def text(self, **env: str) -> str:
        way = rough("one", self.diary).way
        assert isinstance(way, Program)
        entry = {"command": way.command, "args": list(way.arguments), "env": env}
        return json.dumps({"mcpServers": {"one": entry}})

    def offered(self) -> set[str]:
        return {tool.spec.name for tool in self.registry.tools() if tool.server == "one"}

    async def until(self, condition) -> None:
        async with asyncio.timeout(30):
            while not condition():
                await asyncio.sleep(0.005)

    async def aclose(self) -> None:
        await self.servers.aclose()
        await self.settings.aclose()


@pytest.fixture
async def desk(tmp_path: Path, qapp) -> AsyncIterator[Desk]:
    made = Desk(tmp_path, MemoryKeyring())
    yield made
    await made.aclose()


async def test_a_server_is_added_run_and_forgotten(desk: Desk, tmp_path: Path):
    file = tmp_path / "client.json"
    file.write_text(desk.text(TOKEN=SECRET))
    desk.servers.import_file(str(file))
    await desk.until(lambda: desk.servers.views)
    (view,) = desk.servers.views
    assert (view.is_on, view.state, view.secret_names) == (False, ServerState.OFF, ("TOKEN",))
    assert not pids(desk.diary)  # nothing runs that was not switched on

    desk.servers.switch("one", True)
    await desk.until(desk.offered)
    desk.servers.switch_tool("one", "crash", False)
    assert "one__echo" in desk.offered()
    assert "one__crash" not in desk.offered()

    desk.tools.choose_policy("one/one__echo", "allow")
    await desk.settings.aclose()
    assert SECRET not in desk.file.read_text() + repr(desk.servers.views)
    assert any(SECRET in kept for kept in desk.keyring.kept.values())

    desk.servers.remove("one")
    await desk.until(lambda: not desk.offered() and not desk.keyring.kept)
    assert desk.servers.views == ()
    assert not desk.tools.rules.rules
    assert not is_alive(pids(desk.diary)[0])
    assert not desk.failures


async def test_what_was_switched_on_runs_at_the_next_start_with_its_secrets(desk: Desk):
    desk.servers.add(desk.text(TOKEN=SECRET))
    await desk.until(lambda: desk.servers.views)
    desk.servers.switch("one", True)
    await desk.until(desk.offered)
    desk.servers.switch_tool("one", "hang", False)
    await desk.servers.aclose()
    desk.renew()
    await desk.servers.prepare()
    await desk.until(lambda: desk.servers.views[0].state is ServerState.READY)
    assert "one__hang" not in desk.offered()
    tool = desk.registry.get("one__fail")
    with pytest.raises(LiveDeskError) as caught:
        await tool.function({})
    assert SECRET not in str(caught.value)
    assert "bad " in str(caught.value)
    desk.servers.switch("one", False)
    await desk.until(lambda: not desk.offered())
    assert not any(is_alive(pid) for pid in pids(desk.diary))


async def test_tools_that_a_talk_cannot_hold_are_left_out_and_told(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(servers_controller, "MOST_DECLARED", desk.n_builtin + 2)
    desk.servers.add(desk.text())
    await desk.until(lambda: desk.servers.views)
    desk.servers.switch("one", True)
    await desk.until(desk.offered)
    assert len(desk.offered()) == 2
    assert desk.servers.views[0].n_left_out == 4
    for name in ("echo", "crash", "hang", "large"):
        desk.servers.switch_tool("one", name, False)
    assert desk.offered() == {"one__fail", "one__more"}
    assert desk.servers.views[0].n_left_out == 0


async def test_secrets_that_are_gone_from_the_keyring_are_told(desk: Desk):
    desk.servers.add(desk.text(TOKEN=SECRET))
    await desk.until(lambda: desk.servers.views)
    desk.keyring.kept.clear()
    desk.servers.switch("one", True)
    await desk.until(lambda: desk.servers.views[0].fault)
    assert desk.servers.views[0].fault.startswith("Its TOKEN is not in the keyring any more")
    assert not pids(desk.diary)


async def test_without_a_keyring_secrets_hold_for_this_run(tmp_path: Path, qapp):
    desk = Desk(tmp_path, LockedKeyring())
    desk.servers.add(desk.text(TOKEN=SECRET))
    await desk.until(lambda: desk.servers.views)
    assert "for this run only" in str(desk.failures[0])
    desk.servers.switch("one", True)
    await desk.until(desk.offered)
    await desk.aclose()
    assert SECRET not in desk.file.read_text()


async def test_a_server_without_secrets_needs_no_keyring(tmp_path: Path, qapp):
    desk = Desk(tmp_path, LockedKeyring())
    desk.servers.add(desk.text())
    await desk.until(lambda: desk.servers.views)
    desk.servers.switch("one", True)
    await desk.until(desk.offered)
    desk.servers.remove("one")
    await desk.until(lambda: not desk.offered())
    await desk.aclose()
    assert not desk.failures


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe\x00", None])
async def test_a_file_that_is_none_is_one_sentence(desk: Desk, tmp_path: Path, content):
    file = tmp_path / "client.json"
    if content is not None:
        file.write_bytes(content)
    desk.servers.import_file(str(file))
    await desk.until(lambda: desk.failures)
    assert "No server was added." in str(desk.failures[0])


async def test_the_name_of_a_server_that_is_there_is_not_taken_twice(desk: Desk):
    desk.servers.add(desk.text())
    await desk.until(lambda: desk.servers.views)
    desk.servers.add(desk.text())
    await desk.until(lambda: desk.failures)
    assert "a server “one” already" in str(desk.failures[0])
    assert len(desk.servers.views) == 1
