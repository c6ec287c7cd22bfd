"""What a conversation tells the outside."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from livedesk.core.errors import LiveDeskError
from livedesk.core.reports import (
    AnswerBroken,
    SetupApplied,
    SetupPending,
    SpeechWaiting,
    StateChanged,
)
from livedesk.core.speakers import ActivityState
from livedesk.core.tokens import Tokens


@dataclass(frozen=True, slots=True)
class ActivityChanged:
    """Listening, thinking or speaking."""

    activity: ActivityState


@dataclass(frozen=True, slots=True)
class MicrophoneChanged:
    """The microphone was opened or closed, muted or unmuted."""

    is_open: bool
    is_muted: bool


@dataclass(frozen=True, slots=True)
class TalkKeyChanged:
    """The key to talk went down or up, or what was held does not count any more."""

    is_down: bool


@dataclass(frozen=True, slots=True)
class SpokeWhileMuted:
    """The person speaks, but the microphone is muted; told now and then only."""


@dataclass(frozen=True, slots=True)
class SpeakerReturned:
    """A speaker that was missing or lost is there again."""


@dataclass(frozen=True, slots=True)
class TurnFinished:
    """The assistant's turn is over on the server's side; its end may still be playing."""


@dataclass(frozen=True, slots=True)
class TokensUsed:
    """So much was used since the last of these; told after the talk's end as well."""

    model_id: str
    tokens: Tokens


@dataclass(frozen=True, slots=True)
class PersonSpoke:
    """What the person said in one go, as it was understood; never what was typed.

    ``begun_s`` is the monotonic time of its first word.
    """

    text: str
    begun_s: float


@dataclass(frozen=True, slots=True)
class ErrorOccurred:
    """Something a person should know; the talk goes on unless a state change says otherwise."""

    error: LiveDeskError


ConversationEvent: TypeAlias = (
    StateChanged
    | SetupPending
    | SetupApplied
    | SpeechWaiting
    | AnswerBroken
    | ActivityChanged
    | MicrophoneChanged
    | TalkKeyChanged
    | SpokeWhileMuted
    | SpeakerReturned
    | TurnFinished
    | TokensUsed
    | PersonSpoke
    | ErrorOccurred
)
