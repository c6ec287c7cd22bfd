"""Words that the readable kinds of file share."""

from __future__ import annotations

import json
from datetime import datetime

from livedesk.core.speakers import Speaker
from livedesk.transcript.exhibit_json import exhibit_text
from livedesk.transcript.model import Entry, Record, ToolEntry, ToolState, Utterance
from livedesk.transcript.usage import usage_words

NAMES = {Speaker.USER: "You", Speaker.ASSISTANT: "Assistant"}
_STATES = {
    ToolState.RUNNING: "running",
    ToolState.FAILED: "failed",
    ToolState.CANCELLED: "cancelled",
    ToolState.DENIED: "not allowed",
}


def is_worth_saving(entry: Entry) -> bool:
    """Whether there is anything but a guess in it."""
    return not isinstance(entry, Utterance) or bool(entry.text or entry.unheard)


def title(record: Record) -> str:
    """The given title, or one made of the date."""
    return record.title or f"Conversation of {day_and_minute(record.started_at)}"


def setting(record: Record) -> list[tuple[str, str]]:
    """With what the talk was held, as pairs of label and value; what is unknown is left out."""
    pairs = [
        ("Model", record.setting.model),
        ("Voice", record.setting.voice),
        ("Instruction", record.setting.instruction),
        ("Tokens", usage_words(record.usage)),
    ]
    return [(label, value) for label, value in pairs if value]


def day_and_minute(moment: datetime) -> str:
    """Such as ``2026-11-23 10:02``."""
    return moment.strftime("%Y-%m-%d %H:%M")


def time_of_day(moment: datetime) -> str:
    """Such as ``10:02:33``."""
    return moment.strftime("%H:%M:%S")


def tool_line(entry: ToolEntry) -> str:
    """A tool call in one line, without its content: name, duration, how it ended."""
    parts = [f"{entry.duration_ms:.0f} ms"] if entry.duration_ms else []
    if entry.state in _STATES:
        parts.append(_STATES[entry.state])
    return " · ".join([entry.name, *parts])


def tool_content(entry: ToolEntry) -> list[tuple[str, str]]:
    """What went in and what came out, as pairs of label and value; empty ones are left out."""
    pairs = []
    if entry.arguments:
        pairs.append(("Arguments", compact(entry.arguments)))
    if entry.output:
        pairs.append(("Result", compact(entry.output)))
    if entry.error:
        pairs.append(("Error", entry.error))
    pairs += [exhibit_text(exhibit) for exhibit in entry.exhibits]
    return pairs


def pages(entry: Utterance) -> list[tuple[str, str]]:
    """What an answer rests on and the searches offered with it: one-line titles and addresses."""
    return [(" ".join(page.title.split()), page.url) for page in entry.sources + entry.suggestions]


def compact(value: object) -> str:
    """JSON in one line, in the script it was written in."""
    return json.dumps(value, ensure_ascii=False, default=str)
