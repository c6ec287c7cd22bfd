"""Makes of what a tool gave back what may go to the model. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from livedesk.tools.tool import ToolOutput

# A session's context is shortened at 25 000 tokens, which are about 100 000 letters; a result that
# fills it would push the talk out of it.
MOST_CHARS = 40_000


def output_of(value: object) -> ToolOutput:
    """What a plain function returned, as an output: a text, an object, a list, or nothing."""
    match value:
        case ToolOutput():
            return value
        case None:
            return ToolOutput({"done": True})
        case Mapping():
            return ToolOutput({str(key): of for key, of in value.items()})
        case str():
            return ToolOutput({"text": value})
        case list() | tuple() | set() | frozenset():
            return ToolOutput({"items": list(value)})
        case _:
            return ToolOutput({"value": value})


def fitting(output: ToolOutput) -> ToolOutput:
    """The same as JSON that can be sent: odd values as text, and no more than ``MOST_CHARS``.

    Idempotent.
    """
    if output.fits:
        return output
    text = json.dumps(dict(output.output), ensure_ascii=False, default=str)
    # Half a sign (a lone surrogate) could be neither sent nor kept.
    text = text.encode("utf-8", "replace").decode()
    if len(text) > MOST_CHARS:
        cut: dict[str, Any] = {
            "text": text[:MOST_CHARS],
            "note": f"Only the first {MOST_CHARS} of {len(text)} characters.",
        }
        return replace(output, output=cut, fits=True)
    return replace(output, output=json.loads(text), fits=True)
