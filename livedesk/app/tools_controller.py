"""What the assistant can do, and the questions to the person about it, as a Qt object."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.conversation_controller import ConversationController
from livedesk.app.settings_controller import SettingsController
from livedesk.app.talk_phase import TalkPhase
from livedesk.conversation.events import ConversationEvent, PersonSpoke
from livedesk.conversation.tool_path import ToolSet
from livedesk.core.clock import Clock
from livedesk.core.tool_types import ToolSpec
from livedesk.settings.tool_settings import PolicyChoice, Tools
from livedesk.tools.permission import PermissionGate, PermissionRequest
from livedesk.tools.policy import Answer, Policy
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.spoken_answer import spoken_answer
from livedesk.tools.tool import Tool


class ToolsController(QObject):
    """Owns the tools, keeps the person's rules for them, and asks where a rule says so.

    Others add their tools with ``registry.set_group``.

    Signals:
        question_asked(PermissionRequest): the person is to say yes or no.
        question_settled(): there is nothing to be asked any more.
        tools_changed(): tools came or went, or may be called now, or not any more.
    """

    question_asked = Signal(object)
    question_settled = Signal()
    tools_changed = Signal()

    def __init__(
        self,
        registry: ToolRegistry,
        settings: SettingsController,
        clock: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.registry = registry
        self.gate = PermissionGate(self, self)
        self._settings = settings
        self._rules = settings.settings.tools
        self._clock = clock
        self._asked_s = 0.0
        self._conversation: ConversationController | None = None
        self._question: tuple[PermissionRequest, asyncio.Future[Answer]] | None = None
        registry.on_changed = self.tools_changed.emit
        settings.changed.connect(self._on_settings)

    @property
    def tool_set(self) -> ToolSet:
        """What a talk is given."""
        return ToolSet(self.registry, self.gate)

    @property
    def rules(self) -> Tools:
        """What the person chose."""
        return self._settings.settings.tools

    @property
    def question(self) -> PermissionRequest | None:
        """What is being asked just now."""
        return self._question[0] if self._question is not None else None

    def specs(self) -> tuple[ToolSpec, ...]:
        """The declarations of what may be called; what a rule forbids is not even offered."""
        tools = self.registry.tools()
        return tuple(tool.spec for tool in tools if self.gate.policy(tool) is not Policy.DENY)

    async def ask(self, request: PermissionRequest) -> Answer:
        """Put the question into the window and wait. For the gate, which asks one at a time."""
        future: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._question = (request, future)
        self._asked_s = self._clock.now_s()
        self.question_asked.emit(request)
        try:
            return await future
        finally:
            self._question = None
            self.question_settled.emit()

    @Slot(object)
    def answer(self, answer: Answer) -> None:
        """The person has answered; without an open question nothing happens."""
        if self._question is not None and not self._question[1].done():
            self._question[1].set_result(answer)

    def follow(self, conversation: ConversationController) -> None:
        """Hear what the person says in these talks, and stop their tools. Must be called once."""
        self._conversation = conversation
        conversation.told.connect(self._on_told)

    @property
    def _assistant_speaks(self) -> bool:
        conversation = self._conversation
        return conversation is not None and conversation.status.phase is TalkPhase.SPEAKING

    @Slot(str)
    def stop(self, call_id: str) -> None:
        """The person wants no more of a tool's call. Idempotent."""
        talk = self._conversation.talk if self._conversation is not None else None
        if talk is not None:
            talk.stop_tool(call_id)

    @Slot(object)
    def _on_told(self, event: ConversationEvent) -> None:
        """The talk tells something: "yes" or "no" is an answer, if it was begun after the question.

        Only the person's own speech comes this way.
        """
        if isinstance(event, PersonSpoke) and event.begun_s > self._asked_s:
            answer = spoken_answer(event.text)
            if answer is Answer.ALLOW_ONCE and self._assistant_speaks:
                return  # it may be an echo: the person silences the assistant by speaking
            if answer is not None:
                self.answer(answer)

    def chosen(self, key: str) -> Policy | None:
        """The rule for a tool. For the gate."""
        rule = self.rules.rules.get(key)
        return Policy(rule) if rule is not None else None

    def allow_always(self, key: str) -> None:
        """From now on, run it without asking. For the gate."""
        self.choose_policy(key, Policy.ALLOW.value)

    @Slot(str, str)
    def choose_policy(self, key: str, policy: PolicyChoice | str) -> None:
        """Make a rule for the tool ``key``; "" takes it away."""
        rules = {name: rule for name, rule in self.rules.rules.items() if name != key}
        if policy:
            rules[key] = Policy(policy).value
        self._settings.set_tools(self.rules.model_copy(update={"rules": rules}))

    def forget_server(self, server: str) -> None:
        """A server is gone: no rule for its tools holds for another of its name."""
        self.gate.forget_server(server)
        left = {k: rule for k, rule in self.rules.rules.items() if not k.startswith(f"{server}/")}
        self._settings.set_tools(self.rules.model_copy(update={"rules": left}))

    def ruled(self) -> list[tuple[Tool, Policy]]:
        """Each tool, and what is done about its calls."""
        return [(tool, self.gate.policy(tool)) for tool in self.registry.tools()]

    @Slot(object)
    def grant_folders(self, folders: tuple[str, ...]) -> None:
        """What may be listed and read from now on."""
        self._settings.set_tools(self.rules.model_copy(update={"folders": tuple(folders)}))

    @Slot(bool)
    def set_google_search(self, is_on: bool) -> None:
        """Whether answers may rest on Google Search."""
        self._settings.set_tools(self.rules.model_copy(update={"google_search": is_on}))

    @Slot()
    def on_conversation_changed(self) -> None:
        """Another conversation: what was allowed for the last one has to be asked again."""
        self.gate.forget_conversation()

    @Slot(object)
    def _on_settings(self) -> None:
        before, self._rules = self._rules, self.rules
        if before.rules != self._rules.rules or before.google_search != self._rules.google_search:
            self.tools_changed.emit()
