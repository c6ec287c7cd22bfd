"""Reads what ``json_`` writes. The file is untrusted: every field is looked at."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

from livedesk.core.errors import InputFileError
from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Entry, Notice, NoticeKind, ToolEntry, ToolState, Utterance
from livedesk.transcript.exhibit_json import exhibits_of_json
from livedesk.transcript.export.json_ import FORMAT, VERSION
from livedesk.transcript.model import Record, TalkSetting

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_Fields = Mapping[str, Any]


def read(path: Path) -> Record:
    """The conversation in the file.

    Raises:
        InputFileError: it cannot be read, or is no transcript of LiveDesk's.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"“{path}” cannot be read.", detail=f"{type(error).__name__}: {error}"
        ) from error
    return parse(text, path.name)


def parse(text: str, name: str = "The file") -> Record:
    """The conversation that ``text`` holds; ``name`` is for the error's sentence.

    Raises:
        InputFileError: it is no transcript of LiveDesk's.
    """
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError("another format")
        if not isinstance(fields.get("version"), int) or fields["version"] > VERSION:
            raise InputFileError(
                f"“{name}” was written by a newer LiveDesk.", "Install that version to read it."
            )
        return _record(fields)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise InputFileError(
            f"“{name}” is no conversation that LiveDesk can read.",
            "It takes the JSON files that it writes itself.",
            detail=f"{type(error).__name__}: {error}",
        ) from error


def _record(fields: _Fields) -> Record:
    raw = _list(fields, "entries")
    taken: set[int] = set()
    entries = tuple(_entry(_object({"entry": entry}, "entry"), taken) for entry in raw)
    setting = TalkSetting(
        model=_text(fields, "model"),
        voice=_text(fields, "voice"),
        instruction=_text(fields, "instruction"),
        mode=_text(fields, "mode", "assistant"),
        language=_text(fields, "language"),
        instruction_text=_text(fields, "instruction_text"),
    )
    return Record(
        _text(fields, "title"),
        _moment(fields),
        setting,
        entries,
        _text(fields, "conversation_id") or uuid4().hex,
        _object(fields, "usage"),
    )


def _entry(fields: _Fields, taken: set[int]) -> Entry:
    number = _number_of(fields, taken)
    started_at = _moment(fields)
    kind = _text(fields, "type")
    if kind == "utterance":
        return _utterance(fields, number, started_at)
    if kind == "tool":
        return ToolEntry(
            number,
            _text(fields, "call_id"),
            _text(fields, "name"),
            _object(fields, "arguments"),
            started_at,
            _member(ToolState, fields, "state", ToolState.CANCELLED),
            _object(fields, "output"),
            _text(fields, "error"),
            _measure(fields, "duration_ms") or 0.0,
            exhibits_of_json(fields.get("exhibits")),
        )
    if kind == "notice":
        known = _member(NoticeKind, fields, "kind", NoticeKind.SETUP_CHANGED)
        return Notice(number, known, _text(fields, "text"), started_at)
    raise ValueError(f"an entry of type {kind!r}")


def _utterance(fields: _Fields, number: int, started_at: datetime) -> Utterance:
    code = fields.get("language_code")
    return Utterance(
        number,
        Speaker(_text(fields, "speaker")),
        _text(fields, "text"),
        started_at,
        _measure(fields, "offset_s") or 0.0,
        is_final=_flag(fields, "is_final", is_usual=True),
        unheard=_text(fields, "unheard"),
        was_cut=_flag(fields, "was_cut"),
        is_typed=_flag(fields, "is_typed"),
        language_code=code if isinstance(code, str) else None,
        end_s=_measure(fields, "end_s"),
        heard_ms=_measure(fields, "heard_ms"),
        sources=tuple(_source(source) for source in _list(fields, "sources")),
        suggestions=tuple(_source(source) for source in _list(fields, "suggestions")),
        spoken_from_s=_measure(fields, "spoken_from_s"),
        spoken_to_s=_measure(fields, "spoken_to_s"),
    )


def _number_of(fields: _Fields, taken: set[int]) -> int:
    """The entry's own number, or the next free one for files that have none."""
    given = fields.get("number")
    is_usable = isinstance(given, int) and 0 < given < 1 << 31 and given not in taken
    number = given if is_usable and given is not None else max(taken, default=0) + 1
    taken.add(number)
    return number


def _source(fields: Any) -> GroundingSource:
    source = _object({"source": fields}, "source")
    return GroundingSource(_text(source, "title"), _text(source, "url"))


def _moment(fields: _Fields) -> datetime:
    moment = datetime.fromisoformat(_text(fields, "started_at"))
    return moment if moment.tzinfo is not None else moment.astimezone()


def _member(kind: type[E], fields: _Fields, name: str, fallback: E) -> E:
    value = fields.get(name)
    return next((member for member in kind if member.value == value), fallback)


def _text(fields: _Fields, name: str, missing: str = "") -> str:
    return _checked(fields, name, missing, lambda value: isinstance(value, str))


def _flag(fields: _Fields, name: str, *, is_usual: bool = False) -> bool:
    return _checked(fields, name, is_usual, lambda value: isinstance(value, bool))


def _object(fields: _Fields, name: str) -> Mapping[str, Any]:
    return _checked(fields, name, {}, lambda value: isinstance(value, dict))


def _list(fields: _Fields, name: str) -> list[Any]:
    return _checked(fields, name, [], lambda value: isinstance(value, list))


def _measure(fields: _Fields, name: str) -> float | None:
    value = fields.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{name} is no number")
    return float(value)


def _checked(fields: _Fields, name: str, missing: T, is_right: Callable[[Any], bool]) -> T:
    value: Any = fields.get(name, missing)
    if not is_right(value):
        raise ValueError(f"{name} is of the wrong type")
    result: T = value
    return result
