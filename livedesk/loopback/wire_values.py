"""Values out of untrusted JSON: each function takes anything and gives the type it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

_HUMP = re.compile(r"(?<=[a-z0-9])([A-Z])")
# Objects whose keys are the program's own words, not the protocol's.
_OPAQUE = frozenset({"response", "parameters", "parameters_json_schema", "args", "properties"})


# Longer than any key of the protocol.
_MAX_KEY_LETTERS = 64


@lru_cache(maxsize=1024)
def _snake(key: str) -> str:
    return _HUMP.sub(r"_\1", key).lower()


def snake_keys(value: Any, depth: int) -> Any:
    """``value`` with every protocol key in snake_case.

    Raises:
        RecursionError: it is nested deeper than ``depth``.
    """
    if depth == 0:
        raise RecursionError("nested too deeply")
    if isinstance(value, dict):
        spelled = {_snake(key[:_MAX_KEY_LETTERS]): item for key, item in value.items()}
        return {
            key: item if key in _OPAQUE else snake_keys(item, depth - 1)
            for key, item in spelled.items()
        }
    if isinstance(value, list):
        return [snake_keys(item, depth - 1) for item in value]
    return value


def as_object(value: Any) -> Mapping[str, Any]:
    """An object, or an empty one."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list; a single object counts as a list of one."""
    if isinstance(value, list):
        return value
    return [value] if isinstance(value, dict) else []


def as_text(value: Any) -> str:
    """A string, or an empty one."""
    return value if isinstance(value, str) else ""


def as_bool(value: Any) -> bool:
    """True only for ``true``."""
    return value is True


def as_number(value: Any, default: float, low: float, high: float) -> float:
    """A number clamped into ``low`` … ``high``; proto-JSON may write it as a string."""
    if isinstance(value, str) and re.fullmatch(r"-?\d{1,9}", value):
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value:
        return default
    # Clamped first: a number of a thousand digits is JSON, but no float.
    return float(min(max(value, low), high))


def text_of_content(content: Any) -> str:
    """The text parts of a Content, a Part, or a bare string, joined by spaces."""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        return " ".join(filter(None, map(text_of_content, content)))
    content = as_object(content)
    parts = [as_text(as_object(part).get("text")) for part in as_list(content.get("parts"))]
    return " ".join(filter(None, [as_text(content.get("text")), *parts])).strip()
