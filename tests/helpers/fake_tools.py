"""The tools as the window sees them, with nobody behind."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.core.clock import SystemClock
from livedesk.settings.tool_settings import Tools
from livedesk.tools.analyst.isolation import Isolation
from livedesk.tools.builtin import builtin_registry
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool


class FakeAlarms(QObject):
    """Rings by emitting the signal."""

    rang = Signal(object)


class FakeData(QObject):
    """Shows the tables that a test gives it."""

    files_changed = Signal(object)
    failed = Signal(object)
    attached = Signal(object)
    isolation_found = Signal(object)

    def __init__(self, wishes: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.wishes = wishes

    @Slot()
    def find_isolation(self) -> None:
        self.isolation_found.emit(Isolation.SHUT)

    @Slot(object)
    def attach(self, paths: object) -> None:
        self.wishes.append(("attach", paths))

    @Slot()
    def attach_sample(self) -> None:
        self.wishes.append(("attach_sample",))

    @Slot(str)
    def remove(self, name: str) -> None:
        self.wishes.append(("remove_data", name))


class FakeServers(QObject):
    """Shows the MCP servers that a test gives it."""

    changed = Signal(object)
    added = Signal(object)
    failed = Signal(object)
    views = ()

    def __init__(self, wishes: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.wishes = wishes

    def now_s(self) -> float:
        return 100.0

    def error_lines(self, name: str) -> tuple[str, ...]:
        return (f"{name} says hello",)

    @Slot(str)
    def add(self, text: str) -> None:
        self.wishes.append(("add_servers", text))

    @Slot(str)
    def import_file(self, path: str) -> None:
        self.wishes.append(("import_servers", path))

    @Slot(str, bool)
    def switch(self, name: str, is_on: bool) -> None:
        self.wishes.append(("switch_server", name, is_on))

    @Slot(str, str, bool)
    def switch_tool(self, name: str, tool: str, is_on: bool) -> None:
        self.wishes.append(("switch_tool", name, tool, is_on))

    @Slot(str)
    def restart(self, name: str) -> None:
        self.wishes.append(("restart_server", name))

    @Slot(str)
    def remove(self, name: str) -> None:
        self.wishes.append(("remove_server", name))


class FakeOwnTools(QObject):
    """Shows no file."""

    changed = Signal(object)
    failed = Signal(object)
    files = ()

    def __init__(self, wishes: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.wishes = wishes

    @Slot(str)
    def choose_folder(self, folder: str) -> None:
        self.wishes.append(("choose_own_folder", folder))

    @Slot(str, str)
    def trust(self, name: str, sha256: str) -> None:
        self.wishes.append(("trust", name, sha256))

    @Slot()
    def refresh(self) -> None:
        self.wishes.append(("refresh_own_tools",))


class FakeTools(QObject):
    """Notes answers and rules; questions are asked by emitting the signal."""

    question_asked = Signal(object)
    question_settled = Signal()
    tools_changed = Signal()
    alarm_rang = Signal(object)
    told = Signal(str)
    own_tools_changed = Signal(object)

    def __init__(self, wishes: list[tuple[Any, ...]]) -> None:
        super().__init__()
        self.wishes = wishes
        self.registry = builtin_registry(SystemClock())
        self.rules = Tools()

    @Slot(object)
    def answer(self, answer: object) -> None:
        self.wishes.append(("answer", answer))

    @Slot(str)
    def stop(self, call_id: str) -> None:
        self.wishes.append(("stop_tool", call_id))

    def ruled(self) -> list[tuple[Tool, Policy]]:
        return [(tool, Policy.ASK) for tool in self.registry.tools()]

    @Slot(object)
    def grant_folders(self, folders: object) -> None:
        self.wishes.append(("grant_folders", folders))

    @Slot(bool)
    def set_google_search(self, is_on: bool) -> None:
        self.wishes.append(("set_google_search", is_on))

    @Slot(str, str)
    def choose_policy(self, key: str, policy: str) -> None:
        self.wishes.append(("choose_policy", key, policy))
