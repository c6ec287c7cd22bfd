"""What a model can do: data, so that no code has to ask for a model by its name.

Source: the model pages of ai.google.dev, September 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from livedesk.core.tool_types import ToolBehavior


class ThinkingLevel(Enum):
    """How long a model thinks before it answers."""

    MINIMAL = "minimal"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What a connection to one model can and cannot do.

    Attributes:
        tool_behavior: how tools must be declared; None leaves the field out (synchronous tools).
        thinking_level: the level to ask for; None means the field must be left out.
        instruction_in_place: whether the system instruction may change without reconnecting.
        tools_in_place: whether the tools may change without reconnecting.
        google_search: whether grounding with Google Search may be switched on.
        turn_taking: whether the server lets it be set how turns are found; a model that interprets
            while one speaks knows no turns.
    """

    tool_behavior: ToolBehavior | None = None
    thinking_level: ThinkingLevel | None = None
    instruction_in_place: bool = False
    tools_in_place: bool = False
    google_search: bool = True
    turn_taking: bool = True


@dataclass(frozen=True, slots=True)
class Model:
    """A Live model that a person can choose.

    Attributes:
        model_id: the name on the wire, without the ``models/`` prefix.
        title: the name in the menu.
        note: one short remark in muted text ("legacy", "thinks longer").
    """

    model_id: str
    title: str
    note: str
    capabilities: Capabilities


@dataclass(frozen=True, slots=True)
class Voice:
    """A prebuilt voice: its name on the wire and its character in one word."""

    name: str
    character: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language the assistant can answer in: its code on the wire and its English name."""

    code: str
    name: str
