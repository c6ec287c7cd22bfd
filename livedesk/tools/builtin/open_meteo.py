"""What Open-Meteo says: towns by name, and their weather (https://open-meteo.com/en/docs, 2026-09).

Its answers are untrusted: what is not as documented becomes a ``ToolError``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from livedesk.core.errors import ToolError

_TOWNS = "https://geocoding-api.open-meteo.com/v1/search"
_FORECAST = "https://api.open-meteo.com/v1/forecast"
_LIMIT_S = 8.0
_SKIES = {
    0: "clear sky", 1: "mainly clear", 2: "partly cloudy", 3: "overcast", 45: "fog",
    48: "rime fog", 51: "light drizzle", 53: "drizzle", 55: "dense drizzle",
    56: "freezing drizzle", 57: "freezing drizzle", 61: "light rain", 63: "rain",
    65: "heavy rain", 66: "freezing rain", 67: "freezing rain", 71: "light snow", 73: "snow",
    75: "heavy snow", 77: "snow grains", 80: "light showers", 81: "showers",
    82: "violent showers", 85: "snow showers", 86: "heavy snow showers", 95: "thunderstorm",
    96: "thunderstorm with hail", 99: "thunderstorm with heavy hail",
}  # fmt: skip

_Fetch = Callable[[str, Mapping[str, str]], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Town:
    """Where it is, in degrees, and what it is called."""

    label: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Day:
    """One day's forecast: temperatures in °C, the chance of rain in percent."""

    date: str
    sky: str
    low_c: float
    high_c: float
    rain_percent: float

    @property
    def words(self) -> str:
        """The day in one phrase."""
        degrees = f"{self.low_c:.0f} to {self.high_c:.0f} degrees"
        return f"{self.sky}, {degrees}, {self.rain_percent:.0f} percent chance of rain"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The weather now in one phrase, and at least one day, today first."""

    now: str
    days: tuple[Day, ...]


def fetch(url: str, parameters: Mapping[str, str]) -> Mapping[str, Any]:
    """Ask the server. Blocks for at most some seconds.

    Raises:
        ToolError: it cannot be reached, or does not answer with a JSON object.
    """
    import httpx2  # on first use

    try:
        answer = httpx2.get(url, params=dict(parameters), timeout=_LIMIT_S)
        answer.raise_for_status()
        found = answer.json()
    except httpx2.HTTPStatusError as error:
        status = error.response.status_code
        raise ToolError(f"The weather service answered with error {status}.") from error
    except httpx2.TransportError as error:
        raise ToolError(
            "The weather service cannot be reached: there is no network, or it is down."
        ) from error
    except ValueError as error:
        raise ToolError("The weather service answered with something odd.") from error
    if not isinstance(found, Mapping):
        raise ToolError("The weather service answered with something odd.")
    return found


def find_town(fetch_json: _Fetch, name: str) -> Town:
    """The best known town of that name.

    Raises:
        ToolError: there is none, or the service cannot be asked.
    """
    # The service looks for one name; what follows a comma tells towns of the same name apart.
    first, _, region = (part.strip() for part in name.partition(","))
    found = fetch_json(_TOWNS, {"name": first, "count": "10", "language": "en"})
    towns = found.get("results") or []
    fitting = [town for town in towns if region.lower() in str(town).lower()] or towns
    if not fitting:
        raise ToolError(f"The weather service knows no place called {name}.")
    try:
        town = fitting[0]
        country = town.get("country", "")
        label = f"{town['name']}, {country}" if country else str(town["name"])
        return Town(label, float(town["latitude"]), float(town["longitude"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ToolError("The weather service answered with something odd.") from error


def forecast(fetch_json: _Fetch, town: Town) -> Forecast:
    """The weather of the next seven days.

    Raises:
        ToolError: the service cannot be asked, or answers oddly.
    """
    found = fetch_json(
        _FORECAST,
        {
            "latitude": f"{town.latitude:.4f}",
            "longitude": f"{town.longitude:.4f}",
            "current": "temperature_2m,weather_code,wind_speed_10m",
            "daily": "weather_code,temperature_2m_min,temperature_2m_max,"
            "precipitation_probability_max",
            "timezone": "auto",
        },
    )
    try:
        now, daily = found["current"], found["daily"]
        words = (
            f"{float(now['temperature_2m']):.0f} degrees, {_sky(now['weather_code'])}, "
            f"wind {float(now['wind_speed_10m']):.0f} kilometres per hour"
        )
        columns = (
            "time", "weather_code", "temperature_2m_min", "temperature_2m_max",
            "precipitation_probability_max",
        )  # fmt: skip
        days = tuple(
            Day(str(date), _sky(code), float(low), float(high), float(rain or 0))
            for date, code, low, high, rain in zip(*(daily[n] for n in columns), strict=True)
        )
        return Forecast(words, (days[0], *days[1:]))
    except (KeyError, TypeError, ValueError, IndexError) as error:
        raise ToolError("The weather service answered with something odd.") from error


def _sky(code: object) -> str:
    return _SKIES.get(int(code) if isinstance(code, int | float) else -1, "unknown sky")
