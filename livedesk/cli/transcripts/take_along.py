"""``livedesk transcripts export``, ``import``, ``backup`` and ``restore``."""

from __future__ import annotations

import argparse
import sqlite3
from functools import partial
from pathlib import Path

from livedesk.cli.transcripts.choosing import (
    chosen,
    opened_for_reading,
    opened_for_writing,
    user_path,
)
from livedesk.core.errors import StoreError
from livedesk.transcript.export.import_json import read
from livedesk.transcript.export.naming import file_name, unused
from livedesk.transcript.export.registry import RENDERERS, write, write_bytes
from livedesk.transcript.export.sound_beside import copied_beside, on_clock_of
from livedesk.transcript.model import Record
from livedesk.transcript.store import backup, reading
from livedesk.transcript.store.adding import add
from livedesk.transcript.store.transcript_store import default_path, recordings_folder

_PDF = ".pdf"
SUFFIXES = (*RENDERERS, _PDF)


def export(options: argparse.Namespace) -> int:
    """Write each conversation to a file; returns the exit status."""
    target = user_path(options.to)
    with opened_for_reading() as connection:
        uuids = chosen(connection, options)
        if not uuids:
            raise StoreError("No conversation is named.", "Give an id, or --all.")
        is_file = target.suffix.lower() in SUFFIXES and not target.is_dir()
        if is_file and len(uuids) > 1:
            raise StoreError("Several conversations need a folder.", "Give one with --to.")
        if not is_file:
            target.mkdir(parents=True, exist_ok=True)
        taken = {path.name.casefold() for path in target.glob("*")} if not is_file else set()
        for uuid in uuids:
            record = reading.record_of(connection, uuid)
            if record is None:  # deleted meanwhile
                continue
            name = file_name(record, f".{options.format or 'md'}")
            path = target if is_file else target / unused(name, taken)
            sounds = _sounds_of(connection, uuid) if options.with_sound else []
            _write(on_clock_of(sounds, record, path.suffix), path)
            print(path)
            _print_each(copied_beside(sounds, path))
    return 0


def _write(record: Record, path: Path) -> None:
    if path.suffix.lower() != _PDF:
        write(record, path)
        return
    from livedesk.app.paper_at_terminal import pdf_without_display  # Qt only for this kind

    write_bytes(pdf_without_display(record), path)


def _sounds_of(connection: sqlite3.Connection, uuid: str) -> list[Path]:
    folder = recordings_folder(default_path())
    files = [folder / name for name in reading.recordings_of(connection, uuid)]
    return [file for file in files if file.is_file()]


def _print_each(paths: list[Path]) -> None:
    for path in paths:
        print(path)


def bring_in(options: argparse.Namespace) -> int:
    """Add conversations from LiveDesk's own JSON files; returns the exit status."""
    records = [read(user_path(name)) for name in options.files]
    with opened_for_writing() as store:
        for record in records:
            is_new = store.run(partial(add, record=record)).result()
            verb = "Added" if is_new else "Is here already"
            print(f"{verb}: {file_name(record, '').strip()}")
    return 0


def back_up(options: argparse.Namespace) -> int:
    """Write everything into one file; returns the exit status."""
    path = user_path(options.file)
    with opened_for_reading():
        backup.back_up(default_path(), path)
    print(f"Everything is in {path}.")
    return 0


def restore(options: argparse.Namespace) -> int:
    """Add what a backup holds and the store does not; returns the exit status."""
    n_added = backup.bring_back(user_path(options.file), default_path())
    what = "One conversation was" if n_added == 1 else f"{n_added} conversations were"
    print(f"{what} brought back. What was here already stays.")
    return 0
