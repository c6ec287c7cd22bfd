"""Makes of any server's JSON schema one that the Live API takes. Pure.

Gemini knows a part of JSON schema (``parameters_json_schema``). What it does not know is left out,
which only makes the schema laxer: the server checks its arguments itself. A setup with a schema
that is refused would be no talk at all, so what is in doubt is left out as well.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from livedesk.core.tool_types import JsonObject

# https://ai.google.dev/api/caching#FunctionDeclaration, "parametersJsonSchema", 2026-11
_TEXTS = frozenset({"format", "title", "description"})
_NUMBERS = frozenset({"minItems", "maxItems", "minimum", "maximum"})
_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_NAME = re.compile(r"[A-Za-z_][\w.-]{0,63}", re.ASCII)
_DEEPEST = 10
_MOST_NODES = 300
_MOST_TEXT = 1_000  # letters of one description


def live_schema(schema: object) -> JsonObject:
    """An object schema for a tool's arguments, without references."""
    given = schema if isinstance(schema, Mapping) else {}
    kept = _Reading(given).node(given, 0)
    kept["type"] = "object"
    kept.setdefault("properties", {})
    return kept


class _Reading:
    """One schema, from its root; references are replaced by what they lead to.

    A schema that leads back to itself ends where it is too deep or too large: there anything goes.
    """

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._n_nodes = 0

    def node(self, given: object, depth: int) -> dict[str, Any]:
        self._n_nodes += 1
        if not isinstance(given, Mapping) or depth > _DEEPEST or self._n_nodes > _MOST_NODES:
            return {}
        if isinstance(given.get("$ref"), str):
            return self.node(self._led_to(given["$ref"]), depth + 1)
        kept = _plain(given)
        self._add_members(kept, given, depth)
        self._add_choices(kept, given, depth)
        return kept

    def _led_to(self, reference: str) -> object:
        """What a JSON pointer of this schema leads to; nothing is fetched from elsewhere."""
        if not reference.startswith("#/"):
            return None
        found: object = self._root
        for part in reference[2:].split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            found = found.get(key) if isinstance(found, Mapping) else None
        return found

    def _add_members(self, kept: dict[str, Any], given: Mapping[str, Any], depth: int) -> None:
        properties = given.get("properties")
        if isinstance(properties, Mapping):
            kept["properties"] = {
                name: self.node(of, depth + 1)
                for name, of in properties.items()
                if isinstance(name, str) and _NAME.fullmatch(name)
            }
            required = given.get("required")
            if isinstance(required, list):
                names = dict.fromkeys(name for name in required if isinstance(name, str))
                kept["required"] = [name for name in names if name in kept["properties"]]
        if isinstance(given.get("items"), Mapping):
            kept["items"] = self.node(given["items"], depth + 1)
        extra = given.get("additionalProperties")
        if isinstance(extra, bool):
            kept["additionalProperties"] = extra
        elif isinstance(extra, Mapping):
            kept["additionalProperties"] = self.node(extra, depth + 1)

    def _add_choices(self, kept: dict[str, Any], given: Mapping[str, Any], depth: int) -> None:
        for word in ("anyOf", "oneOf"):
            choices = given.get(word)
            if isinstance(choices, list) and choices:
                kept["anyOf"] = [self.node(of, depth + 1) for of in choices]
        parts = given.get("allOf")
        if isinstance(parts, list):
            for part in parts:
                _merge(kept, self.node(part, depth + 1))


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    """What of a node holds no other node."""
    kept: dict[str, Any] = {}
    for key, of in given.items():
        if key == "type" and _is_type(of):
            kept[key] = of
        elif key in _TEXTS and isinstance(of, str):
            kept[key] = of[:_MOST_TEXT]
        elif key in _NUMBERS and _is_number(of):
            kept[key] = of
    values = [given["const"]] if "const" in given else given.get("enum")
    if isinstance(values, list) and _are_choices(values):
        kept["enum"] = values
    return kept


def _is_type(of: object) -> bool:
    names = of if isinstance(of, list) else [of]
    return bool(names) and all(isinstance(name, str) and name in _TYPES for name in names)


def _are_choices(values: list[Any]) -> bool:
    """Gemini takes an enum of texts or of numbers."""
    if all(isinstance(value, str) for value in values):
        return bool(values) and sum(len(value) for value in values) <= _MOST_TEXT * 10
    return all(_is_number(value) for value in values) and len(values) <= _MOST_TEXT


def _is_number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return math.isfinite(value)  # JSON on the wire knows no others


def _merge(kept: dict[str, Any], part: dict[str, Any]) -> None:
    """Put ``part`` into ``kept``; what both have stays as it is, members are joined."""
    for key, of in part.items():
        if key == "properties":
            kept.setdefault(key, {}).update(of)
        elif key == "required":
            kept[key] = list(dict.fromkeys([*kept.get(key, []), *of]))
        else:
            kept.setdefault(key, of)
