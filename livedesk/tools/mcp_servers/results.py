"""Makes of a call's result what goes to the model and what is shown. Pure; results are untrusted.

A result is data, whatever it says: it can change no permission, for nothing here has a way to one.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from livedesk.core.errors import ToolError
from livedesk.core.exhibits import Picture, is_png
from livedesk.core.tool_types import JsonObject
from livedesk.tools.tool import ToolOutput

_MOST_PICTURES = 8
_MOST_PICTURE_BYTES = 8_000_000
_MOST_ERROR_CHARS = 2_000

# Makes PNG bytes of a picture of another kind; None of what is no picture.
AsPng: TypeAlias = Callable[[bytes], bytes | None]


@dataclass(slots=True)
class _Found:
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)


def output_of(server: str, result: JsonObject, as_png: AsPng) -> ToolOutput:
    """What ``result``, a ``CallToolResult`` as JSON, is.

    Raises:
        ToolError: the tool says that it failed.
    """
    found = _Found()
    content = result.get("content")
    for part in content if isinstance(content, list) else ():
        if isinstance(part, Mapping):
            _take(part, found, as_png)
    text = "\n".join(found.texts)
    if result.get("isError"):
        words = text[:_MOST_ERROR_CHARS] or "without a word on why"
        raise ToolError(f"The server “{server}” says that this failed: {words}")
    output: dict[str, Any] = {}
    structured = result.get("structuredContent")
    if structured is not None:
        output["result"] = structured
    if text and not _says_the_same(text, structured):
        output["text"] = text
    if found.notes:
        output["notes"] = found.notes
    return ToolOutput(output or {"done": True}, tuple(found.pictures))


def _take(part: Mapping[str, Any], found: _Found, as_png: AsPng) -> None:
    match part.get("type"):
        case "text":
            found.texts.append(str(part.get("text", "")))
        case "image":
            _take_picture(part, found, as_png)
        case "resource":
            _take_resource(part.get("resource"), found)
        case "resource_link":
            found.notes.append(f"See {part.get('name', '')}: {part.get('uri', '')}")
        case kind:
            found.notes.append(f"There was also {kind}, which cannot be used.")


def _take_picture(part: Mapping[str, Any], found: _Found, as_png: AsPng) -> None:
    data = str(part.get("data", ""))
    png: bytes | None = None
    if len(data) < _MOST_PICTURE_BYTES * 4 / 3 and len(found.pictures) < _MOST_PICTURES:
        try:
            raw = base64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raw = b""
        png = raw if is_png(raw) else as_png(raw)
    if png is None:
        found.notes.append("There was a picture that could not be shown.")
    else:
        found.pictures.append(Picture(png))
        found.notes.append("A picture is shown to the person.")


def _take_resource(resource: object, found: _Found) -> None:
    if not isinstance(resource, Mapping):
        return
    if "text" in resource:
        found.texts.append(str(resource["text"]))
    else:
        found.notes.append(f"There was also a file, {resource.get('uri', '')}, that is no text.")


def _says_the_same(text: str, structured: object) -> bool:
    """Servers repeat structured content as text, for clients that know none."""
    if structured is None:
        return False
    if isinstance(structured, Mapping) and structured.get("result") == text:
        return True
    try:
        return bool(json.loads(text) == structured)
    except (ValueError, RecursionError):
        return False
