"""The tools that come with LiveDesk.

May import: ``core``, ``tools``; pint in ``calculator``, httpx2 in ``open_meteo``.

* ``local_time``  the local date and time
* ``calculator``  arithmetic with units
* ``weather``     now and in the next days
* ``open_meteo``  what the weather service says
* ``timers``      timers and reminders
* ``notes``       notes that the person dictates
* ``past_talks``  what was said in other conversations
* ``files``       listing and reading under granted folders
* ``desktop``     opening pages and files, the clipboard
"""

from __future__ import annotations

from livedesk.core.clock import Clock
from livedesk.tools.builtin.calculator import calculator
from livedesk.tools.builtin.local_time import local_time
from livedesk.tools.builtin.weather import weather
from livedesk.tools.registry import ToolRegistry


def builtin_registry(clock: Clock) -> ToolRegistry:
    """The tools that need nothing of the window, nor of what is kept."""
    registry = ToolRegistry()
    registry.add(local_time(clock), calculator(), weather())
    return registry
