"""From entries to the columns of the database, and back. Pure."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias

from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import (
    Entry,
    Notice,
    NoticeKind,
    ToolEntry,
    ToolState,
    Utterance,
    is_settled,
)
from livedesk.transcript.exhibit_json import (
    exhibit_text,
    exhibits_as_json,
    exhibits_of_json,
)
from livedesk.transcript.model import TalkSetting
from livedesk.transcript.store import folding

Columns: TypeAlias = dict[str, Any]
# What a query gives: columns by name.
Row: TypeAlias = "sqlite3.Row | Mapping[str, Any]"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a conversation as a whole.

    Attributes:
        uuid: its name in every store and export.
        title: given by the person, or "".
        usage: tokens and cost as the session's metrics name them.
    """

    uuid: str
    started_at: datetime
    setting: TalkSetting = field(default_factory=TalkSetting)
    title: str = ""
    usage: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry and its place in the order of speech."""

    entry: Entry
    position: float

    @property
    def number(self) -> int:
        """The entry's name within its conversation."""
        return self.entry.entry_id


def microseconds(moment: datetime) -> int:
    """Since 1970. A moment without zone is taken for local time."""
    return (moment.astimezone(UTC) - _EPOCH) // timedelta(microseconds=1)


def head_columns(head: Head) -> Columns:
    """The columns of ``conversation`` that a running talk determines."""
    return {
        "uuid": head.uuid,
        "title": head.title,
        "started_us": microseconds(head.started_at),
        "started_at": head.started_at.isoformat(),
        "mode": head.setting.mode,
        "model": head.setting.model,
        "voice": head.setting.voice,
        "language": head.setting.language,
        "instruction": head.setting.instruction,
        "instruction_text": head.setting.instruction_text,
        **usage_columns(head.usage or {}),
    }


def usage_columns(usage: Mapping[str, Any]) -> Columns:
    """The columns of ``conversation`` that tell what it took."""
    return {
        "tokens": _number(usage.get("total_tokens")),
        "cost_usd": float(_number(usage.get("cost_usd"))),
        "usage": as_json(dict(usage)),
    }


def setting_of(row: Row) -> TalkSetting:
    """With what the talk was held."""
    return TalkSetting(
        model=row["model"],
        voice=row["voice"],
        instruction=row["instruction"],
        mode=row["mode"],
        language=row["language"],
        instruction_text=row["instruction_text"],
    )


def entry_columns(placed: Placed) -> Columns:
    """The columns of ``entry``, without id and conversation."""
    entry = placed.entry
    columns: Columns = {
        "number": entry.entry_id,
        "position": placed.position,
        "started_at": entry.started_at.isoformat(),
        "is_final": int(is_settled(entry)),
        "speaker": "",
        "start_s": 0.0,
        "end_s": None,
        "heard_ms": None,
        "was_cut": 0,
        "is_typed": 0,
        "language_code": None,
        "interim": "",
        "unheard": "",
    }
    match entry:
        case Utterance():
            columns |= _utterance_columns(entry)
        case ToolEntry():
            columns |= {"kind": "tool", "text": entry.name, "detail": _tool_detail(entry)}
        case Notice():
            detail = as_json({"kind": entry.kind.value})
            columns |= {"kind": "notice", "text": entry.text, "detail": detail}
    found_by = searched_text(entry) if is_settled(entry) else ""
    return columns | {"words": folding.words(found_by), "signs": folding.signs(found_by)}


def _utterance_columns(entry: Utterance) -> Columns:
    grounding = {"sources": entry.sources, "suggestions": entry.suggestions}
    detail: dict[str, object] = {
        name: [{"title": page.title, "url": page.url} for page in pages]
        for name, pages in grounding.items()
        if pages
    }
    spoken = {"spoken_from_s": entry.spoken_from_s, "spoken_to_s": entry.spoken_to_s}
    detail |= {name: moment for name, moment in spoken.items() if moment is not None}
    return {
        "kind": "utterance",
        "speaker": entry.speaker.value,
        "start_s": entry.offset_s,
        "end_s": entry.end_s,
        "heard_ms": entry.heard_ms,
        "was_cut": int(entry.was_cut),
        "is_typed": int(entry.is_typed),
        "language_code": entry.language_code,
        "text": clean(entry.text),
        "interim": clean(entry.interim),
        "unheard": clean(entry.unheard),
        "detail": as_json(detail),
    }


def _tool_detail(entry: ToolEntry) -> str:
    return as_json(
        {
            "call_id": entry.call_id,
            "arguments": entry.arguments,
            "state": entry.state.value,
            "output": entry.output,
            "error": entry.error,
            "duration_ms": entry.duration_ms,
        }
        | ({"exhibits": exhibits_as_json(entry.exhibits)} if entry.exhibits else {})
    )


def searched_text(entry: Entry) -> str:
    """All that can be read in an entry."""
    match entry:
        case Utterance():
            return f"{entry.text} {entry.unheard}".strip()
        case ToolEntry():
            content = [entry.arguments, entry.output]
            parts = [json.dumps(c, ensure_ascii=False, default=str) for c in content if c]
            parts += [exhibit_text(exhibit)[1] for exhibit in entry.exhibits]
            return " ".join([entry.name, *parts, entry.error]).strip()
        case Notice():
            return entry.text


# What ``entry_of`` reads; the folded texts for the search are as long again.
SELECT_ENTRY = (
    "SELECT number, kind, started_at, detail, text, speaker, start_s, is_final, interim, unheard, "
    "was_cut, is_typed, language_code, end_s, heard_ms FROM entry"
)


def entry_of(row: Row) -> Entry:
    """The entry that a row of ``entry`` holds."""
    raw_detail = row["detail"]
    detail = {} if raw_detail == "{}" else json.loads(raw_detail)
    started_at = datetime.fromisoformat(row["started_at"])
    number = int(row["number"])
    if row["kind"] == "tool":
        return ToolEntry(
            number,
            str(detail.get("call_id", "")),
            row["text"],
            detail.get("arguments", {}),
            started_at,
            ToolState(detail.get("state", ToolState.CANCELLED.value)),
            detail.get("output", {}),
            detail.get("error", ""),
            float(detail.get("duration_ms", 0.0)),
            exhibits_of_json(detail.get("exhibits", ())),
        )
    if row["kind"] == "notice":
        return Notice(number, _notice_kind(detail.get("kind")), row["text"], started_at)
    return Utterance(
        number,
        Speaker(row["speaker"]),
        row["text"],
        started_at,
        row["start_s"],
        is_final=bool(row["is_final"]),
        interim=row["interim"],
        unheard=row["unheard"],
        was_cut=bool(row["was_cut"]),
        is_typed=bool(row["is_typed"]),
        language_code=row["language_code"],
        end_s=row["end_s"],
        heard_ms=row["heard_ms"],
        sources=_pages(detail.get("sources", ())),
        suggestions=_pages(detail.get("suggestions", ())),
        spoken_from_s=detail.get("spoken_from_s"),
        spoken_to_s=detail.get("spoken_to_s"),
    )


def _pages(pages: Iterable[Mapping[str, str]]) -> tuple[GroundingSource, ...]:
    if not pages:
        return ()
    return tuple(GroundingSource(page["title"], page["url"]) for page in pages)


def _notice_kind(value: object) -> NoticeKind:
    """A kind that a newer LiveDesk knows is shown as a plain remark."""
    return NoticeKind(value) if value in {k.value for k in NoticeKind} else NoticeKind.SETUP_CHANGED


def as_json(value: object) -> str:
    """One line, in the script it was written in."""
    return clean(json.dumps(value, ensure_ascii=False, default=str))


def clean(text: str) -> str:
    """``text`` as the database can hold it: half characters become the replacement sign."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number(value: object) -> int | float:
    return value if isinstance(value, int | float) else 0
