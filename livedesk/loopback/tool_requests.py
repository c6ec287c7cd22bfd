"""Requests that a client's tool can fulfil: sentences in, calls out. Pure.

The tools have to be the client's own; a call is made only where it declared one of that name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from livedesk.loopback.number_words import NUMBER_PATTERN, from_words

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}


@dataclass(frozen=True, slots=True)
class ToolWish:
    """A tool's name, and what to call it with."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict, hash=False)


_Arguments = Callable[[Mapping[str, str], datetime], Mapping[str, Any]]


def _plain(slots: Mapping[str, str], _now: datetime) -> Mapping[str, Any]:
    return slots


def _timer(slots: Mapping[str, str], _now: datetime) -> Mapping[str, Any]:
    amount = from_words(slots["amount"]) or 0
    text = {"text": slots["text"]} if "text" in slots else {}
    return {"seconds": float(amount) * _SECONDS[slots["unit"].lower()], **text}


def _reminder(slots: Mapping[str, str], now: datetime) -> Mapping[str, Any]:
    due_at = now.replace(hour=int(slots["hour"]), minute=int(slots["minute"]), second=0)
    if due_at <= now:
        due_at += timedelta(days=1)
    return {"at": due_at.isoformat(timespec="minutes"), "text": slots["text"]}


def _number(slots: Mapping[str, str], _now: datetime) -> Mapping[str, Any]:
    return {"number": int(from_words(slots["number"]) or 0)}


# The first that is found decides. Words keep their case: they may be names and addresses.
_PATTERNS: tuple[tuple[str, str, _Arguments], ...] = (
    (
        "set_timer",
        rf"\b(?:set|start) (?:a |the )?timer (?:for|of) (?P<amount>{NUMBER_PATTERN})"
        r" ?(?P<unit>second|minute|hour)s?(?: for (?P<text>.+))?$",
        _timer,
    ),
    (
        "set_reminder",
        r"\bremind me at (?P<hour>\d{1,2})[:.](?P<minute>\d{2}) (?:to |of |about )?(?P<text>.+)",
        _reminder,
    ),
    (
        "analyze_data",
        r"(?P<question>.*\b(?:analy[sz]e|correlat\w*|plot|histogram|scatter|describe (?:the|my)"
        r" (?:data|table|file)|what is in (?:the|my) (?:data|table|file)"
        r"|(?:mean|average|median|total|how many) .*(?<!multiplied )(?<!divided )\b(?:by|per)\b)"
        r" ?.*)",
        _plain,
    ),
    ("list_timers", r"\b(?:which|what|list|show)\b.*\b(?:timers|reminders)\b", _plain),
    ("cancel_timer", rf"\b(?:cancel|stop|delete) timer (?P<number>{NUMBER_PATTERN})", _number),
    ("search_notes", r"\b(?:search|find)\b.*\bnotes? (?:for|about|with) (?P<words>.+)", _plain),
    ("list_notes", r"\b(?:list|show|read|what are|what's in)\b.*\bnotes\b", _plain),
    (
        "add_note",
        r"\b(?:note(?: down)?|(?:make|take|write|add) a note)(?: that)?[:,]? (?P<text>.+)",
        _plain,
    ),
    ("open_page", r"\bopen (?P<address>[a-z][a-z0-9+.-]*:\S+)", _plain),
    ("read_file", r"\bread (?:the |my )?file (?P<path>.+)", _plain),
    ("open_file", r"\bopen (?:the |my )?file (?P<path>.+)", _plain),
    ("list_files", r"\b(?:list|show)(?: me)?(?: the| my)? files(?: in (?P<folder>.+))?", _plain),
    ("set_clipboard", r"\bcopy (?P<text>.+?) to (?:the |my )?clipboard$", _plain),
    ("read_clipboard", r"\bclipboard\b", _plain),
    (
        "search_conversations",
        r"\bwhat did (?:we|i) (?:say|talk) about (?P<words>.+)"
        r"|\bsearch (?:our|my|the|past) conversations for (?P<found>.+)",
        lambda slots, _now: {"words": slots.get("words") or slots["found"]},
    ),
    (
        "calculate",
        r"\b(?:convert|how much is|what is|what's) (?P<expression>\d[\w .°/*+-]*?)"
        r" (?:in|to|into) (?P<to_unit>[a-zA-Z°][\w/°]*)$",
        _plain,
    ),
)
_COMPILED = tuple(
    (name, re.compile(pattern, re.IGNORECASE), arguments) for name, pattern, arguments in _PATTERNS
)
_SPACES = re.compile(r"\s+")


def is_tool_request(text: str) -> bool:
    """Whether a tool is meant."""
    return _found(text) is not None


def tool_wish(text: str, now: datetime) -> ToolWish | None:
    """The call that ``text`` asks for at ``now``; None where it asks for none."""
    found = _found(text)
    if found is None:
        return None
    name, match, arguments = found
    slots = {key: of.strip() for key, of in match.groupdict().items() if of}
    try:
        return ToolWish(name, arguments(slots, now))
    except ValueError:  # such as 25:99 o'clock
        return ToolWish(name, slots)


def _found(text: str) -> tuple[str, re.Match[str], _Arguments] | None:
    sentence = _SPACES.sub(" ", text).strip(" .!?,;\"'")[:500]
    for name, pattern, arguments in _COMPILED:
        if match := pattern.search(sentence):
            return name, match, arguments
    return None
