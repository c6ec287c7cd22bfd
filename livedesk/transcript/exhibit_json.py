"""What a tool showed, as JSON and back. Pure."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from livedesk.core.exhibits import Code, Exhibit, Picture, Table

_PNG = b"\x89PNG\r\n\x1a\n"


def exhibits_as_json(exhibits: tuple[Exhibit, ...]) -> list[dict[str, Any]]:
    """JSON objects; a picture is its PNG file in base64."""
    return [_as_json(exhibit) for exhibit in exhibits]


def exhibits_of_json(values: object) -> tuple[Exhibit, ...]:
    """What ``exhibits_as_json`` made, also from another's file; what is none is left out."""
    if not isinstance(values, Iterable) or isinstance(values, str | Mapping):
        return ()
    read = (_of_json(value) for value in values if isinstance(value, Mapping))
    return tuple(exhibit for exhibit in read if exhibit is not None)


def exhibit_text(exhibit: Exhibit) -> tuple[str, str]:
    """A label in one line and a text, which stand for it where only text can be."""
    match exhibit:
        case Picture(caption=caption):
            return "Picture", caption
        case Code(text, language):
            return _label("Code", language), text
        case Table(columns, rows, caption):
            return _label("Table", caption), _aligned((columns, *rows))


def _label(kind: str, detail: str) -> str:
    words = " ".join(detail.split())
    return f"{kind} ({words})" if words else kind


def _aligned(lines: Sequence[tuple[str, ...]]) -> str:
    """Columns under each other, in a font whose letters are equally wide."""
    widths = [max(map(len, column)) for column in zip_longest(*lines, fillvalue="")]
    padded = [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=False))
        for line in lines
    ]
    return "\n".join(line.rstrip() for line in padded)


def _as_json(exhibit: Exhibit) -> dict[str, Any]:
    match exhibit:
        case Picture(png, caption):
            return {
                "type": "picture",
                "png": base64.b64encode(png).decode("ascii"),
                "caption": caption,
            }
        case Code(text, language):
            return {"type": "code", "text": text, "language": language}
        case Table(columns, rows, caption):
            return {
                "type": "table",
                "columns": list(columns),
                "rows": [list(row) for row in rows],
                "caption": caption,
            }


def _of_json(value: Mapping[str, Any]) -> Exhibit | None:
    caption = str(value.get("caption", ""))
    match value.get("type"):
        case "picture":
            try:
                png = base64.b64decode(str(value.get("png", "")), validate=True)
            except ValueError:  # binascii.Error is one
                return None
            return Picture(png, caption) if png.startswith(_PNG) else None
        case "code":
            return Code(str(value.get("text", "")), str(value.get("language", "")))
        case "table":
            columns, rows = value.get("columns"), value.get("rows")
            if not isinstance(columns, list) or not isinstance(rows, list):
                return None
            cells = tuple(tuple(map(str, row)) for row in rows if isinstance(row, list))
            return Table(tuple(map(str, columns)), cells, caption)
    return None
