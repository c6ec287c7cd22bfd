"""Tells whether the file at a path is the one that was opened there."""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

HELPERS = ("-wal", "-shm", "-journal")
# Device and number of a file on it: the same for as long as the file lives, wherever it is moved.
FileId: TypeAlias = tuple[int, int]


def file_id(path: Path) -> FileId | None:
    """Which file lies there; None where there is none.

    Raises:
        OSError: nobody can tell.
    """
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino


def lies_there(path: Path, opened: FileId) -> bool:
    """Whether ``opened`` lies at ``path``, as far as can be told."""
    try:
        return file_id(path) == opened
    except OSError:
        return True
