"""Timers and reminders: set, listed and taken back by voice; they ring wherever the talk is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from livedesk.core.clock import Clock
from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.alarms import Alarm
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool

_MOST_S = 366 * 24 * 3600.0
_MOST_CHARS = 500


class AlarmClock(Protocol):
    """Keeps alarms and rings."""

    def pending(self) -> Sequence[Alarm]:
        """What has not rung, the next first."""
        ...

    async def set(self, due_at: datetime, text: str) -> Alarm:
        """Ring at ``due_at``, which has a time zone."""
        ...

    async def cancel(self, number: int) -> bool:
        """Whether there was an alarm of that number to take back."""
        ...


def timers(alarms: AlarmClock, clock: Clock) -> tuple[Tool, ...]:
    """The tools ``set_timer``, ``set_reminder``, ``list_timers`` and ``cancel_timer``."""

    async def set_timer(seconds: float, text: str = "") -> dict[str, object]:
        """Ring after some time.

        Args:
            seconds: how long from now.
            text: what for.
        """
        return await _set(alarms, clock, timedelta(seconds=_checked(seconds)), text or "Timer")

    async def set_reminder(at: str, text: str) -> dict[str, object]:
        """Remind the person of something at a time of day.

        Args:
            at: date and time as ISO 8601 where the person is, such as 2026-11-23T18:30.
            text: what to say then.
        """
        now = clock.wall_time()
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            raise ToolError(f"“{at}” is no date and time as 2026-11-23T18:30.") from None
        due_at = moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)
        return await _set(
            alarms, clock, timedelta(seconds=_checked((due_at - now).total_seconds())), text
        )

    async def list_timers() -> dict[str, object]:
        """The timers and reminders that have not rung yet."""
        pending = [_as_json(alarm) for alarm in alarms.pending()]
        said = "; ".join(f"{one['text']} at {one['at']}" for one in pending)
        return {"timers": pending, "summary": said or "No timer is set."}

    async def cancel_timer(number: int) -> dict[str, object]:
        """Take a timer or reminder back.

        Args:
            number: as ``list_timers`` tells it.
        """
        if not await alarms.cancel(number):
            raise ToolError(f"There is no timer {number}.")
        return {"summary": f"Timer {number} is taken back."}

    made = (set_timer, set_reminder, list_timers, cancel_timer)
    return tuple(tool_from(function, Risk.NOTHING) for function in made)


def _checked(seconds: float) -> float:
    if not 0 < seconds <= _MOST_S:
        raise ToolError("That is not within the next year.")
    return seconds


async def _set(alarms: AlarmClock, clock: Clock, after: timedelta, text: str) -> dict[str, object]:
    if len(text) > _MOST_CHARS:
        raise ToolError(f"The text is longer than {_MOST_CHARS} characters.")
    alarm = await alarms.set(clock.wall_time() + after, text)
    told = _as_json(alarm)
    return {**told, "summary": f"I will ring at {told['at']}: {text}"}


def _as_json(alarm: Alarm) -> dict[str, object]:
    when = alarm.due_at.strftime("%H:%M:%S, %d %B %Y")
    return {"number": alarm.number, "at": when, "text": alarm.text}
