"""Everything a Live connection can report, as a closed set of frozen values.

One server message may become several events, in the order: setup-like facts, content, flags,
usage. The vendor's types stop at ``session/gemini/decode.py``; what that does not know becomes
one ``Unrecognised``. Nothing here is a promise about order between events of different kinds:
the Live API gives none (https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall


@dataclass(frozen=True, slots=True)
class AudioOutput:
    """Speech of the assistant, of any length: PCM int16 mono at ``rate_hz`` (24 000)."""

    chunk: bytes
    rate_hz: int


@dataclass(frozen=True, slots=True)
class Transcription:
    """A piece of recognised text.

    Attributes:
        speaker: whose words.
        text: an increment to append; when ``is_interim``, the whole guess so far, which replaces
            the guess before it and is never kept.
        is_final: the speaker's utterance is finished; ``text`` may be empty then.
        language_code: BCP-47 code where the server says one.
    """

    speaker: Speaker
    text: str
    is_final: bool = False
    is_interim: bool = False
    language_code: str | None = None


@dataclass(frozen=True, slots=True)
class ModelText:
    """Text that the model wrote instead of spoke: an answer's text part, or a thought summary."""

    text: str
    is_thought: bool = False


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The server heard a barge-in: empty playback now. May be spurious; handle idempotently."""


@dataclass(frozen=True, slots=True)
class GenerationComplete:
    """Everything of this turn was generated; it may still be playing."""


@dataclass(frozen=True, slots=True)
class TurnComplete:
    """The assistant's turn is over.

    Attributes:
        reason: the server's reason where it names one, such as ``NEED_MORE_INPUT``.
        more_follows: the interaction goes on by itself (models that think between turns).
    """

    reason: str | None = None
    more_follows: bool = False


@dataclass(frozen=True, slots=True)
class InteractionIdle:
    """The model has nothing left to do until somebody speaks."""


@dataclass(frozen=True, slots=True)
class WaitingForInput:
    """The model heard something and waits for the rest before it answers."""


@dataclass(frozen=True, slots=True)
class ToolCallsReceived:
    """Calls to run, at least one; each is to be answered by its id."""

    calls: tuple[ToolCall, ...]


@dataclass(frozen=True, slots=True)
class ToolCallsCancelled:
    """Calls whose results nobody waits for any more; send nothing for them."""

    call_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one turn; the details count by modality name ("AUDIO", "TEXT", ...).

    Details need not cover everything. What tools brought in is told apart from the prompt.
    """

    prompt_tokens: int = 0
    response_tokens: int = 0
    thoughts_tokens: int = 0
    total_tokens: int = 0
    prompt_by_modality: Mapping[str, int] = field(default_factory=dict, hash=False)
    response_by_modality: Mapping[str, int] = field(default_factory=dict, hash=False)
    tool_use_tokens: int = 0
    tool_use_by_modality: Mapping[str, int] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class GoAway:
    """The server will close this connection in ``time_left_s`` seconds."""

    time_left_s: float


@dataclass(frozen=True, slots=True)
class ResumptionUpdate:
    """A ticket to continue the session later, or word that none is to be had just now.

    ``handle`` is None unless ``resumable``: only usable handles get this far.
    """

    handle: str | None
    resumable: bool


class VoiceActivityKind(Enum):
    """The two edges that the server's VAD reports."""

    START = "start"
    END = "end"


@dataclass(frozen=True, slots=True)
class VoiceActivity:
    """The server's VAD heard the person start or stop."""

    kind: VoiceActivityKind


@dataclass(frozen=True, slots=True)
class GroundingSource:
    """One web page that an answer rests on."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Grounding:
    """The searches and sources behind an answer.

    Attributes:
        suggestions: searches that the person must be offered beside the answer.
    """

    queries: tuple[str, ...] = ()
    sources: tuple[GroundingSource, ...] = ()
    suggestions: tuple[GroundingSource, ...] = ()


@dataclass(frozen=True, slots=True)
class Unrecognised:
    """Something this version does not know; ``field_name`` names it, its content is dropped."""

    field_name: str


SessionEvent: TypeAlias = (
    AudioOutput
    | Transcription
    | ModelText
    | Interrupted
    | GenerationComplete
    | TurnComplete
    | InteractionIdle
    | WaitingForInput
    | ToolCallsReceived
    | ToolCallsCancelled
    | Usage
    | GoAway
    | ResumptionUpdate
    | VoiceActivity
    | Grounding
    | Unrecognised
)
