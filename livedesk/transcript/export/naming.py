"""File names for transcripts: by day and title, valid on every system. Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import Record
from livedesk.transcript.spacing import tidy
from livedesk.transcript.store.titles import own_title, shortened

_NOT_ALLOWED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]')
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# Most systems allow 255 bytes; the rest is for a number and for whoever copies it.
_MOST_BYTES = 150


def file_name(record: Record, suffix: str) -> str:
    """Such as ``2026-11-23 10.02 What time is it.md``; ``suffix`` with its point."""
    begun = f"{record.started_at:%Y-%m-%d %H.%M}"
    title = unicodedata.normalize("NFC", record.title)
    title = tidy(_NOT_ALLOWED.sub(" ", title))
    while len(title.encode("utf-8", "replace")) > _MOST_BYTES:
        title = title[:-1]
    name = f"{begun} {title}" if title else f"LiveDesk {begun}"
    return name.rstrip(" .") + suffix


def titled(record: Record) -> Record:
    """``record`` with the title that the first thing said gives it, if it has none."""
    if record.title:
        return record
    said = [e for e in record.entries if isinstance(e, Utterance) and e.is_final and e.text]
    title = next(filter(None, map(own_title, said)), "")
    if not title and said:  # nothing but a greeting of the person's
        title = shortened(said[0].text)
    return replace(record, title=title, is_title_given=False)


def plain(text: str, *, keep_blanks: bool = False) -> str:
    """``text`` in one line and without signs that steer a terminal or turn the direction."""
    cleaned = _STEERING.sub("", text)
    return cleaned if keep_blanks else tidy(cleaned)


def unused(name: str, taken: set[str]) -> str:
    """``name``, with a number if it is taken; upper and lower case count as one."""
    stem, dot, suffix = name.rpartition(".")
    number, free = 2, name
    while free.casefold() in taken:
        free = f"{stem} ({number}){dot}{suffix}"
        number += 1
    taken.add(free.casefold())
    return free
