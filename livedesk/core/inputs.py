"""Everything that can be sent into a Live session, as a closed set of frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolResult


@dataclass(frozen=True, slots=True)
class AudioInput:
    """Microphone speech: PCM int16 mono at ``rate_hz`` (16 000), 20 to 40 ms; silence to 100.

    ``captured_at_s`` is the monotonic time of its last sample, by which its age is judged.
    ``is_speech`` tells whether somebody spoke: silence need not wait for a connection.
    """

    chunk: bytes
    rate_hz: int
    captured_at_s: float
    is_speech: bool = True


@dataclass(frozen=True, slots=True)
class VideoInput:
    """One frame of what is shared, as JPEG; at most one a second. It is never sent late or twice.

    ``captured_at_s`` is the monotonic time at which it was taken.
    """

    jpeg: bytes = field(repr=False)
    captured_at_s: float


@dataclass(frozen=True, slots=True)
class AudioStreamEnd:
    """The microphone pauses for longer than a second; the server ends the turn at once."""


@dataclass(frozen=True, slots=True)
class ActivityStart:
    """Push-to-talk began. Only legal when the server's VAD is off."""


@dataclass(frozen=True, slots=True)
class ActivityEnd:
    """Push-to-talk ended. Only legal when the server's VAD is off."""


@dataclass(frozen=True, slots=True)
class TextInput:
    """A typed turn; it is complete and wants an answer."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolResultInput:
    """The answer to a tool call."""

    result: ToolResult


@dataclass(frozen=True, slots=True)
class HistoryTurn:
    """One turn of an earlier connection, to seed a fresh one with."""

    speaker: Speaker
    text: str


ClientInput: TypeAlias = (
    AudioInput
    | VideoInput
    | AudioStreamEnd
    | ActivityStart
    | ActivityEnd
    | TextInput
    | ToolResultInput
)
