"""One sentence on what a change of the setup means for the person. Pure."""

from __future__ import annotations

from livedesk.core.setup import SessionSetup
from livedesk.session.gemini.catalogue import language_by_code, model_by_id


def setup_notice(before: SessionSetup, after: SessionSetup) -> str:
    """What is different from here on; "" where a person would notice nothing."""
    changes = []
    if before.model_id != after.model_id:
        changes.append(model_by_id(after.model_id).title)
    if before.voice_name != after.voice_name:
        changes.append(f"voice {after.voice_name}")
    if before.answer_language != after.answer_language:
        changes.append(_language(after.answer_language))
    if before.system_instruction != after.system_instruction:
        changes.append("another instruction")
    return f"From here on: {', '.join(changes)}." if changes else ""


def _language(code: str | None) -> str:
    if code is None:
        return "answers in your language"
    language = language_by_code(code)
    return f"answers in {code if language is None else language.name}"
