"""The time elsewhere, for which a client's tool is asked. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from livedesk.loopback.client_messages import Tool

# The cities of the grammar, see ``intents``.
_ZONES = {
    "london": "Europe/London",
    "paris": "Europe/Paris",
    "berlin": "Europe/Berlin",
    "new york": "America/New_York",
    "tokyo": "Asia/Tokyo",
    "rome": "Europe/Rome",
    "madrid": "Europe/Madrid",
    "chicago": "America/Chicago",
    "sydney": "Australia/Sydney",
}
_CITY = re.compile(rf"\bin (?P<city>{'|'.join(_ZONES)})\b")


def zone_of(sentence: str) -> str:
    """The IANA name of the time zone of the city that ``sentence`` names, or ""."""
    city = _CITY.search(sentence.lower())
    return _ZONES[city["city"]] if city else ""


def zone_tool(tools: tuple[Tool, ...]) -> Tool | None:
    """A tool that tells the time of a zone, whatever server's name stands before its own."""
    return next(
        (
            tool
            for tool in tools
            if tool.name.endswith("get_current_time") and "timezone" in tool.parameter_names
        ),
        None,
    )


def stamp_of(output: Mapping[str, Any]) -> str:
    """The ISO 8601 time in what a tool gave back, or ""."""
    inner = output.get("result")
    inside = inner.get("datetime") if isinstance(inner, Mapping) else None
    return next((found for found in (output.get("iso"), inside) if isinstance(found, str)), "")
