"""The local date and time, with the time zone."""

from __future__ import annotations

from livedesk.core.clock import Clock
from livedesk.core.tool_types import JsonObject, ToolSpec


class LocalTime:
    """The tool ``get_local_time``; takes no arguments."""

    spec = ToolSpec(
        name="get_local_time",
        description=(
            "The date, weekday and time of day where the person is, with the time zone. "
            "Call it whenever an answer depends on the current time or date."
        ),
        parameters={"type": "object", "properties": {}},
    )

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    async def run(self, arguments: JsonObject) -> JsonObject:
        """The time as ISO 8601 and in parts that can be spoken; ``arguments`` is ignored."""
        now = self._clock.wall_time()
        offset = now.strftime("%z")
        return {
            "iso": now.isoformat(timespec="seconds"),
            "date": f"{now.day} {now.strftime('%B %Y')}",
            "weekday": now.strftime("%A"),
            "time": now.strftime("%H:%M"),
            "time_zone": now.tzname() or "UTC",
            "utc_offset": f"{offset[:3]}:{offset[3:]}" if offset else "+00:00",
        }
