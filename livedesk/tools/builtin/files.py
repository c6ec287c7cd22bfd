"""Lists and reads files under the folders that the person has granted, and nothing else."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from livedesk.core.errors import ToolError
from livedesk.core.exhibits import Table
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool, ToolOutput

_MOST_BYTES = 1_000_000
_MOST_NAMES = 200
Folders = Callable[[], Sequence[Path]]


def files(folders: Folders) -> tuple[Tool, ...]:
    """The tools ``list_files`` and ``read_file``; ``folders`` tells what is granted just now."""

    def list_files(folder: str = "") -> ToolOutput:
        """The files in a folder that the person has granted.

        Args:
            folder: its path; empty for the granted folders themselves.
        """
        if not folder:
            granted = [str(path) for path in folders()]
            said = ", ".join(granted) or "No folder is granted. The settings can grant one."
            return ToolOutput({"folders": granted, "summary": said})
        place = granted_path(folder, folders())
        names = sorted(_names(place))[:_MOST_NAMES]
        table = Table(("Name", "Bytes"), tuple(names), str(place))
        return ToolOutput({"files": [name for name, _ in names], "summary": _said(names)}, (table,))

    def read_file(path: str) -> dict[str, str]:
        """The text of a file in a folder that the person has granted.

        Args:
            path: where it lies.
        """
        text = _text(granted_path(path, folders()))
        return {"text": text, "summary": text[:300]}

    return (tool_from(list_files, Risk.READS), tool_from(read_file, Risk.READS))


def granted_path(path: str, folders: Sequence[Path]) -> Path:
    """Where ``path`` really leads, if that is under a granted folder.

    Raises:
        ToolError: it leads elsewhere, also by ``..`` or a link, or nowhere. Both are told in the
            same words, so that nothing can be learnt of what lies outside.
    """
    refusal = f"{path} is not in a folder that the person has granted."
    for folder in folders:
        try:
            root = folder.resolve(strict=True)
            real = (root / Path(path).expanduser()).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            continue
        if real.is_relative_to(root):
            return real
    raise ToolError(refusal)


def _names(folder: Path) -> list[tuple[str, str]]:
    try:
        if not folder.is_dir():
            raise ToolError(f"{folder.name} is no folder.")
        with opened(folder) as place, os.scandir(place) as found:
            return [
                (f"{entry.name}/", "")
                if entry.is_dir(follow_symlinks=False)
                else (entry.name, str(entry.stat(follow_symlinks=False).st_size))
                for entry in found
                if not entry.is_symlink()
            ]
    except OSError as error:
        raise ToolError(f"{folder.name} cannot be listed: {error.strerror}.") from error


def _text(real: Path) -> str:
    try:
        if not real.is_file():
            raise ToolError(f"{real.name} is no file.")
        with opened(real) as place, open(place, "rb", closefd=not isinstance(place, int)) as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise ToolError(f"{real.name} cannot be read: {error.strerror}.") from error
    if len(content) > _MOST_BYTES:
        raise ToolError(f"{real.name} is longer than {_MOST_BYTES // 1000} kB.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise ToolError(f"{real.name} holds no text.") from None


@contextlib.contextmanager
def opened(real: Path) -> Iterator[int | Path]:
    """What lies at ``real``, in which there was no link when it was looked up, open for reading.

    Should a link stand anywhere in it by now, it is not followed. Gives the path itself where the
    system cannot open step by step.

    Raises:
        OSError: it cannot be opened, or there is a link.
    """
    if os.open not in os.supports_dir_fd or os.scandir not in os.supports_fd:
        yield real
        return
    # On Linux a folder above may be one that can be passed but not listed.
    passing = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW
    reading = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW
    place = os.open(real.anchor, passing if len(real.parts) > 1 else reading)
    try:
        for part in real.parts[1:-1]:
            place = _within(place, part, passing)
        if len(real.parts) > 1:
            place = _within(place, real.name, reading)
        yield place
    finally:
        os.close(place)


def _within(folder: int, name: str, flags: int) -> int:
    inner = os.open(name, flags, dir_fd=folder)
    os.close(folder)
    return inner


def _said(names: Sequence[tuple[str, str]]) -> str:
    return ", ".join(name for name, _ in names[:20]) or "The folder is empty."
