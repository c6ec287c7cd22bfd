"""What a client can say, once its JSON has been read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, TypeAlias

from livedesk.core.audio_format import Samples

# The server default is about 800 ms (https://ai.google.dev/gemini-api/docs/live-api/capabilities,
# 2026-09-19).
DEFAULT_SILENCE_MS = 800.0
DEFAULT_PREFIX_MS = 100.0
DEFAULT_VOICE = "Kore"


class Behavior(Enum):
    """Whether the assistant waits in silence for a tool's result."""

    BLOCKING = "BLOCKING"
    NON_BLOCKING = "NON_BLOCKING"


@dataclass(frozen=True, slots=True)
class Tool:
    """A function the client declared; ``behavior`` is None where it named none."""

    name: str
    behavior: Behavior | None
    parameter_names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Detection:
    """How turns are found in the client's audio.

    Attributes:
        automatic: False means that the client sends activityStart and activityEnd.
        high_start_sensitivity: quieter speech starts a turn.
        high_end_sensitivity: a voice that trails off ends a turn.
        silence_ms: silence in milliseconds that ends a turn.
        prefix_ms: speech in milliseconds that must be heard before a turn is begun.
        interrupts: speech silences a running answer.
    """

    automatic: bool = True
    high_start_sensitivity: bool = True
    high_end_sensitivity: bool = True
    silence_ms: float = DEFAULT_SILENCE_MS
    prefix_ms: float = DEFAULT_PREFIX_MS
    interrupts: bool = True


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """One turn of the context: who and what."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Setup:
    """The first message of a connection.

    Attributes:
        model: id without ``models/``.
        modalities: upper case; empty where the client named none.
        voice: prebuilt voice name.
        instruction: system instruction; may be empty.
        tools: declared functions by name.
        handle: session to continue; None starts a fresh one.
        wants_handles: session resumption was asked for.
        transcribe_input: texts of the person's words are wanted.
        transcribe_output: texts of the answers are wanted.
        seeds_history: the first client content is history, not a question.
        thinking_level: lower case; None where none was set.
        refused_options: names of options that no model of today takes.
        compression_target_tokens: the context is cut to this; None without compression.
    """

    model: str = ""
    modalities: tuple[str, ...] = ()
    voice: str = DEFAULT_VOICE
    instruction: str = ""
    tools: tuple[Tool, ...] = ()
    detection: Detection = Detection()
    handle: str | None = None
    wants_handles: bool = False
    transcribe_input: bool = False
    transcribe_output: bool = False
    seeds_history: bool = False
    thinking_level: str | None = None
    refused_options: tuple[str, ...] = ()
    compression_target_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class Audio:
    """Microphone audio: (n,) int16 mono at ``rate_hz``."""

    samples: Samples
    rate_hz: int


@dataclass(frozen=True, slots=True)
class RealtimeText:
    """Typed text that is a whole turn."""

    text: str


@dataclass(frozen=True, slots=True)
class AudioStreamEnd:
    """The microphone was switched off."""


@dataclass(frozen=True, slots=True)
class ActivityStart:
    """The client says that speech begins."""


@dataclass(frozen=True, slots=True)
class ActivityEnd:
    """The client says that speech is over."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still or video frame; the practice server is blind and only counts it."""


@dataclass(frozen=True, slots=True)
class ClientContent:
    """Turns for the context; an answer is wanted when ``turn_complete``."""

    turns: tuple[HistoryItem, ...]
    turn_complete: bool


@dataclass(frozen=True, slots=True)
class FunctionResponse:
    """A tool's result.

    Attributes:
        call_id: the call it answers.
        response: JSON object; keys ``output`` or ``error`` where the client follows the API.
        scheduling: SILENT, WHEN_IDLE or INTERRUPT; empty where none was given.
        will_continue: more results of the same call follow.
    """

    call_id: str
    response: Mapping[str, Any]
    scheduling: str = ""
    will_continue: bool = False


@dataclass(frozen=True, slots=True)
class ContextUpdate:
    """A change of instruction or tools without reconnecting; None leaves as it is."""

    instruction: str | None = None
    tools: tuple[Tool, ...] | None = None


@dataclass(frozen=True, slots=True)
class Invalid:
    """A frame that makes no sense; the connection is closed with 1007 and ``reason``."""

    reason: str


ClientMessage: TypeAlias = (
    Setup
    | Audio
    | RealtimeText
    | AudioStreamEnd
    | ActivityStart
    | ActivityEnd
    | Picture
    | ClientContent
    | FunctionResponse
    | ContextUpdate
    | Invalid
)
