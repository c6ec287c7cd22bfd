"""Makes tools of what a server lists. Pure; everything listed is untrusted."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeAlias

from livedesk.core.tool_types import JsonObject, Risk, ToolSpec
from livedesk.tools.mcp_servers.config_file import slug
from livedesk.tools.mcp_servers.schema import live_schema
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool, ToolOutput

# Gemini takes 128 declarations in all, LiveDesk's own included.
# https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/function-calling, 2026-11
MOST_DECLARED = 128
MOST_TOOLS = 100
# About 25 000 tokens: every talk begins with them, and its context has 131 072.
MOST_CHARS = 100_000
# Gemini takes 64 characters for a function's name.
_MOST_NAME = 64
_MOST_DESCRIPTION = 2_000

CallTool: TypeAlias = Callable[[str, JsonObject], Awaitable[ToolOutput]]


def listed_name(entry: JsonObject) -> str:
    """The name of a listed tool at its server; "" for none that could be called."""
    name = entry.get("name")
    return name if isinstance(name, str) and name.isprintable() else ""


def tools_of(server: str, listed: Iterable[JsonObject], call: CallTool) -> tuple[Tool, ...]:
    """The tools of ``server``, as many as may be; ``call`` runs one by its name there.

    At most ``MOST_TOOLS`` with ``MOST_CHARS`` of declarations: what is over is left out.

    A server says itself how harmless its tools are, so that counts for nothing: all of them reach
    out, and the person is asked.
    """
    entries = {name: entry for entry in listed if (name := listed_name(entry))}
    plain = Counter(_plain_name(server, name) for name in entries)
    tools: list[Tool] = []
    n_chars = 0
    for name, entry in entries.items():
        known_as = _plain_name(server, name)
        if plain[known_as] > 1 or len(known_as) > _MOST_NAME:
            known_as = _marked_name(known_as, name)
        spec = ToolSpec(
            known_as, _description(server, entry), live_schema(entry.get("inputSchema"))
        )
        n_chars += len(json.dumps((spec.description, dict(spec.parameters))))
        if n_chars > MOST_CHARS or len(tools) == MOST_TOOLS:
            break
        function = _Calling(name, call).run
        tools.append(
            Tool(
                spec,
                function,
                Risk.REACHES_OUT,
                server,
                usual_policy=Policy.ASK,
                warning=_warning(entry),
            )
        )
    return tuple(tools)


class _Calling:
    def __init__(self, name: str, call: CallTool) -> None:
        self._name = name
        self._call = call

    async def run(self, arguments: JsonObject) -> ToolOutput:
        return await self._call(self._name, arguments)


def _plain_name(server: str, name: str) -> str:
    """``server__name`` in the letters that are allowed.

    No two servers' tools can meet: the first part has no double underscore.
    """
    plain = f"{slug(server)}__{re.sub(r'[^A-Za-z0-9_]', '_', name)}"
    return f"_{plain}" if plain[0].isdigit() else plain


def _marked_name(plain: str, name: str) -> str:
    """For one that is too long, or like another: the same in whatever order they are listed.

    A rule of the person's must not go over from one tool to another.
    """
    mark = hashlib.sha256(name.encode(errors="replace")).hexdigest()[:8]
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
