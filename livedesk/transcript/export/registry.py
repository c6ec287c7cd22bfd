"""Chooses the kind of file by its suffix, and writes it whole or not at all."""

from __future__ import annotations

import errno
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from livedesk.core.errors import TranscriptSaveError
from livedesk.core.paths import write_atomically
from livedesk.transcript.export import html_, json_, markdown, srt, text, vtt
from livedesk.transcript.model import Record, Transcript

Renderer = Callable[[Record], str]
RENDERERS: Mapping[str, Renderer] = MappingProxyType(
    {
        ".md": markdown.render,
        ".txt": text.render,
        ".json": json_.render,
        ".html": html_.render,
        ".srt": srt.render,
        ".vtt": vtt.render,
    }
)
_KINDS = "Choose a name that ends in .md, .txt, .html, .json, .srt or .vtt."
_ELSEWHERE = "Choose another folder; the transcript is still here."


def export(transcript: Transcript, path: Path) -> None:
    """Write ``transcript`` as it is now, as the kind of file that the suffix of ``path`` names.

    Raises:
        TranscriptSaveError: it could not be written; a file that was there is untouched.
    """
    write(transcript.record(), path)


def write(record: Record, path: Path) -> None:
    """As ``export``; may be called on any thread.

    Raises:
        TranscriptSaveError: it could not be written; a file that was there is untouched.
    """
    write_bytes(rendered(record, path), path)


def rendered(record: Record, path: Path) -> bytes:
    """The content of the file of that name, in UTF-8.

    Raises:
        TranscriptSaveError: there is no such kind of transcript.
    """
    return renderer_for(path)(record).encode("utf-8", "replace")


def write_bytes(content: bytes, path: Path) -> None:
    """Write ``content`` whole or not at all; may be called on any thread.

    Raises:
        TranscriptSaveError: it could not be written; a file that was there is untouched.
    """
    try:
        write_atomically(path, content)
    except OSError as error:
        raise explained(error, path) from error


def renderer_for(path: Path) -> Renderer:
    """What makes the file of that name.

    Raises:
        TranscriptSaveError: there is no such kind of transcript.
    """
    renderer = RENDERERS.get(path.suffix.lower())
    if renderer is not None:
        return renderer
    if not path.suffix:
        raise TranscriptSaveError(f"“{path.name}” does not say which kind of file it is.", _KINDS)
    raise TranscriptSaveError(f"A transcript cannot be saved as {path.suffix} file.", _KINDS)


def explained(error: OSError, path: Path) -> TranscriptSaveError:
    """What it means to the person that ``path`` could not be written."""
    folder = path.parent
    detail = f"{type(error).__name__} {errno.errorcode.get(error.errno or 0, '')}".strip()
    match error.errno:
        case errno.ENOENT | errno.ENOTDIR:
            message, hint = f"There is no folder “{folder}”.", _ELSEWHERE
        case errno.EACCES | errno.EPERM | errno.EROFS:
            message, hint = f"The folder “{folder}” is read-only for you.", _ELSEWHERE
        case errno.ENOSPC | errno.EDQUOT:
            message = f"The disk is full, so “{path.name}” could not be saved."
            hint = "Make room or choose another disk; the transcript is still here."
        case errno.EISDIR:
            message, hint = f"“{path.name}” is a folder.", "Choose another name."
        case errno.ENAMETOOLONG:
            message, hint = "The file name is too long.", "Choose a shorter one."
        case _:
            message, hint = f"“{path.name}” could not be saved.", _ELSEWHERE
    return TranscriptSaveError(message, hint, detail=detail)
