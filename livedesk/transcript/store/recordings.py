"""The sound of conversations: which files there are, and rows that tell the truth about them.

A file is named after its conversation and the moment on its clock at which it begins, so that a
row that was lost can be made again.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from livedesk.transcript.store import changes
from livedesk.transcript.store.database import transaction

_NAME = re.compile(r"([0-9a-f]{32})-(\d+)\.(flac|wav)")


@dataclass(frozen=True, slots=True)
class Recording:
    """A file below the folder of recordings.

    Attributes:
        start_s: where on the conversation's clock it begins, in seconds.
        duration_s: how long it is, in seconds; 0 while nobody knows.
    """

    file: str
    start_s: float
    duration_s: float

    @property
    def end_s(self) -> float:
        """Where on the conversation's clock it ends, in seconds."""
        return self.start_s + self.duration_s


def file_name(uuid: str, start_s: float, ending: str) -> str:
    """The name of a recording of that conversation; ``ending`` without the dot."""
    return Path(f"{uuid}-{round(max(0.0, start_s) * 1000)}.{ending}").name


def note(connection: sqlite3.Connection, uuid: str, recording: Recording) -> bool:
    """Add it, or bring its length up to date; False where the conversation is not kept (yet)."""
    with transaction(connection):
        changes.add_recording(
            connection, uuid, recording.file, recording.start_s, recording.duration_s
        )
    return row_exists(connection, recording.file)


def row_exists(connection: sqlite3.Connection, file: str) -> bool:
    """Whether the file belongs to a conversation that is kept."""
    found = connection.execute("SELECT 1 FROM recording WHERE file = ?", (file,)).fetchone()
    return found is not None


def recordings_of(connection: sqlite3.Connection, uuid: str) -> tuple[Recording, ...]:
    """The recordings of a conversation in the order of time."""
    rows = connection.execute(
        "SELECT r.file, r.start_s, r.duration_s FROM recording r "
        "JOIN conversation c ON c.id = r.conversation_id WHERE c.uuid = ? ORDER BY r.start_s",
        (uuid,),
    )
    return tuple(
        Recording(Path(row["file"]).name, row["start_s"], row["duration_s"]) for row in rows
    )


def unsettled(connection: sqlite3.Connection, folder: Path) -> list[str]:
    """The files of which the store does not know the length: their recording was broken off."""
    names = [name for name in _names_in(folder) if _NAME.fullmatch(name)]
    rows = connection.execute("SELECT file FROM recording WHERE duration_s > 0")
    known = {row["file"] for row in rows}
    return [name for name in names if name not in known]


def stray_recordings(connection: sqlite3.Connection, folder: Path) -> list[Path]:
    """The files of ours whose conversation is not kept any more."""
    matches = (_NAME.fullmatch(name) for name in _names_in(folder))
    return [
        folder / match[0]
        for match in matches
        if match is not None and changes.row_of(connection, match[1]) is None
    ]


def settle(connection: sqlite3.Connection, folder: Path, lengths: Mapping[str, float]) -> list[str]:
    """Make rows and files agree; returns the names of files that belong to no conversation.

    ``lengths`` holds seconds by the names of the files in ``folder``.
    """
    homeless = []
    for name, duration_s in lengths.items():
        match = _NAME.fullmatch(name)
        if match is None:
            continue
        start_s = int(match[2]) / 1000
        if not note(connection, match[1], Recording(name, start_s, duration_s)):
            homeless.append(name)
    gone = [
        (row["id"],)
        for row in connection.execute("SELECT id, file FROM recording")
        if not (folder / Path(row["file"]).name).exists()
    ]
    with transaction(connection):
        connection.executemany("DELETE FROM recording WHERE id = ?", gone)
    return homeless


def _names_in(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except FileNotFoundError:
        return []
