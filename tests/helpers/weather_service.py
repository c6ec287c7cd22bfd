"""A weather service that answers as Open-Meteo does, without a network."""

from typing import Any

import httpx2

_TOWNS = {"results": [{"name": "Paris", "country": "France", "latitude": 48.85, "longitude": 2.35}]}
_FORECAST = {
    "current": {"temperature_2m": 11.6, "weather_code": 61, "wind_speed_10m": 14.2},
    "daily": {
        "time": ["2026-11-23", "2026-11-24", "2026-11-25"],
        "weather_code": [61, 2, 0],
        "temperature_2m_min": [7.1, 5.0, 3.2],
        "temperature_2m_max": [12.4, 10.6, 9.9],
        "precipitation_probability_max": [80, 20, 0],
    },
}


def answer(url: str, **_options: Any) -> httpx2.Response:
    """The answer to a request for ``url``, by its path alone."""
    found = _TOWNS if "search" in url else _FORECAST
    return httpx2.Response(200, json=found, request=httpx2.Request("GET", url))
