"""Makes tools of what a server lists. Pure; everything listed is untrusted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from livedesk.core.tool_types import JsonObject, Risk, ToolSpec
from livedesk.tools.mcp_servers.config_file import slug
from livedesk.tools.mcp_servers.schema import live_schema
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool, ToolOutput

MOST_TOOLS = 100
# Gemini takes 64 characters for a function's name.
_MOST_NAME = 64
_MOST_DESCRIPTION = 2_000

CallTool: TypeAlias = Callable[[str, JsonObject], Awaitable[ToolOutput]]


def listed_name(entry: JsonObject) -> str:
    """The name of a listed tool at its server; "" for none that could be called."""
    name = entry.get("name")
    return name if isinstance(name, str) and name.isprintable() else ""


def tools_of(server: str, listed: Iterable[JsonObject], call: CallTool) -> tuple[Tool, ...]:
    """The tools of ``server``, at most ``MOST_TOOLS``; ``call`` runs one by its name there.

    A server says itself how harmless its tools are, so that counts for nothing: all of them reach
    out, and the person is asked.
    """
    tools: dict[str, Tool] = {}
    for entry in listed:
        name = listed_name(entry)
        if not name or len(tools) == MOST_TOOLS:
            continue
        known_as = _known_as(server, name, tools)
        spec = ToolSpec(
            known_as, _description(server, entry), live_schema(entry.get("inputSchema"))
        )
        function = _Calling(name, call).run
        tools[known_as] = Tool(
            spec,
            function,
            Risk.REACHES_OUT,
            server,
            usual_policy=Policy.ASK,
            warning=_warning(entry),
        )
    return tuple(tools.values())


class _Calling:
    def __init__(self, name: str, call: CallTool) -> None:
        self._name = name
        self._call = call

    async def run(self, arguments: JsonObject) -> ToolOutput:
        return await self._call(self._name, arguments)


def _known_as(server: str, name: str, taken: Iterable[str]) -> str:
    """``server__name`` in the letters that are allowed, and a mark where that is not enough.

    No two servers' tools can meet: the first part has no double underscore.
    """
    plain = f"{slug(server)}__{re.sub(r'[^A-Za-z0-9_]', '_', name)}"
    if plain[0].isdigit():
        plain = f"_{plain}"
    if len(plain) <= _MOST_NAME and plain not in taken:
        return plain
    mark = hashlib.sha256(f"{server}/{name}".encode()).hexdigest()[:8]
    return f"{plain[: _MOST_NAME - 9]}_{mark}"


def _description(server: str, entry: JsonObject) -> str:
    text = entry.get("description") or entry.get("title") or listed_name(entry)
    return f"{str(text)[:_MOST_DESCRIPTION]} (Offered by the server “{server}”.)"


def _warning(entry: JsonObject) -> str:
    """What the server itself says against a tool; what it says for it is not believed."""
    hints = entry.get("annotations")
    if isinstance(hints, dict) and hints.get("destructiveHint") is True:
        return "may delete or overwrite"
    return ""
