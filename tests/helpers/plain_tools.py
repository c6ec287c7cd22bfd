"""Tool sets for talks in which nobody is asked for permission."""

from collections.abc import Awaitable, Callable

from livedesk.conversation.tool_path import ToolSet
from livedesk.core.tool_types import JsonObject, Risk, ToolSpec
from livedesk.tools.permission import Nobody, PermissionGate
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.tool import Tool


def plain_tool(name: str, function: Callable[[JsonObject], Awaitable[JsonObject]]) -> Tool:
    """A tool that touches nothing."""
    return Tool(ToolSpec(name, name), function, Risk.NOTHING)


def plain_tools(*tools: Tool) -> ToolSet:
    """A set of tools; those that would have to be asked for are denied."""
    registry = ToolRegistry()
    registry.add(*tools)
    nobody = Nobody()
    return ToolSet(registry, PermissionGate(nobody, nobody))
