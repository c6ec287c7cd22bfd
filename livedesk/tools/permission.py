"""Asks the person before a tool runs, where their rules say so.

What is asked and answered here comes from the window alone. A tool's result, or the arguments of a
call, have no way to an answer.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from livedesk.core.errors import ToolDeniedError
from livedesk.core.log import get_logger
from livedesk.core.tool_types import ToolCall
from livedesk.tools.policy import Answer, Policy, decide, usual_policy
from livedesk.tools.tool import Tool

_log = get_logger("tools")
# Who has not answered by then does not want it, or is not there.
ASK_LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class PermissionRequest:
    """A question to the person: may this call run?"""

    tool: Tool
    call: ToolCall


class Asker(Protocol):
    """Whoever can ask the person."""

    async def ask(self, request: PermissionRequest) -> Answer:
        """Show the question until it is answered; cancelled, it must be taken away at once."""
        ...


class Rules(Protocol):
    """What the person has chosen for each tool."""

    def chosen(self, key: str) -> Policy | None:
        """The rule for the tool ``key``; None while there is none."""
        ...

    def allow_always(self, key: str) -> None:
        """From now on, run it without asking."""
        ...


class Nobody:
    """Asks nobody and remembers nothing: what would have to be asked is not allowed."""

    async def ask(self, request: PermissionRequest) -> Answer:
        """No."""
        return Answer.DENY

    def chosen(self, key: str) -> Policy | None:
        """None: there is no rule."""
        return None

    def allow_always(self, key: str) -> None:
        """Nothing to remember: nobody has answered."""


class PermissionGate:
    """Lets calls through or not; one question at a time, each for ``limit_s`` at most."""

    def __init__(self, rules: Rules, asker: Asker, *, limit_s: float = ASK_LIMIT_S) -> None:
        self._rules = rules
        self._asker = asker
        self._limit_s = limit_s
        self._granted: set[str] = set()
        self._turn = asyncio.Lock()

    def forget_conversation(self) -> None:
        """Another conversation: what was allowed for the last one is not any more."""
        self._granted.clear()

    def forget_server(self, server: str) -> None:
        """A server is gone: what was allowed to it holds for no other of its name."""
        self._granted = {key for key in self._granted if not key.startswith(f"{server}/")}

    def policy(self, tool: Tool) -> Policy:
        """What is done about a call of ``tool`` now."""
        usual = tool.usual_policy or usual_policy(tool.risk)
        return decide(tool.key, usual, self._rules.chosen(tool.key), self._granted)

    async def admit(self, tool: Tool, call: ToolCall) -> None:
        """Return when ``call`` may run.

        Raises:
            ToolDeniedError: it may not.
        """
        name = tool.spec.name
        if self.policy(tool) is Policy.ASK:
            async with self._turn:
                if self.policy(tool) is Policy.ASK:  # or an answer to another call settled it
                    await self._ask(PermissionRequest(tool, call))
        if self.policy(tool) is Policy.DENY:
            raise ToolDeniedError(f"The person does not allow the tool {name}.")

    async def _ask(self, request: PermissionRequest) -> None:
        name, key = request.tool.spec.name, request.tool.key
        try:
            async with asyncio.timeout(self._limit_s):
                answer = await self._asker.ask(request)
        except TimeoutError:
            raise ToolDeniedError(
                f"Nobody said within {self._limit_s:g} seconds that the tool {name} may run."
            ) from None
        _log.info("permission for %s: %s", name, answer.value)
        match answer:
            case Answer.DENY:
                raise ToolDeniedError(f"The person did not allow the tool {name} to run.")
            case Answer.ALLOW_CONVERSATION:
                self._granted.add(key)
            case Answer.ALLOW_ALWAYS:
                self._granted.add(key)
                self._rules.allow_always(key)
            case Answer.ALLOW_ONCE:
                pass
