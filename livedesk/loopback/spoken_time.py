"""Times and dates as they are said."""

from __future__ import annotations

from datetime import datetime

_ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
# Names of our own: strftime follows the locale, the voice speaks English.
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def time_sentence(now: datetime) -> str:
    """Such as "It is 3:05 PM." for the ear: hours of twelve, with the half of the day."""
    hour = now.hour % 12 or 12
    half = "AM" if now.hour < 12 else "PM"
    return f"It is {hour}:{now.minute:02} {half}."


def date_sentence(now: datetime) -> str:
    """Such as "Today is Monday, November 23rd, 2026.", for the ear."""
    ending = "th" if 10 < now.day < 20 else _ORDINAL_ENDINGS.get(now.day % 10, "th")
    return f"Today is {DAYS[now.weekday()]}, {MONTHS[now.month - 1]} {now.day}{ending}, {now.year}."
