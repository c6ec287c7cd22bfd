"""The tools that come with LiveDesk, one file each.

* ``local_time``  the local date and time
"""

from livedesk.core.clock import Clock
from livedesk.tools.builtin.local_time import local_time
from livedesk.tools.registry import ToolRegistry


def builtin_registry(clock: Clock) -> ToolRegistry:
    """A registry of all built-in tools."""
    registry = ToolRegistry()
    registry.add(local_time(clock))
    return registry
