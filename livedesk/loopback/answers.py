"""What the practice server says: requests in, replies out. Pure: the time is an argument.

It is honest about what it is: a program with fixed answers, no artificial intelligence.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from livedesk.loopback.arithmetic import calculate
from livedesk.loopback.client_messages import Tool
from livedesk.loopback.intents import Intent, Request
from livedesk.loopback.number_words import from_words
from livedesk.loopback.prose import (
    ALL_RIGHT,
    FIRST_WORDS,
    FIXED,
    JOKES,
    NO_SUCH_TOOL,
    NO_WEATHER,
    TOOL_ERROR,
    TOOL_FAILED,
    WHOLE_NUMBERS,
)
from livedesk.loopback.spoken_time import date_sentence, time_sentence
from livedesk.loopback.tool_requests import tool_wish
from livedesk.loopback.world_time import stamp_of, zone_of, zone_tool

TIME_TOOLS: Final = ("get_local_time", "get_time", "get_current_time", "current_time")
WEATHER_TOOLS: Final = ("get_weather", "get_current_weather", "weather")
_LONGEST_COUNT = 100


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call that must be answered before the reply can be given."""

    name: str
    arguments: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class Reply:
    """What to say, or what to find out first.

    Attributes:
        text: sentences; empty where there is nothing to say.
        tool: the call to make first; None where the text is known.
    """

    text: str
    tool: ToolUse | None = None


@dataclass(frozen=True, slots=True)
class Situation:
    """What an answer may depend on.

    Attributes:
        now: local time with time zone.
        voice: name of the voice that speaks.
        tools: functions that the client declared.
        last_words: what the person said before this.
        jokes_told: how many jokes this session has heard.
    """

    now: datetime
    voice: str
    tools: tuple[Tool, ...] = ()
    last_words: str = ""
    jokes_told: int = 0


def answer(request: Request, situation: Situation) -> Reply:
    """The reply to a request."""
    match request.intent:
        case Intent.TIME | Intent.DATE:
            return _time_or_date(request, situation)
        case Intent.WEATHER:
            tool = _find_tool(WEATHER_TOOLS, situation.tools)
            return Reply(NO_WEATHER) if tool is None else Reply("", _weather_use(tool, request))
        case Intent.TOOL:
            return _use_tool(request, situation)
        case Intent.ARITHMETIC:
            return Reply(calculate(request.slots))
        case Intent.JOKE:
            return Reply(JOKES[situation.jokes_told % len(JOKES)])
        case Intent.REPEAT:
            return Reply(_sentence(request.slots["saying"]))
        case Intent.COUNT:
            return Reply(_count(request.slots))
        case Intent.VOICE:
            return Reply(f"This voice is called {situation.voice}. You can choose another one.")
        case Intent.RECALL:
            words = situation.last_words.rstrip(".!?")
            return Reply(f"You said: {words}." if words else FIRST_WORDS)
        case _:
            return Reply(FIXED.get(request.intent, ALL_RIGHT))


def answer_with_result(request: Request, result: Mapping[str, Any], situation: Situation) -> Reply:
    """The reply once a tool has answered; ``result`` is its ``response`` object, untrusted."""
    if "error" in result and "output" not in result:
        reason = _plain(result["error"])
        return Reply(f"{TOOL_ERROR} {_sentence(reason)}" if reason else TOOL_FAILED)
    output = result.get("output", result)
    if request.intent is Intent.TOOL and isinstance(output, Mapping) and "summary" in output:
        return Reply(_sentence(str(output["summary"])[:400]))
    if request.intent is Intent.WEATHER:
        return Reply(_weather(output, request))
    stamp = stamp_of(output) if isinstance(output, Mapping) else ""
    try:
        now = datetime.fromisoformat(stamp)
    except ValueError:
        return Reply(_sentence(_plain(output)) or TOOL_FAILED)
    return Reply(_tell(request, now))


def _time_or_date(request: Request, situation: Situation) -> Reply:
    zone, elsewhere = zone_of(request.text), zone_tool(situation.tools)
    if zone and elsewhere is not None:
        return Reply("", ToolUse(elsewhere.name, {"timezone": zone}))
    tool = _find_tool(TIME_TOOLS, situation.tools)
    if tool is None:
        return Reply(_tell(request, situation.now))
    return Reply("", ToolUse(tool.name))


def _tell(request: Request, now: datetime) -> str:
    return time_sentence(now) if request.intent is Intent.TIME else date_sentence(now)


def _use_tool(request: Request, situation: Situation) -> Reply:
    wish = tool_wish(request.text, situation.now)
    if wish is None or _find_tool((wish.name,), situation.tools) is None:
        return Reply(NO_SUCH_TOOL)
    return Reply("", ToolUse(wish.name, wish.arguments))


def _find_tool(names: tuple[str, ...], tools: tuple[Tool, ...]) -> Tool | None:
    by_name = {tool.name: tool for tool in tools}
    return next((by_name[name] for name in names if name in by_name), None)


def _weather_use(tool: Tool, request: Request) -> ToolUse:
    # The client may call its parameter city, location or place.
    parameters = [
        n for n in tool.parameter_names if n in ("city", "location", "place")
    ] or tool.parameter_names[:1]
    city = request.slots.get("city")
    arguments = {parameters[0]: city} if parameters and city else {}
    if "day" in request.slots and "day" in tool.parameter_names:
        arguments["day"] = request.slots["day"]
    return ToolUse(tool.name, arguments)


def _weather(output: Any, request: Request) -> str:
    place = f"in {request.slots['city']}" if "city" in request.slots else "there"
    if not isinstance(output, Mapping):
        return _sentence(_plain(output)) or TOOL_FAILED
    for key in ("summary", "description", "text", "forecast", "conditions"):
        if text := output.get(key):
            return _sentence(f"The weather {place}: {text}")
    words = ", ".join(f"{str(k).replace('_', ' ')} {_plain(v)}" for k, v in output.items())
    return _sentence(f"The weather {place}: {words[:200]}") if words else TOOL_FAILED


def _plain(value: Any) -> str:
    return str(value)[:200] if isinstance(value, str | int | float) else ""


def _sentence(text: str) -> str:
    text = text.strip()
    if not text:
        return ""
    capital = text[0].upper() + text[1:]
    return capital if capital[-1] in ".!?" else f"{capital}."


def _count(slots: Mapping[str, str]) -> str:
    first, last = from_words(slots.get("start", "one")), from_words(slots["end"])
    if first is None or last is None or first != int(first) or last != int(last):
        return WHOLE_NUMBERS
    start, end = int(first), int(last)
    if abs(end - start) >= _LONGEST_COUNT:
        return f"That would take long. I count {_LONGEST_COUNT} numbers at most."
    step = 1 if end >= start else -1
    numbers = [str(n) for n in range(start, end + step, step)]
    # Short sentences, so that the first numbers are heard at once.
    groups = [numbers[i : i + 5] for i in range(0, len(numbers), 5)]
    return " ".join(f"{', '.join(group)}." for group in groups)
