"""The MCP servers as a Qt object: added, switched, run, their tools offered."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.server_secrets import ServerSecrets
from livedesk.app.server_views import ServerView, config_of, known_of, view_of
from livedesk.app.settings_controller import SettingsController
from livedesk.app.tool_surroundings import as_png
from livedesk.app.tools_controller import ToolsController
from livedesk.core.clock import Clock
from livedesk.core.credential import Secret
from livedesk.core.errors import InputFileError, KeyringUnsuitedError, LiveDeskError
from livedesk.core.tasks import TaskSet
from livedesk.core.tool_types import JsonObject
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.settings.server_settings import KnownServer, Servers
from livedesk.tools.mcp_servers.config import ServerConfig
from livedesk.tools.mcp_servers.config_file import MOST_BYTES, configs_of, slug
from livedesk.tools.mcp_servers.declared import MOST_DECLARED, listed_name, tools_of
from livedesk.tools.mcp_servers.host import ServerHost
from livedesk.tools.mcp_servers.report import ServerReport, ServerState
from livedesk.tools.tool import ToolOutput


class ServersController(QObject):
    """Runs what is switched on. The tools of a server stay offered while it is started again.

    Signals:
        changed(tuple[ServerView, ...]): all servers, in the order they were added.
        added(tuple[str, ...]): these are new, and off.
        failed(LiveDeskError): something was not done.
    """

    changed = Signal(object)
    added = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        tools: ToolsController,
        settings: SettingsController,
        clock: Clock,
        keyring: KeyringStore | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._settings = settings
        self._clock = clock
        self._secrets = ServerSecrets(keyring or KeyringStore())
        self._host = ServerHost(self._on_report, as_png)
        self._tasks = TaskSet()
        self._lock = asyncio.Lock()
        self._is_ending = False
        self._reports: dict[str, tuple[ServerReport, float]] = {}
        self._listed: dict[str, tuple[JsonObject, ...]] = {}
        self._left_out: dict[str, int] = {}

    @property
    def views(self) -> tuple[ServerView, ...]:
        """All servers as they are now."""
        return tuple(self._view(known) for known in self._known)

    def now_s(self) -> float:
        """The clock of ``ServerView.next_try_s``."""
        return self._clock.now_s()

    def error_lines(self, name: str) -> tuple[str, ...]:
        """What the server last wrote to standard error, the oldest first."""
        return self._host.error_lines(name)

    async def prepare(self) -> None:
        """Begin to start what is switched on; that it runs is told by ``changed``."""
        for known in self._known:
            if known.is_on:
                self.restart(known.name)

    def begin_end(self) -> None:
        """Let all servers begin to end; nothing is told of them any more. Idempotent."""
        self._is_ending = True
        self._host.begin_end()

    async def aclose(self) -> None:
        """End all servers. Idempotent."""
        self.begin_end()
        await self._tasks.aclose()
        await self._host.aclose()

    @Slot(str)
    def import_file(self, path: str) -> None:
        """Add the servers of a file that another MCP client uses."""
        self._tasks.spawn(self._import(Path(path)), name="import MCP servers")

    @Slot(str)
    def add(self, text: str) -> None:
        """Add the servers of ``mcpServers`` JSON."""
        self._tasks.spawn(self._add(text), name="add MCP servers")

    @Slot(str)
    def remove(self, name: str) -> None:
        """Forget a server, its secrets, and every rule for its tools. Idempotent."""
        self._keep(tuple(known for known in self._known if known.name != name))
        self._tools.forget_server(name)
        self._tasks.spawn(self._forget(name), name="forget an MCP server")

    @Slot(str, bool)
    def switch(self, name: str, is_on: bool) -> None:
        """Run a server from now on, or not any more."""
        self._update(name, is_on=is_on)
        self.restart(name)

    @Slot(str, str, bool)
    def switch_tool(self, name: str, tool: str, is_on: bool) -> None:
        """Offer a tool of a server to the assistant, or not."""
        for known in self._known:
            if known.name == name:
                off = tuple(other for other in known.tools_off if other != tool)
                self._update(name, tools_off=off if is_on else (*off, tool))
                self._offer(name)
                self._tell()

    @Slot(str)
    def restart(self, name: str) -> None:
        """Bring a server to what it is to be: started anew, or ended."""
        self._tasks.spawn(self._bring(name), name=f"start or end MCP server {name}")

    @property
    def _known(self) -> tuple[KnownServer, ...]:
        return self._settings.settings.servers.known

    async def _import(self, path: Path) -> None:
        try:
            await self._add(await asyncio.to_thread(_read, path))
        except InputFileError as error:
            self.failed.emit(error)

    async def _add(self, text: str) -> None:
        try:
            configs = configs_of(text)
            taken = {slug(known.name): known.name for known in self._known}
            for config in configs:
                if slug(config.name) in taken:
                    raise InputFileError(
                        f"There is a server “{taken[slug(config.name)]}” already.",
                        "No server was added; remove that one first.",
                    )
        except InputFileError as error:
            self.failed.emit(error)
            return
        for config in configs:
            await self._keep_secrets(config)
        self._keep((*self._known, *(known_of(config) for config in configs)))
        self.added.emit(tuple(config.name for config in configs))

    async def _keep_secrets(self, config: ServerConfig) -> None:
        try:
            await asyncio.to_thread(self._secrets.save, config.name, config.secrets)
        except KeyringUnsuitedError as error:
            self.failed.emit(
                KeyringUnsuitedError(
                    f"The secrets of “{config.name}” are held for this run only.",
                    "This system has no keyring in which they would be safe.",
                    detail=error.detail,
                )
            )

    async def _forget(self, name: str) -> None:
        async with self._lock:
            await self._host.stop(name)
            self._take_away(name)
            self._reports.pop(name, None)
            await asyncio.to_thread(self._secrets.remove, name)

    async def _bring(self, name: str) -> None:
        async with self._lock:
            known = next((known for known in self._known if known.name == name), None)
            if known is None or not known.is_on:
                await self._host.stop(name)
                self._take_away(name)
                self._tell()
                return
            try:
                secrets = await self._load_secrets(known)
            except LiveDeskError as error:
                self._refuse(name, str(error))
                return
            if missing := [of for of in known.secret_names if of not in secrets]:
                words = f"Its {missing[0]} is not in the keyring any more: add the server anew."
                self._refuse(name, words)
                return
            await self._host.start(config_of(known, secrets))

    async def _load_secrets(self, known: KnownServer) -> Mapping[str, Secret]:
        if not known.secret_names:
            return {}  # and no keyring is needed
        return await asyncio.to_thread(self._secrets.load, known.name)

    def _refuse(self, name: str, fault: str) -> None:
        self._on_report(ServerReport(name, ServerState.GIVEN_UP, fault=fault))

    def _on_report(self, report: ServerReport) -> None:
        if self._is_ending or all(known.name != report.name for known in self._known):
            return  # nobody is to be told, or it was removed meanwhile
        self._reports[report.name] = report, self._clock.now_s()
        match report.state:
            case ServerState.READY if report.listed != self._listed.get(report.name):
                self._listed[report.name] = report.listed
                self._offer(report.name)
            case ServerState.OFF | ServerState.GIVEN_UP:
                self._take_away(report.name)
            case _:
                pass  # while it is started again, a call of its tools is answered with why not
        self._tell()

    def _offer(self, name: str) -> None:
        off = next((known.tools_off for known in self._known if known.name == name), ())
        listed = [of for of in self._listed.get(name, ()) if listed_name(of) not in off]
        tools = tools_of(name, listed, _Calls(self._host, name).run)
        others = [tool for tool in self._tools.registry.tools() if tool.server != name]
        offered = tools[: max(0, MOST_DECLARED - len(others))]
        n_left_out = sum(1 for of in listed if listed_name(of)) - len(offered)
        self._left_out[name] = n_left_out
        try:
            self._tools.registry.set_group(_group(name), offered)
        except ValueError:  # a tool of the person's own has such a name
            self._left_out[name] = n_left_out + len(offered)
            self._tools.registry.remove_group(_group(name))

    def _take_away(self, name: str) -> None:
        self._listed.pop(name, None)
        self._left_out.pop(name, None)
        self._tools.registry.remove_group(_group(name))

    def _view(self, known: KnownServer) -> ServerView:
        off = ServerReport(known.name, ServerState.OFF)
        report, told_s = self._reports.get(known.name, (off, 0.0))
        view = view_of(known, report, self._listed.get(known.name, ()), told_s)
        return replace(view, n_left_out=self._left_out.get(known.name, 0))

    def _update(self, name: str, **changes: object) -> None:
        self._keep(
            tuple(
                known.model_copy(update=changes) if known.name == name else known
                for known in self._known
            )
        )

    def _keep(self, known: tuple[KnownServer, ...]) -> None:
        self._settings.set_servers(Servers(known=known))
        self._tell()

    def _tell(self) -> None:
        self.changed.emit(self.views)


class _Calls:
    """The way to the tools of one server."""

    def __init__(self, host: ServerHost, server: str) -> None:
        self._host = host
        self._server = server

    async def run(self, name: str, arguments: JsonObject) -> ToolOutput:
        return await self._host.call(self._server, name, arguments)


def _group(name: str) -> str:
    return f"MCP server {name}"


def _read(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputFileError(f"“{path.name}” is too large.", "No server was added.")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"“{path.name}” cannot be read as text.",
            "No server was added.",
            detail=type(error).__name__,
        ) from error
