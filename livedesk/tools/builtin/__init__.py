"""The tools that come with LiveDesk, one file each.

* ``local_time``  the local date and time
"""

from livedesk.core.clock import Clock
from livedesk.tools.builtin.local_time import LocalTime
from livedesk.tools.registry import ToolRegistry


def builtin_registry(clock: Clock) -> ToolRegistry:
    """A registry of all built-in tools."""
    local_time = LocalTime(clock)
    registry = ToolRegistry()
    registry.add(local_time.spec, local_time.run)
    return registry
