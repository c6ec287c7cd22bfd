"""The tools as the window sees them, with nobody behind."""

from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.settings.tool_settings import Tools
from livedesk.tools.policy import Policy
from livedesk.tools.registry import ToolRegistry


class FakeAlarms(QObject):
    """Rings by emitting the signal."""

    rang = Signal(object)


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
        self.registry = ToolRegistry()
        self.rules = Tools()

    @Slot(object)
    def answer(self, answer: object) -> None:
        self.wishes.append(("answer", answer))

    @Slot(str)
    def stop(self, call_id: str) -> None:
        self.wishes.append(("stop_tool", call_id))

    def policy(self, _tool: object) -> Policy:
        return Policy.ASK

    @Slot(str, str)
    def choose_policy(self, key: str, policy: str) -> None:
        self.wishes.append(("choose_policy", key, policy))
