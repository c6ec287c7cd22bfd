"""The fixed parameters of a connection, and what a change of them costs."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from livedesk.core.capabilities import Capabilities
from livedesk.core.tool_types import ToolSpec
from livedesk.core.turn_taking import TurnTaking


@dataclass(frozen=True, slots=True)
class Compression:
    """When the server shortens the context, in tokens. Without it a session ends after 15 min."""

    trigger_tokens: int = 25_000
    target_tokens: int = 8_000


@dataclass(frozen=True, slots=True)
class SessionSetup:
    """What a person chose, as one comparable value.

    The *desired* setup is what the menus show; the *active* one is what the connection was opened
    with. ``answer_language`` is a language code, or None for "automatic".
    """

    model_id: str
    voice_name: str
    system_instruction: str
    answer_language: str | None = None
    tools: tuple[ToolSpec, ...] = ()
    compression: Compression = Compression()
    turn_taking: TurnTaking = field(default_factory=TurnTaking)
    google_search: bool = False


class SetupChange(Enum):
    """What it takes to make a desired setup the active one."""

    NONE = "none"
    IN_PLACE = "in place"
    RECONNECT = "reconnect"
    FRESH_SESSION = "fresh session"


def setup_change(
    desired: SessionSetup, active: SessionSetup, capabilities: Capabilities
) -> SetupChange:
    """What it takes to get from ``active`` to ``desired`` on a connection with ``capabilities``.

    A resumed session may change everything but its model
    (https://ai.google.dev/api/live, 2026-09); another model needs a fresh session.
    """
    if desired == active:
        return SetupChange.NONE
    if desired.model_id != active.model_id:
        return SetupChange.FRESH_SESSION
    instruction_same = (desired.system_instruction, desired.answer_language) == (
        active.system_instruction,
        active.answer_language,
    )
    tools_same = (desired.tools, desired.google_search) == (active.tools, active.google_search)
    rest_same = (
        (desired.voice_name, desired.compression) == (active.voice_name, active.compression)
    ) and desired.turn_taking.same_on_the_wire(active.turn_taking)
    if rest_same and instruction_same and tools_same:
        return SetupChange.NONE
    in_place = (
        rest_same
        and (instruction_same or capabilities.instruction_in_place)
        and (tools_same or capabilities.tools_in_place)
    )
    return SetupChange.IN_PLACE if in_place else SetupChange.RECONNECT
