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
