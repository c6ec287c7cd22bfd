"""What a tool shows the person beside its answer to the model: pictures, code, tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the bytes of a PNG file, and what it shows in one sentence."""

    png: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of program text; ``language`` is such as ``python``."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Cells as they are to be read; each row is as long as ``columns``."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


Exhibit: TypeAlias = Picture | Code | Table

_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
# A picture takes four bytes for each of its points once it is drawn.
MOST_SIDE_PX = 4_000


def is_png(data: bytes) -> bool:
    """Whether these may be the bytes of a PNG file that is not too large to be drawn."""
    size = png_size(data)
    return size is not None and max(size) <= MOST_SIDE_PX


def png_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as a PNG file names them, at least 1; None where it is none."""
    if not data.startswith(_PNG_SIGNATURE) or data[12:16] != b"IHDR":
        return None
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    return (width, height) if width > 0 and height > 0 else None
