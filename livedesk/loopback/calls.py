"""What a practice server tells of its connections: who came, what was said, how it ended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeAlias

from livedesk.core.audio_format import duration_ms
from livedesk.core.listeners import Listener
from livedesk.loopback.client_messages import (
    Audio,
    ClientContent,
    ClientMessage,
    FunctionResponse,
    RealtimeText,
    Setup,
)

# What a line that was cut without a word ends with; it is never sent (RFC 6455, 7.1.5).
CUT = 1006


@dataclass(frozen=True, slots=True)
class CallAccepted:
    """A connection's setup was accepted; ``number`` counts the server's connections from 1."""

    number: int
    setup: Setup


@dataclass(frozen=True, slots=True)
class CallMessage:
    """An accepted connection said something."""

    number: int
    message: ClientMessage


@dataclass(frozen=True, slots=True)
class CallKept:
    """What was said so far on a connection is known to whoever continues it with ``handle``."""

    number: int
    handle: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """A connection is over, accepted or not; told once for each.

    Attributes:
        number: of the connection.
        code: close code of whoever closed first; 1006 for a line that was cut.
        by_client: the client closed first.
    """

    number: int
    code: int
    by_client: bool


CallEvent: TypeAlias = CallAccepted | CallMessage | CallKept | CallEnded


@dataclass(frozen=True, slots=True)
class _Count:
    is_continued: bool
    audio_s: float = 0.0
    n_turns: int = 0
    n_results: int = 0


class CallSummaries:
    """Turns events into one line for each accepted connection, given to ``tell`` at its end."""

    def __init__(self, tell: Listener[str]) -> None:
        self._tell = tell
        self._counts: dict[int, _Count] = {}

    def on_event(self, event: CallEvent) -> None:
        """Take the server's next event."""
        match event:
            case CallAccepted(number, setup):
                self._counts[number] = _Count(is_continued=setup.handle is not None)
            case CallMessage(number, message) if number in self._counts:
                self._counts[number] = _counted(self._counts[number], message)
            case CallEnded(number) if number in self._counts:
                self._tell(_summary(self._counts.pop(number), event))
            case _:
                pass


def _counted(count: _Count, message: ClientMessage) -> _Count:
    match message:
        case Audio(samples, rate_hz):
            heard_s = duration_ms(len(samples), rate_hz) / 1000
            return replace(count, audio_s=count.audio_s + heard_s)
        case RealtimeText() | ClientContent():
            return replace(count, n_turns=count.n_turns + 1)
        case FunctionResponse():
            return replace(count, n_results=count.n_results + 1)
        case _:
            return count


def _summary(count: _Count, ended: CallEnded) -> str:
    kind = "continued" if count.is_continued else "fresh"
    if ended.code == CUT:
        end = "the line was cut"
    else:
        end = f"the {'client' if ended.by_client else 'server'} closed with {ended.code}"
    return (
        f"Connection {ended.number} ({kind}): {count.audio_s:.1f} s of sound, "
        f"{count.n_turns} typed, {count.n_results} tool results; {end}."
    )
