"""Tools that the assistant may call: their declaration, the calls, the results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, TypeAlias

from livedesk.core.exhibits import Exhibit

# JSON as it comes from the model and goes back to it: untrusted, so it stays untyped inside.
JsonObject: TypeAlias = Mapping[str, Any]


class ToolBehavior(Enum):
    """Whether the model waits for a result or talks on meanwhile."""

    BLOCKING = "BLOCKING"
    NON_BLOCKING = "NON_BLOCKING"


class ToolScheduling(Enum):
    """What a non-blocking model does with a result that arrives."""

    SILENT = "SILENT"
    WHEN_IDLE = "WHEN_IDLE"
    INTERRUPT = "INTERRUPT"


class Risk(Enum):
    """What a tool can do to the person at worst."""

    NOTHING = "reads nothing of yours"
    READS = "reads"
    CHANGES = "changes"
    REACHES_OUT = "reaches out"


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool as it is declared to the model.

    Attributes:
        name: letters, digits and underscores, unique in a setup.
        description: when and for what the model should call it.
        parameters: JSON schema of the arguments, an object schema.
    """

    name: str
    description: str
    parameters: JsonObject = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class ToolCall:
    """The model's wish that a tool be run. Must be answered exactly once unless cancelled."""

    call_id: str
    name: str
    arguments: JsonObject = field(default_factory=dict, hash=False)


class ToolOutcome(Enum):
    """How a call ended."""

    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class ToolResult:
    """The answer to one call.

    Attributes:
        call_id: the call it answers.
        name: the tool's name, echoed to the model.
        outcome: how it ended.
        output: JSON object for the model when it succeeded.
        error: one sentence when it did not.
        exhibits: what the person is shown beside it; never sent to the model.
        duration_ms: running time in milliseconds.
        scheduling: what a non-blocking model shall do with it; None means the model's default.
    """

    call_id: str
    name: str
    outcome: ToolOutcome
    output: JsonObject = field(default_factory=dict, hash=False)
    error: str = ""
    duration_ms: float = 0.0
    scheduling: ToolScheduling | None = None
    exhibits: tuple[Exhibit, ...] = ()
