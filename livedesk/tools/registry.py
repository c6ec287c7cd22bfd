"""Which tools there are. They come in groups, which may come and go while a talk runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import ToolSpec
from livedesk.tools.tool import Tool

_OWN_GROUP = ""


class ToolRegistry:
    """Maps a tool's name to the tool. Order of adding is kept; a name is given once.

    Attributes:
        on_changed: called after a group came, went or changed.
    """

    def __init__(self) -> None:
        self.on_changed: Callable[[], None] | None = None
        self._groups: dict[str, tuple[Tool, ...]] = {}

    def add(self, *tools: Tool) -> None:
        """Make tools known that stay.

        Raises:
            ValueError: a name is taken; nothing was changed.
        """
        self.set_group(_OWN_GROUP, (*self._groups.get(_OWN_GROUP, ()), *tools))

    def set_group(self, group: str, tools: Iterable[Tool]) -> None:
        """Make ``tools`` all that there are of ``group``; none of them removes the group.

        Raises:
            ValueError: a name is taken; nothing was changed.
        """
        new = tuple(tools)
        others = [tool for name, of in self._groups.items() if name != group for tool in of]
        names = [tool.spec.name for tool in (*others, *new)]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"tool {min(twice)} is there already")
        if new == self._groups.get(group, ()):
            return
        if new:
            self._groups[group] = new
        else:
            self._groups.pop(group, None)
        if self.on_changed is not None:
            self.on_changed()

    def remove_group(self, group: str) -> None:
        """Take the tools of ``group`` out; calls of theirs that run go on. Idempotent."""
        self.set_group(group, ())

    def tools(self) -> tuple[Tool, ...]:
        """All tools, in the order of adding."""
        return tuple(tool for group in self._groups.values() for tool in group)

    def specs(self) -> tuple[ToolSpec, ...]:
        """All declarations."""
        return tuple(tool.spec for tool in self.tools())

    def get(self, name: str) -> Tool:
        """The tool of that name.

        Raises:
            ToolError: there is none.
        """
        for tool in self.tools():
            if tool.spec.name == name:
                return tool
        raise ToolError(f"There is no tool called {name}.")
