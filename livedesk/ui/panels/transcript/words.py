"""What is written for an entry: its text, how parts of it are meant, and its labels.

Positions count UTF-16 units, as Qt does. Lines are parted by U+2028, as ``QTextLayout`` wants it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from PySide6.QtCore import QCoreApplication

from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Code, Picture, Table
from livedesk.core.speakers import Speaker
from livedesk.transcript.exhibit_json import exhibit_text
from livedesk.transcript.model import Entry, Notice, NoticeKind, ToolEntry, ToolState, Utterance

LINE_BREAK = "\u2028"
# What a tool returns may be of any length; more than this nobody reads in a card.
_MOST_CARD_CHARS = 4_000
_MOST_LINE_CHARS = 56
_PAGES = ("https://", "http://")
_NOTICE_ICONS: Mapping[NoticeKind, str] = {
    NoticeKind.RECONNECTED: "information",
    NoticeKind.SETUP_CHANGED: "information",
    NoticeKind.AUDIO_LOST: "warning",
    NoticeKind.ANSWER_BROKEN: "warning",
    NoticeKind.ERROR: "error",
}


class Meaning(Enum):
    """Why a part of the text looks different."""

    GUESS = "not certain yet"
    UNHEARD = "not heard"
    QUIET = "less important"
    FAILED = "went wrong"
    LABEL = "names what follows"
    CODE = "for programs"
    LINK = "leads to a page"


@dataclass(frozen=True, slots=True)
class Span:
    """A part of the text with a meaning; start and length in UTF-16 units."""

    start: int
    length: int
    meaning: Meaning


@dataclass(frozen=True, slots=True)
class Link:
    """A part of the text that leads to ``page``; start and length in UTF-16 units."""

    start: int
    length: int
    page: GroundingSource


@dataclass(frozen=True, slots=True)
class EntryWords:
    """An entry ready to be laid out.

    Attributes:
        text: all that can be selected.
        spans: parts of it with a meaning.
        name: for the gutter, or "".
        footnote: a remark under the text, or "".
        icon_name: of a card; "" for a script entry.
        can_unfold: there is more to be seen.
        offer: what a button at a card's end says; room is kept for it, shown or not.
        links: what of the text can be clicked.
        pictures: what a card shows below its first line, folded or not.
    """

    text: str
    spans: tuple[Span, ...] = ()
    name: str = ""
    footnote: str = ""
    icon_name: str = ""
    can_unfold: bool = False
    offer: str = ""
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def is_card(self) -> bool:
        """Whether it is drawn as a card instead of script."""
        return bool(self.icon_name)


class _Writer:
    """Puts a text together and notes the meaning of its parts."""

    def __init__(self) -> None:
        self.text = ""
        self.spans: list[Span] = []
        self.links: list[Link] = []

    def add(self, text: str, meaning: Meaning | None = None) -> None:
        if meaning is not None and text:
            self.spans.append(Span(utf16_length(self.text), utf16_length(text), meaning))
        self.text += text

    def add_pages(self, label: str, pages: tuple[GroundingSource, ...]) -> None:
        """One line for each page below a label."""
        if pages:
            self.add(LINE_BREAK)
            self.add(label, Meaning.LABEL)
        for page in pages:
            self.add(LINE_BREAK)
            title = _lines(" ".join((page.title or page.url).split()))
            if page.url.startswith(_PAGES):
                start = utf16_length(self.text)
                self.links.append(Link(start, utf16_length(title), page))
                self.add(title, Meaning.LINK)
            else:
                self.add(title, Meaning.QUIET)


def utf16_length(text: str) -> int:
    """Length as Qt counts it."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "replace")) // 2


def utf16_slice(text: str, start: int, end: int) -> str:
    """A part of ``text`` by positions as Qt counts them."""
    if text.isascii():
        return text[start:end]
    return text.encode("utf-16-le", "replace")[2 * start : 2 * end].decode("utf-16-le", "replace")


def runs_leftwards(text: str, *, otherwise: bool) -> bool:
    """Whether the first letter with a direction is of a script written from right to left."""
    if text.isascii():
        found = next((True for character in text if character.isalpha()), False)
        return False if found else otherwise
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return otherwise


def speaker_name(entry: Entry) -> str:
    """Who or what speaks in ``entry``; "" for a notice."""
    match entry:
        case Utterance(speaker=Speaker.USER):
            return _tr("You")
        case Utterance():
            return _tr("Assistant")
        case ToolEntry():
            return _tr("Tool")
        case Notice():
            return ""


def entry_words(entry: Entry, *, is_unfolded: bool) -> EntryWords:
    """What is written for ``entry``."""
    match entry:
        case Utterance():
            return _utterance(entry)
        case ToolEntry():
            return _tool(entry, is_unfolded=is_unfolded)
        case Notice(kind=kind, text=text):
            offer = _tr("Continue") if kind is NoticeKind.ANSWER_BROKEN else ""
            return EntryWords(_lines(text), icon_name=_NOTICE_ICONS[kind], offer=offer)


def _utterance(entry: Utterance) -> EntryWords:
    writer = _Writer()
    writer.add(_lines(entry.text))
    if entry.interim:
        writer.add(" " if entry.text else "")
        writer.add(f"{_lines(entry.interim)} …", Meaning.GUESS)
    if entry.was_cut:
        writer.add((" " if entry.text else "") + "—", Meaning.QUIET)
    if entry.unheard:
        writer.add(" ")
        writer.add(_lines(entry.unheard.strip()), Meaning.UNHEARD)
    writer.add_pages(_tr("Sources"), entry.sources)
    writer.add_pages(_tr("Search Google for"), entry.suggestions)
    footnote = ""
    if entry.was_cut:
        footnote = (
            _tr("Interrupted, the rest was not heard") if entry.unheard else _tr("Interrupted")
        )
    return EntryWords(
        writer.text,
        tuple(writer.spans),
        speaker_name(entry),
        footnote,
        links=tuple(writer.links),
    )


def _tool(entry: ToolEntry, *, is_unfolded: bool) -> EntryWords:
    writer = _Writer()
    writer.add(entry.name)
    is_bad = entry.state is ToolState.FAILED
    writer.add(f" · {_tool_state(entry)}", Meaning.FAILED if is_bad else Meaning.QUIET)
    if is_unfolded:
        _tool_body(entry, writer)
    return EntryWords(
        writer.text,
        tuple(writer.spans),
        speaker_name(entry),
        icon_name="tool",
        can_unfold=True,
        offer=_tool_offer(entry),
        pictures=tuple(e for e in entry.exhibits if isinstance(e, Picture)),
    )


def _tool_offer(entry: ToolEntry) -> str:
    if entry.state is ToolState.RUNNING:
        return _tr("Stop · 88 s")  # the room that it takes
    has_pictures = any(isinstance(exhibit, Picture) for exhibit in entry.exhibits)
    return _tr("Show") if has_pictures else ""


def _tool_body(entry: ToolEntry, writer: _Writer) -> None:
    parts: list[tuple[str, str, Meaning | None]] = []
    for exhibit in entry.exhibits:
        label, text = exhibit_text(exhibit)
        is_set = isinstance(exhibit, Code | Table)
        parts.append((label, _lines(text), Meaning.CODE if is_set else None))
    if entry.arguments:
        parts.append((_tr("Asked with"), _pretty(entry.arguments), Meaning.CODE))
    if entry.output:
        parts.append((_tr("Answered"), _pretty(entry.output), Meaning.CODE))
    if entry.error:
        parts.append((_tr("What went wrong"), _lines(entry.error), None))
    if not parts:
        parts.append((_tr("Nothing was asked or answered."), "", None))
    for label, content, meaning in parts:
        writer.add(LINE_BREAK)
        writer.add(label, Meaning.LABEL)
        if content:
            writer.add(LINE_BREAK)
            writer.add(content, meaning)


def _tool_state(entry: ToolEntry) -> str:
    match entry.state:
        case ToolState.RUNNING:
            return _tr("running …")
        case ToolState.CANCELLED:
            return _tr("cancelled")
        case ToolState.DENIED:
            return _tr("not allowed")
        case ToolState.FAILED:
            return _tr("failed after %1").replace("%1", _duration(entry.duration_ms))
        case ToolState.SUCCEEDED:
            return _duration(entry.duration_ms)


def _duration(duration_ms: float) -> str:
    return f"{duration_ms / 1000:.1f} s" if duration_ms >= 1000 else f"{duration_ms:.0f} ms"


def _pretty(value: Mapping[str, Any]) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    if len(text) > _MOST_LINE_CHARS:
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str)
    if len(text) > _MOST_CARD_CHARS:
        text = text[:_MOST_CARD_CHARS] + "\n…"
    return _lines(text)


def _lines(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return clean.replace("\r\n", LINE_BREAK).replace("\n", LINE_BREAK).replace("\u2029", LINE_BREAK)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Transcript", text)
