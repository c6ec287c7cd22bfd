"""Misbehaviour on request: what a practice server does wrong, and when.

A scenario is a TOML file. Everything in it is optional::

    title = "The server leaves soon"

    [handshake]              # refuse the WebSocket upgrade
    status = 429             # 401, 403, 429, 500, 503 …
    times = 2                # how many connections; 0 means every one

    [session]
    refuse_handles = true    # a session cannot be continued; or [3, 7]: on these connections
    close_code = 1008        # close instead of accepting the setup …
    close_reason = "…"       # … with this reason
    close_times = 1          # so many connections; 0, the default, means every one

    [delivery]
    speed = 0.8              # seconds of speech sent per second; 4 by default
    delay_ms = 300           # every message is late by so much

    [[step]]                 # any number of steps, each done once per connection
    when = "connect"         # or "turns = 2": after the second answer, "seconds = 3.5",
                             # "chunks = 5": in an answer, after its fifth piece of sound
    connections = [1]        # only on the first connection; every one by default
    continued = true         # only where a session is continued (false: where it is fresh)
    do = "go_away"           # with time_left_s = 10; then closes with 1008
    do = "close"             # with code = 1011 and reason = "…"
    do = "drop"              # cut the line without a word: 1006 for the client
    do = "stall"             # say nothing for seconds_long = 30, the line stays open
    do = "deaf"              # read nothing for so long: pings are answered late
    do = "quota"             # close 1011, as when the quota is used up
    do = "malformed"         # send a frame that is no JSON
    do = "unknown"           # send a message with fields nobody knows
    do = "send"              # with text = "…": exactly these characters
    do = "cancel_tool_calls" # take open calls back

``livedesk loopback --scenario NAME`` takes a file or the name of a built-in one
(``resources/scenarios``).
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from livedesk.core.errors import InputFileError
from livedesk.core.paths import resource_path
from livedesk.loopback.playout import DEFAULT_SPEED


class Occasion(Enum):
    """What a step waits for."""

    CONNECT = "connect"
    TURNS = "turns"
    SECONDS = "seconds"
    CHUNKS = "chunks"


class Deed(Enum):
    """What a step does."""

    GO_AWAY = "go_away"
    CLOSE = "close"
    DROP = "drop"
    STALL = "stall"
    DEAF = "deaf"
    QUOTA = "quota"
    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    SEND = "send"
    CANCEL_TOOL_CALLS = "cancel_tool_calls"


@dataclass(frozen=True, slots=True)
class Step:
    """One misdeed.

    Attributes:
        occasion: what it waits for.
        count: how many turns or chunks, or seconds since the connection was made.
        deed: what it does.
        connections: numbers of the connections it concerns, from 1; empty for every one.
        continued: only where a session is continued, or is not; None for every connection.
        code: close code.
        reason: close reason.
        text: characters to send.
        seconds: time left of a goAway, or how long to be silent or deaf, in seconds.
    """

    occasion: Occasion
    count: float
    deed: Deed
    connections: tuple[int, ...] = ()
    continued: bool | None = None
    code: int = 1011
    reason: str = ""
    text: str = ""
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Scenario:
    """How a practice server behaves.

    Attributes:
        title: for people.
        refuse_status: HTTP status of the refused handshake; None accepts.
        refuse_times: how many connections are refused so; 0 for every one.
        refuse_handles: no session can be continued.
        refuse_handles_on: nor on these connections, by number.
        close_code: close code instead of setupComplete; None accepts.
        close_reason: its reason.
        close_times: how many connections are closed so; 0 for every one.
        speed: seconds of speech that are sent in a second.
        delay_s: lateness of every message in seconds.
        steps: what happens later.
    """

    title: str = "A server that behaves"
    refuse_status: int | None = None
    refuse_times: int = 0
    refuse_handles: bool = False
    refuse_handles_on: tuple[int, ...] = ()
    close_code: int | None = None
    close_reason: str = ""
    close_times: int = 0
    speed: float = DEFAULT_SPEED
    delay_s: float = 0.0
    steps: tuple[Step, ...] = ()


DEFAULT = Scenario()


def built_in_names() -> tuple[str, ...]:
    """The scenarios that ship with LiveDesk."""
    return tuple(sorted(path.stem for path in resource_path("scenarios").glob("*.toml")))


def find_scenario(name: str) -> Scenario:
    """The scenario in a file, or the built-in one of that name.

    Raises:
        InputFileError: there is none, or it is not understood.
    """
    path = Path(name)
    if name in built_in_names():
        path = resource_path("scenarios", f"{name}.toml")
    try:
        return read_scenario(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputFileError(
            f"The scenario {name} cannot be read.",
            f"Built-in ones are {', '.join(built_in_names())}.",
            detail=f"{type(error).__name__}",
        ) from error
    except (ValueError, TypeError, KeyError) as error:
        raise InputFileError(
            f"The scenario {name} is not understood: {error}.",
            "The format is described in livedesk/loopback/scenario.py.",
        ) from error


def read_scenario(text: str) -> Scenario:
    """The scenario that a TOML text describes.

    Raises:
        ValueError: a key, a value or the TOML itself is wrong.
        KeyError: a step lacks what it needs.
        TypeError: a value is of the wrong type.
    """
    data = tomllib.loads(text)
    tables = {name: dict(data.pop(name, {})) for name in ("handshake", "session", "delivery")}
    steps = tuple(_read_step(dict(step)) for step in data.pop("step", []))
    title = str(data.pop("title", DEFAULT.title))
    handshake, session, delivery = tables.values()
    refused = session.pop("refuse_handles", False)
    scenario = Scenario(
        title=title,
        refuse_status=_number(handshake.pop("status", None)),
        refuse_times=int(handshake.pop("times", 0)),
        refuse_handles=refused is True,
        refuse_handles_on=tuple(map(int, refused)) if isinstance(refused, list) else (),
        close_code=_number(session.pop("close_code", None)),
        close_reason=str(session.pop("close_reason", "")),
        close_times=int(session.pop("close_times", 0)),
        speed=max(0.1, float(delivery.pop("speed", DEFAULT_SPEED))),
        delay_s=max(0.0, float(delivery.pop("delay_ms", 0.0)) / 1000),
        steps=steps,
    )
    _refuse_rest(data, *tables.values())
    return scenario


def _read_step(step: dict[str, Any]) -> Step:
    deed = Deed(step.pop("do"))
    occasion, count = _read_occasion(str(step.pop("when", "connect")))
    seconds = step.pop("time_left_s", step.pop("seconds_long", 10.0))
    read = Step(
        occasion=occasion,
        count=count,
        deed=deed,
        connections=tuple(map(int, step.pop("connections", ()))),
        continued=_flag(step.pop("continued", None)),
        code=int(step.pop("code", 1008 if deed is Deed.GO_AWAY else 1011)),
        reason=str(step.pop("reason", "")),
        text=str(step.pop("text", "")),
        seconds=max(0.0, float(seconds)),
    )
    _refuse_rest(step)
    return read


def _read_occasion(when: str) -> tuple[Occasion, float]:
    name, _, count = when.partition("=")
    occasion = Occasion(name.strip())
    return occasion, float(count) if count.strip() else 0.0


def _number(value: Any) -> int | None:
    return None if value is None else int(value)


def _flag(value: Any) -> bool | None:
    return None if value is None else bool(value)


def _refuse_rest(*tables: Mapping[str, Any]) -> None:
    if unknown := sorted(key for table in tables for key in table):
        raise ValueError(f"unknown key {unknown[0]!r}")
