"""Which tools there are: a name, a declaration, a function."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import JsonObject, ToolSpec

ToolFunction: TypeAlias = Callable[[JsonObject], Awaitable[JsonObject]]


class ToolRegistry:
    """Maps a tool's name to its declaration and its function. Order of adding is kept."""

    def __init__(self) -> None:
        self._tools: dict[str, tuple[ToolSpec, ToolFunction]] = {}

    def add(self, spec: ToolSpec, function: ToolFunction) -> None:
        """Make a tool known; its name must be new."""
        if spec.name in self._tools:
            raise ValueError(f"tool {spec.name} is there already")
        self._tools[spec.name] = (spec, function)

    def specs(self) -> tuple[ToolSpec, ...]:
        """The declarations, for the setup."""
        return tuple(spec for spec, _ in self._tools.values())

    def function(self, name: str) -> ToolFunction:
        """The function of a tool.

        Raises:
            ToolError: there is no tool of that name.
        """
        if name not in self._tools:
            raise ToolError(f"There is no tool called {name}.")
        return self._tools[name][1]
