"""Makes of any server's JSON schema one that the Live API takes. Pure.

Gemini knows a part of JSON schema (``parameters_json_schema``). What it does not know is left out,
which only makes the schema laxer: the server checks its arguments itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from livedesk.core.tool_types import JsonObject

# https://ai.google.dev/api/caching#FunctionDeclaration, "parametersJsonSchema", 2026-11
_KEPT = frozenset(
    {"type", "format", "title", "description", "enum", "minItems", "maxItems", "minimum", "maximum"}
)
_TYPES = frozenset({"string", "number", "integer", "boolean", "array", "object", "null"})
_DEEPEST = 12
_MOST_TEXT = 1_000  # letters of one description
_LOCAL = ("#/$defs/", "#/definitions/")


def live_schema(schema: object) -> JsonObject:
    """An object schema for a tool's arguments."""
    given = schema if isinstance(schema, Mapping) else {}
    kept = _node(given, 0)
    kept["type"] = "object"
    kept.setdefault("properties", {})
    definitions = {
        str(name): _node(of, 1)
        for group in ("definitions", "$defs")
        if isinstance(given.get(group), Mapping)
        for name, of in given[group].items()
    }
    if definitions:
        kept["$defs"] = definitions
    return kept


def _node(given: object, depth: int) -> dict[str, Any]:
    if not isinstance(given, Mapping) or depth > _DEEPEST:
        return {}  # anything goes
    reference = given.get("$ref")
    if isinstance(reference, str):
        return _reference(reference)
    kept = {key: of for key, of in given.items() if key in _KEPT and _is_sound(key, of)}
    if "description" in kept:
        kept["description"] = str(kept["description"])[:_MOST_TEXT]
    if "const" in given:
        kept["enum"] = [given["const"]]
    _add_members(kept, given, depth)
    _add_choices(kept, given, depth)
    return kept


def _add_members(kept: dict[str, Any], given: Mapping[str, Any], depth: int) -> None:
    properties = given.get("properties")
    if isinstance(properties, Mapping):
        kept["properties"] = {str(name): _node(of, depth + 1) for name, of in properties.items()}
        required = given.get("required")
        if isinstance(required, list):
            names = dict.fromkeys(name for name in required if isinstance(name, str))
            kept["required"] = [name for name in names if name in kept["properties"]]
    if isinstance(given.get("items"), Mapping):
        kept["items"] = _node(given["items"], depth + 1)
    extra = given.get("additionalProperties")
    if isinstance(extra, bool):
        kept["additionalProperties"] = extra
    elif isinstance(extra, Mapping):
        kept["additionalProperties"] = _node(extra, depth + 1)


def _add_choices(kept: dict[str, Any], given: Mapping[str, Any], depth: int) -> None:
    for word in ("anyOf", "oneOf"):
        choices = given.get(word)
        if isinstance(choices, list) and choices:
            kept["anyOf"] = [_node(of, depth + 1) for of in choices]
    parts = given.get("allOf")
    if isinstance(parts, list):
        for part in parts:
            kept = _merged(kept, _node(part, depth + 1))


def _merged(kept: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Put ``part`` into ``kept``; what both have stays as it is, members are joined."""
    for key, of in part.items():
        if key == "properties":
            kept.setdefault(key, {}).update(of)
        elif key == "required":
            kept[key] = list(dict.fromkeys([*kept.get(key, []), *of]))
        else:
            kept.setdefault(key, of)
    return kept


def _reference(reference: str) -> dict[str, Any]:
    for prefix in _LOCAL:
        if reference.startswith(prefix) and "/" not in reference.removeprefix(prefix):
            return {"$ref": "#/$defs/" + reference.removeprefix(prefix)}
    return {}  # elsewhere: nothing is fetched


def _is_sound(key: str, of: object) -> bool:
    if key == "type":
        names = of if isinstance(of, list) else [of]
        return bool(names) and all(isinstance(name, str) and name in _TYPES for name in names)
    if key == "enum":
        return isinstance(of, list) and bool(of)
    if key in ("format", "title", "description"):
        return isinstance(of, str)
    return isinstance(of, int | float) and not isinstance(of, bool)
