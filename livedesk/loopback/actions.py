"""What a dialogue wants done; the connection does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from livedesk.loopback.server_messages import ServerMessage


@dataclass(frozen=True, slots=True)
class Send:
    """Send this message."""

    message: ServerMessage


@dataclass(frozen=True, slots=True)
class Say:
    """Turn a sentence into sound and give it to ``Dialogue.spoken`` with this ticket."""

    ticket: int
    sentence: str
    voice: str


@dataclass(frozen=True, slots=True)
class Close:
    """Close the connection with a code and a reason."""

    code: int
    reason: str


Action: TypeAlias = Send | Say | Close
