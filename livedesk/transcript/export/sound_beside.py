"""The recordings of a conversation beside the file that it was exported to."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from livedesk.transcript.export.registry import explained

_PART = ".part"


def copied_beside(files: Sequence[Path], path: Path) -> list[Path]:
    """Copies with the name of ``path``, whole or not at all.

    Raises:
        TranscriptSaveError: one could not be copied; the transcript itself is there.
    """
    copies: list[Path] = []
    for number, file in enumerate(files, start=1):
        mark = f" {number}" if len(files) > 1 else ""
        copy = path.with_name(f"{path.stem}{mark}{file.suffix}")
        part = copy.with_name(copy.name + _PART)
        try:
            shutil.copyfile(file, part)
            part.replace(copy)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise explained(error, copy) from error
        copies.append(copy)
    return copies
