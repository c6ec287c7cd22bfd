"""The local date and time, with the time zone."""

from __future__ import annotations

from livedesk.core.clock import Clock
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool


def local_time(clock: Clock) -> Tool:
    """The tool ``get_local_time``; takes no arguments."""

    async def get_local_time() -> dict[str, str]:
        """The date, weekday and time of day where the person is, with the time zone.

        Call it whenever an answer depends on the current time or date.
        """
        now = clock.wall_time()
        offset = now.strftime("%z")
        return {
            "iso": now.isoformat(timespec="seconds"),
            "date": f"{now.day} {now.strftime('%B %Y')}",
            "weekday": now.strftime("%A"),
            "time": now.strftime("%H:%M"),
            "time_zone": now.tzname() or "UTC",
            "utc_offset": f"{offset[:3]}:{offset[3:]}" if offset else "+00:00",
        }

    return tool_from(get_local_time, Risk.NOTHING)
