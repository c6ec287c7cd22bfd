"""``livedesk transcripts list`` and ``search``."""

from __future__ import annotations

import argparse
import json
import re
import sys
from dataclasses import asdict

from livedesk.cli.transcripts.choosing import SHORT_ID, filters_of, opened_for_reading
from livedesk.transcript.export.naming import plain
from livedesk.transcript.store import reading
from livedesk.transcript.store.reading import Summary
from livedesk.transcript.store.search import Find, search

_NAMES = {"user": "You", "assistant": "Assistant"}
_BOLD, _NORMAL = "\x1b[1m", "\x1b[0m"
_MOST_TITLE = 60


def list_all(options: argparse.Namespace) -> int:
    """Print one line for each conversation; returns the exit status."""
    with opened_for_reading() as connection:
        found = reading.summaries(connection, filters_of(options), limit=options.limit)
    if options.json:
        _print_json(found)
        return 0
    for summary in found:
        print(_line(summary))
    if not found:
        print("No conversation is kept.", file=sys.stderr)
    return 0


def search_all(options: argparse.Namespace) -> int:
    """Print each find with the words around it; returns 1 if there is none."""
    with opened_for_reading() as connection:
        text = " ".join(options.words) + " "  # whole words, unless a * says otherwise
        text = re.sub(r"\*\s*$", "", text) if text.rstrip().endswith("*") else text
        found = search(connection, text, filters_of(options), limit=options.limit)
    if options.json:
        _print_json(found)
    else:
        for find in found:
            print(_found(find))
    if not found:
        print("Nothing was found.", file=sys.stderr)
    return 0 if found else 1


def _line(summary: Summary) -> str:
    minutes, seconds = divmod(round(summary.duration_s), 60)
    marks = "".join(
        sign for sign, is_set in (("*", summary.is_pinned), ("♪", summary.has_audio)) if is_set
    )
    title = plain(summary.title) or "(nothing said)"
    if len(title) > _MOST_TITLE:
        title = title[: _MOST_TITLE - 1] + "…"
    voice = plain(summary.voice)
    when = summary.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return (
        f"{summary.uuid[:SHORT_ID]:{SHORT_ID}}  {when}  {minutes:3}:{seconds:02}  {voice:10.10} "
        f"{marks:2} {title}"
    )


def _found(find: Find) -> str:
    begin, end = (_BOLD, _NORMAL) if sys.stdout.isatty() else ("", "")
    # Control signs would reach the terminal; the marks are put in afterwards.
    text = find.snippet.marked("\x02", "\x03")
    text = "".join(c if c in "\x02\x03" else plain(c, keep_blanks=True) for c in text)
    text = text.replace("\x02", begin).replace("\x03", end)
    when = find.started_at.astimezone().strftime("%Y-%m-%d %H:%M")
    who = _NAMES.get(find.speaker, find.kind.capitalize())
    return f"{find.uuid[:SHORT_ID]}  {when}  {who}: {text}"


def _print_json(found: list[Summary] | list[Find]) -> None:
    rows = [asdict(one) for one in found]
    print(json.dumps(rows, ensure_ascii=False, indent=2, default=str))
