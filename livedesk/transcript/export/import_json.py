"""Reads what ``json_`` writes. The file is untrusted: every field is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
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
from livedesk.transcript.export.naming import plain, titled
from livedesk.transcript.export.untrusted_json import loaded
from livedesk.transcript.model import Record, TalkSetting

T = TypeVar("T")
E = TypeVar("E", bound=Enum)
_Fields = Mapping[str, Any]
# A year of talk with pictures is far below it; more would not fit into memory.
_MOST_BYTES = 512 * 1024 * 1024
_MOST_TITLE, _MOST_DETAIL = 500, 200
# What a float counts exactly, which the database's integers hold as well.
_MOST_COUNT = 1 << 53
# Seconds or milliseconds: some months.
_MOST_MEASURE = 1e10
# The store counts microseconds since 1970, and calendars need room for any zone.
_FIRST_YEAR, _LAST_YEAR = 1971, 9000


def read(path: Path) -> Record:
    """The conversation in the file.

    Raises:
        InputFileError: it cannot be read, or is no transcript of LiveDesk's.
    """
    try:
        if path.exists() and not path.is_file():
            raise OSError("no plain file")
        if path.stat().st_size > _MOST_BYTES:
            raise InputFileError(
                f"“{_shown(path)}” is too large for a conversation.",
                "It takes the JSON files that LiveDesk writes itself.",
            )
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError) as error:
        raise InputFileError(
            f"“{_shown(path)}” cannot be read.", detail=f"{type(error).__name__}: {error}"
        ) from error
    return parse(text, path.name)


def parse(text: str, name: str = "The file") -> Record:
    """The conversation that ``text`` holds; ``name`` is for the error's sentence.

    Raises:
        InputFileError: it is no transcript of LiveDesk's.
    """
    name = _shown(name)
    try:
        fields = loaded(text)
        if not isinstance(fields, dict) or fields.get("format") != FORMAT:
            raise ValueError("another format")
        version = fields.get("version")
        if not isinstance(version, int) or isinstance(version, bool) or version < 1:
            raise ValueError("another version")
        if version > VERSION:
            raise InputFileError(
                f"“{name}” was written by a newer LiveDesk.", "Install that version to read it."
            )
        return _record(fields)
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise InputFileError(
            f"“{name}” is no conversation that LiveDesk can read.",
            "It takes the JSON files that it writes itself.",
            detail=f"{type(error).__name__}: {error}"[:_MOST_DETAIL],
        ) from error


def _shown(name: object) -> str:
    """A name as a sentence can hold it, also one that is no text."""
    return plain(str(name).encode("utf-8", "replace").decode("utf-8"))


def _record(fields: _Fields) -> Record:
    raw = _list(fields, "entries")
    numbers = _Numbers()
    entries = tuple(_entry(_object({"entry": entry}, "entry"), numbers) for entry in raw)
    setting = TalkSetting(
        model=_text(fields, "model"),
        voice=_text(fields, "voice"),
        instruction=_text(fields, "instruction"),
        mode=_text(fields, "mode", "assistant"),
        language=_text(fields, "language"),
        instruction_text=_text(fields, "instruction_text"),
    )
    record = Record(
        _text(fields, "title")[:_MOST_TITLE],
        _moment(fields),
        setting,
        entries,
        _conversation_id(fields),
        _usage(fields),
        is_title_given=_flag(fields, "is_title_given", is_usual=True),
    )
    if "is_title_given" not in fields and titled(replace(record, title="")).title == record.title:
        return replace(record, is_title_given=False)  # files of before did not tell
    return record


def _conversation_id(fields: _Fields) -> str:
    """The name that the conversation has everywhere; files are named after it."""
    given = _text(fields, "conversation_id")
    if given and not re.fullmatch("[0-9a-f]{32}", given):
        raise ValueError("conversation_id is none of LiveDesk's")
    return given or uuid4().hex


def _usage(fields: _Fields) -> Mapping[str, Any]:
    usage = _object(fields, "usage")
    for value in usage.values():
        if isinstance(value, int | float) and abs(value) > _MOST_COUNT:
            raise ValueError("more was used than can be")
    return usage


def _entry(fields: _Fields, numbers: _Numbers) -> Entry:
    number = numbers.of(fields)
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


class _Numbers:
    """Each entry's own number, or the next free one for files that have none."""

    def __init__(self) -> None:
        self._taken: set[int] = set()
        self._last = 0

    def of(self, fields: _Fields) -> int:
        """The number of the entry with these fields."""
        given = fields.get("number")
        is_number = isinstance(given, int) and not isinstance(given, bool)
        number = self._last + 1
        if is_number and 0 < given < 1 << 31 and given not in self._taken:  # type: ignore[operator]
            number = given  # type: ignore[assignment]
        self._taken.add(number)
        self._last = max(self._last, number)
        return number


def _source(fields: Any) -> GroundingSource:
    source = _object({"source": fields}, "source")
    return GroundingSource(_text(source, "title"), _text(source, "url"))


def _moment(fields: _Fields) -> datetime:
    moment = datetime.fromisoformat(_text(fields, "started_at"))
    if not _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        raise ValueError("started_at is of no time that people talk in")
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
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{name} is no number")
    if abs(value) > _MOST_MEASURE:
        raise ValueError(f"{name} is out of range")
    return float(value)


def _checked(fields: _Fields, name: str, missing: T, is_right: Callable[[Any], bool]) -> T:
    value: Any = fields.get(name, missing)
    if not is_right(value):
        raise ValueError(f"{name} is of the wrong type")
    result: T = value
    return result
