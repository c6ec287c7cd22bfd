"""From what the person chose to what a session is opened with, and what is not active yet. Pure."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolSpec
from livedesk.instructions.library import InstructionLibrary
from livedesk.settings.schema import Choices

_FIELDS: dict[str, Callable[[SessionSetup], object]] = {
    "model": lambda setup: setup.model_id,
    "voice": lambda setup: setup.voice_name,
    "language": lambda setup: setup.answer_language,
    "instruction": lambda setup: setup.system_instruction,
}


def session_setup(
    choices: Choices, library: InstructionLibrary, tools: tuple[ToolSpec, ...]
) -> SessionSetup:
    """The setup that ``choices`` ask for."""
    return SessionSetup(
        model_id=choices.model_id,
        voice_name=choices.voice_name,
        system_instruction=library.get(choices.instruction_id).text,
        answer_language=choices.language_code,
        tools=tools,
    )


def pending_fields(desired: SessionSetup, active: SessionSetup | None) -> frozenset[str]:
    """Which of "model", "voice", "language", "instruction" differ; none without an active setup."""
    if active is None:
        return frozenset()
    return frozenset(name for name, of in _FIELDS.items() if of(desired) != of(active))
