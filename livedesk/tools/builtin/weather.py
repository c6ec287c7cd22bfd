"""The weather now and in the next days, by Open-Meteo, which asks for no key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from livedesk.core.errors import ToolError
from livedesk.core.exhibits import Table
from livedesk.core.tool_types import Risk
from livedesk.tools.builtin import open_meteo
from livedesk.tools.from_function import tool_from
from livedesk.tools.policy import Policy
from livedesk.tools.tool import Tool, ToolOutput

# An address and its parameters → the JSON object that is there.
Fetch = Callable[[str, Mapping[str, str]], Mapping[str, Any]]


def weather(fetch: Fetch = open_meteo.fetch) -> Tool:
    """The tool ``get_weather``. Only the name of a town leaves the computer, so it runs unasked."""

    def get_weather(
        place: str = "", day: Literal["now", "today", "tomorrow", "week"] = "now"
    ) -> ToolOutput:
        """The weather in a town, now or in the next days.

        Args:
            place: the town, with its country or region where there are several of that name.
            day: which part of the forecast matters.
        """
        if not place.strip():
            raise ToolError("No town was named. Ask for which town.")
        town = open_meteo.find_town(fetch, place)
        found = open_meteo.forecast(fetch, town)
        return ToolOutput(_answer(town, found, day), (_table(found),))

    return tool_from(get_weather, Risk.REACHES_OUT, usual_policy=Policy.ALLOW, limit_s=20)


def _answer(town: open_meteo.Town, found: open_meteo.Forecast, day: str) -> dict[str, object]:
    chosen = found.days[1] if day == "tomorrow" and len(found.days) > 1 else found.days[0]
    said = chosen.words if day in ("today", "tomorrow") else found.now
    if day == "week":
        said = "; ".join(f"{one.date}: {one.words}" for one in found.days)
    return {
        "place": town.label,
        "summary": said,
        "now": found.now,
        "days": [{"date": one.date, "weather": one.words} for one in found.days],
        "source": "Open-Meteo.com",
    }


def _table(found: open_meteo.Forecast) -> Table:
    rows = tuple(
        (one.date, one.sky, f"{one.low_c:.0f}–{one.high_c:.0f} °C", f"{one.rain_percent:.0f} %")
        for one in found.days
    )
    return Table(("Day", "Sky", "Temperature", "Rain"), rows, "Weather data by Open-Meteo.com")
