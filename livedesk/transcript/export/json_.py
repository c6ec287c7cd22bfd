"""A transcript as JSON, for programs.

The object has ``format`` ("livedesk-transcript") and ``version`` (1), ``title``, ``started_at``
(ISO 8601), ``model``, ``voice``, ``instruction``, and ``entries``, each with a ``type``:
``utterance``, ``tool`` or ``notice``. Fields may be added within a version; none changes meaning.
"""

from __future__ import annotations

import json
from typing import Any

from livedesk.transcript.export.wording import is_worth_saving
from livedesk.transcript.model import Entry, Notice, Record, ToolEntry, Utterance

FORMAT = "livedesk-transcript"
VERSION = 1


def render(record: Record) -> str:
    """The whole transcript."""
    content = {
        "format": FORMAT,
        "version": VERSION,
        "title": record.title,
        "started_at": record.started_at.isoformat(),
        "model": record.setting.model,
        "voice": record.setting.voice,
        "instruction": record.setting.instruction,
        "entries": [_entry(entry) for entry in record.entries if is_worth_saving(entry)],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str) + "\n"


def _entry(entry: Entry) -> dict[str, Any]:
    started_at = entry.started_at.isoformat()
    match entry:
        case Utterance():
            return {
                "type": "utterance",
                "speaker": entry.speaker.value,
                "started_at": started_at,
                "offset_s": round(entry.offset_s, 3),
                "text": entry.text,
                "unheard": entry.unheard,
                "was_cut": entry.was_cut,
                "is_typed": entry.is_typed,
                "is_final": entry.is_final,
                "language_code": entry.language_code,
            }
        case ToolEntry():
            return {
                "type": "tool",
                "started_at": started_at,
                "call_id": entry.call_id,
                "name": entry.name,
                "arguments": entry.arguments,
                "state": entry.state.value,
                "output": entry.output,
                "error": entry.error,
                "duration_ms": round(entry.duration_ms, 1),
            }
        case Notice():
            return {
                "type": "notice",
                "started_at": started_at,
                "kind": entry.kind.value,
                "text": entry.text,
            }
