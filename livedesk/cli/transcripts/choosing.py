"""Which conversations a command means, and saying so if there are none."""

from __future__ import annotations

import argparse
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from livedesk.core.errors import StoreError
from livedesk.transcript.store import reading
from livedesk.transcript.store.database import open_for_reading
from livedesk.transcript.store.filters import Filters
from livedesk.transcript.store.transcript_store import TranscriptStore, default_path

SHORT_ID = 8
_MOST_DAYS = 365_000
_MOST_ROWS = 1_000_000_000


@contextmanager
def opened_for_reading() -> Iterator[sqlite3.Connection]:
    """The store of this person.

    Raises:
        StoreError: nothing was ever kept, or it cannot be read.
    """
    path = default_path()
    if not path.exists():
        raise StoreError("No conversation is kept yet.", f"They will lie in {path.parent}.")
    with closing(open_for_reading(path)) as connection:
        yield connection


@contextmanager
def opened_for_writing() -> Iterator[TranscriptStore]:
    """The store of this person, made if it is not there; a window may use it meanwhile."""
    store = TranscriptStore(default_path())
    store.start()
    try:
        yield store
    finally:
        store.close()


def add_filters(parser: argparse.ArgumentParser) -> None:
    """Declare what narrows a list."""
    parser.add_argument("--since", type=_day, metavar="DAY", help="from that day on: 2026-11-23")
    parser.add_argument("--until", type=_day, metavar="DAY", help="up to that day")
    parser.add_argument("--voice", type=_name, metavar="NAME", help="held with that voice")
    parser.add_argument("--mode", type=_name, metavar="MODE", help="of that mode")
    parser.add_argument("--audio", action="store_true", help="with a recording")
    parser.add_argument("--json", action="store_true", help="for programs")


def filters_of(options: argparse.Namespace) -> Filters:
    """What the options narrow to."""
    before = options.until + timedelta(days=1) if options.until else None
    return Filters(
        since=options.since,
        before=before,
        voice=options.voice,
        mode=options.mode,
        has_audio=True if options.audio else None,
    )


def add_choice(parser: argparse.ArgumentParser) -> None:
    """Declare how single conversations are named."""
    parser.add_argument(
        "ids", nargs="*", type=_name, metavar="ID", help="as listed; its beginning will do"
    )
    parser.add_argument("--all", action="store_true", help="every conversation")


def chosen(connection: sqlite3.Connection, options: argparse.Namespace) -> list[str]:
    """The full names of the conversations meant.

    Raises:
        StoreError: one is not there, or a beginning is that of several.
    """
    if options.all:
        return [summary.uuid for summary in reading.summaries(connection)]
    return [_one(connection, beginning) for beginning in options.ids]


def _one(connection: sqlite3.Connection, beginning: str) -> str:
    found = reading.uuids_like(connection, beginning) if beginning else []
    if beginning in found:
        return beginning
    if not found:
        raise StoreError(
            f"There is no conversation {beginning}.", "“livedesk transcripts list” shows all."
        )
    if len(found) > 1:
        raise StoreError(f"{len(found)} conversations begin with {beginning}.", "Give more of it.")
    return found[0]


def user_path(name: str) -> Path:
    """A path from the command line."""
    return Path(name).expanduser()


def _day(text: str) -> datetime:
    try:
        day = datetime.fromisoformat(text).astimezone()
        _ = day.astimezone(UTC) + timedelta(days=2)  # a day is counted to its end
    except (ValueError, OverflowError, OSError) as error:
        raise argparse.ArgumentTypeError(f"{text} is no day such as 2026-11-23") from error
    return day


def count(text: str) -> int:
    """So many of a list, for an option."""
    if not text.isdecimal() or int(text) > _MOST_ROWS:
        raise argparse.ArgumentTypeError(f"{text} is no number up to {_MOST_ROWS}")
    return int(text)


def _name(text: str) -> str:
    """What was typed, as the store can look for it; half characters are no part of any name."""
    return text.encode("utf-8", "replace").decode("utf-8")


def days(text: str) -> int:
    """A number of days, for an option."""
    if not text.isdecimal() or int(text) > _MOST_DAYS:
        raise argparse.ArgumentTypeError(f"{text} is no number of days up to {_MOST_DAYS}")
    return int(text)
