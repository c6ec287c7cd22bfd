"""A tool: its declaration, its function, and what it may do to the person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from livedesk.core.exhibits import Exhibit
from livedesk.core.tool_types import JsonObject, Risk, ToolSpec
from livedesk.tools.policy import Policy

# Longer than this nobody waits in a talk.
LIMIT_S = 30.0


@dataclass(frozen=True, slots=True)
class ToolOutput:
    """What a tool gives back.

    Attributes:
        output: JSON object for the model.
        exhibits: what the person is shown beside it.
        fits: it is plain JSON and short enough already, see ``output.fitting``.
    """

    output: JsonObject = field(default_factory=dict, hash=False)
    exhibits: tuple[Exhibit, ...] = ()
    fits: bool = False


ToolFunction: TypeAlias = Callable[[JsonObject], Awaitable[JsonObject | ToolOutput]]


@dataclass(frozen=True, slots=True)
class Tool:
    """One thing the assistant may do.

    Attributes:
        spec: as it is declared to the model.
        function: takes the arguments as they came, untrusted; raises ``ToolError`` with a sentence
            for the person and the model, and may be cancelled at any await.
        risk: the worst it can do.
        server: who offers it, as the person knows them; "" for LiveDesk itself.
        limit_s: seconds it may run; waiting for permission does not count.
        usual_policy: what holds while the person has chosen nothing; None goes by the risk.
        warning: what its server itself says against it, such as "may delete or overwrite".
    """

    spec: ToolSpec
    function: ToolFunction
    risk: Risk
    server: str = ""
    limit_s: float = LIMIT_S
    usual_policy: Policy | None = None
    warning: str = ""

    @property
    def key(self) -> str:
        """By what its permission is remembered: the same name of another server is another tool."""
        return f"{self.server}/{self.spec.name}"
