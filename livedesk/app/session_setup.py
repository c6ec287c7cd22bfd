"""From what the person chose to what a session is opened with, and what is not active yet. Pure."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolSpec
from livedesk.instructions.library import InstructionLibrary
from livedesk.session.gemini import catalogue
from livedesk.settings.schema import Choices
from livedesk.transcript.model import TalkSetting

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


def talk_setting(
    choices: Choices, library: InstructionLibrary, *, is_practice: bool
) -> TalkSetting:
    """With what the talk is held, by the names that the person sees."""
    if is_practice:
        model = "Practice server"
    else:
        titles = {model.model_id: model.title for model in catalogue.MODELS}
        model = titles.get(choices.model_id, choices.model_id)
    instruction = library.get(choices.instruction_id)
    return TalkSetting(
        model=model,
        voice=choices.voice_name,
        instruction=instruction.title,
        language=choices.language_code or "",
        instruction_text=instruction.text,
    )


def pending_fields(desired: SessionSetup, active: SessionSetup | None) -> frozenset[str]:
    """Which of "model", "voice", "language", "instruction" differ; none without an active setup."""
    if active is None:
        return frozenset()
    return frozenset(name for name, of in _FIELDS.items() if of(desired) != of(active))
