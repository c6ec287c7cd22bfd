"""A transcript as JSON, for programs and for another LiveDesk.

The object has ``format`` ("livedesk-transcript") and ``version`` (1); ``resources/schemas`` holds
its JSON Schema. Fields may be added within a version; none changes meaning, none goes away.
"""

from __future__ import annotations

import json
from typing import Any

from livedesk.transcript.entries import Entry, Notice, ToolEntry, Utterance
from livedesk.transcript.exhibit_json import exhibits_as_json
from livedesk.transcript.export.untrusted_json import loaded
from livedesk.transcript.export.wording import is_worth_saving
from livedesk.transcript.model import Record

FORMAT = "livedesk-transcript"
VERSION = 1


def render(record: Record) -> str:
    """The whole transcript; numbers that JSON cannot write, which a tool may give, are null."""
    whole = content(record)
    try:
        text = json.dumps(whole, ensure_ascii=False, indent=2, default=str, allow_nan=False)
    except ValueError:
        finite = loaded(json.dumps(whole, default=str))
        text = json.dumps(finite, ensure_ascii=False, indent=2)
    return text + "\n"


def content(record: Record) -> dict[str, Any]:
    """The whole transcript as the object that ``render`` writes."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "conversation_id": record.conversation_id,
        "title": record.title,
        "is_title_given": record.is_title_given,
        "started_at": record.started_at.isoformat(),
        "mode": record.setting.mode,
        "model": record.setting.model,
        "voice": record.setting.voice,
        "language": record.setting.language,
        "instruction": record.setting.instruction,
        "instruction_text": record.setting.instruction_text,
        "usage": dict(record.usage),
        "entries": [_entry(entry) for entry in record.entries if is_worth_saving(entry)],
    }


def _entry(entry: Entry) -> dict[str, Any]:
    common = {"number": entry.entry_id, "started_at": entry.started_at.isoformat()}
    match entry:
        case Utterance():
            return {
                "type": "utterance",
                **common,
                "speaker": entry.speaker.value,
                "offset_s": entry.offset_s,
                "end_s": entry.end_s,
                "spoken_from_s": entry.spoken_from_s,
                "spoken_to_s": entry.spoken_to_s,
                "text": entry.text,
                "unheard": entry.unheard,
                "was_cut": entry.was_cut,
                "heard_ms": entry.heard_ms,
                "is_typed": entry.is_typed,
                "is_final": entry.is_final,
                "language_code": entry.language_code,
                "sources": [{"title": s.title, "url": s.url} for s in entry.sources],
                "suggestions": [{"title": s.title, "url": s.url} for s in entry.suggestions],
            }
        case ToolEntry():
            return {
                "type": "tool",
                **common,
                "call_id": entry.call_id,
                "name": entry.name,
                "arguments": entry.arguments,
                "state": entry.state.value,
                "output": entry.output,
                "error": entry.error,
                "duration_ms": entry.duration_ms,
                "exhibits": exhibits_as_json(entry.exhibits),
            }
        case Notice():
            return {"type": "notice", **common, "kind": entry.kind.value, "text": entry.text}
