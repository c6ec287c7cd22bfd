"""The recordings of a conversation beside the file that it was exported to."""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from livedesk.transcript.entries import Utterance
from livedesk.transcript.export.registry import explained
from livedesk.transcript.model import Record

_SUBTITLES = (".srt", ".vtt")
# The names of recordings tell at which millisecond of the conversation they begin.
_BEGINS_AT = re.compile(r"-(\d+)\.\w+$")


def copied_beside(files: Sequence[Path], path: Path) -> list[Path]:
    """Copies with the name of ``path``, whole or not at all; no other file is replaced.

    A name that is taken gets a number, unless the very same sound lies there already.

    Raises:
        TranscriptSaveError: one could not be copied; the transcript itself is there.
    """
    copies: list[Path] = []
    for number, file in enumerate(files, start=1):
        mark = f" {number}" if len(files) > 1 else ""
        wanted = path.with_name(f"{path.stem}{mark}{file.suffix}")
        try:
            copies.append(_copied(file, wanted))
        except OSError as error:
            raise explained(error, wanted) from error
    return copies


def _copied(file: Path, wanted: Path) -> Path:
    descriptor, name = tempfile.mkstemp(dir=wanted.parent, prefix=".", suffix=".part")
    os.close(descriptor)
    part = Path(name)
    try:
        shutil.copyfile(file, part)
        place = _place(part, wanted)
        part.chmod(place.stat().st_mode & 0o777)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)
    return place


def _place(part: Path, wanted: Path) -> Path:
    """The first name that is free, now taken, or under which lies what ``part`` holds."""
    place, number = wanted, 1
    while not _is_taken_now(place):
        if place.is_file() and filecmp.cmp(part, place, shallow=False):
            return place
        number += 1
        place = wanted.with_stem(f"{wanted.stem} ({number})")
    return place


def _is_taken_now(place: Path) -> bool:
    """Take the name; False where there is something of that name."""
    try:
        place.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def on_clock_of(files: Sequence[Path], record: Record, suffix: str) -> Record:
    """``record`` as subtitles of its only recording show it: counted from where that begins.

    Where there are several, or other kinds of files, it stays on the conversation's clock.
    """
    names = [_BEGINS_AT.search(file.name) for file in files]
    if suffix.lower() not in _SUBTITLES or len(names) != 1 or names[0] is None:
        return record
    begins_s = int(names[0][1]) / 1000
    entries = tuple(
        replace(
            entry,
            offset_s=max(0.0, entry.offset_s - begins_s),
            end_s=None if entry.end_s is None else entry.end_s - begins_s,
        )
        for entry in record.entries
        if isinstance(entry, Utterance) and (entry.end_s or entry.offset_s) > begins_s
    )
    return replace(record, entries=entries)
