"""Whose turn it is, and who decides: the person's key, or the server by ear."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class TalkMode(Enum):
    """How the person takes the turn.

    ``OPEN``: the microphone is open, the server hears where a turn begins and ends.
    ``QUICK``: the same, but the local speech gate ends a turn early.
    ``HOLD``: push-to-talk; a turn lasts as long as a key or a button is held.
    ``TOGGLE``: one press begins a turn, the next one ends it.
    """

    OPEN = "open"
    QUICK = "quick"
    HOLD = "hold"
    TOGGLE = "toggle"

    @property
    def is_manual(self) -> bool:
        """Whether the person says where a turn begins and ends."""
        return self in (TalkMode.HOLD, TalkMode.TOGGLE)


class Patience(Enum):
    """How long a pause inside a sentence may be."""

    PATIENT = "patient"
    NORMAL = "normal"
    QUICK = "quick"


@dataclass(frozen=True, slots=True)
class Endpointing:
    """How the server finds turns, in the API's terms.

    Attributes:
        silence_ms: silence that ends a turn, in milliseconds.
        prefix_ms: speech from before the detection that is kept, or speech that must be heard
            before a turn begins: the sources differ, and 100 to 300 ms are safe under both.
        ends_easily: END_SENSITIVITY_HIGH; otherwise a turn is ended with hesitation.
    """

    silence_ms: int
    prefix_ms: int
    ends_easily: bool = True


# 500 to 800 ms are advised, 100 to 200 shred sentences, more than 2000 adds lag
# (https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19).
_ENDPOINTING = {
    Patience.PATIENT: Endpointing(silence_ms=1100, prefix_ms=200, ends_easily=False),
    Patience.NORMAL: Endpointing(silence_ms=700, prefix_ms=100),
    Patience.QUICK: Endpointing(silence_ms=500, prefix_ms=100),
}
# Local silence after which a turn is ended early; what counts as silence is surer here, where the
# room is known, so it may be shorter than the server's.
_EARLY_END_MS = {Patience.PATIENT: 700.0, Patience.NORMAL: 450.0, Patience.QUICK: 340.0}


@dataclass(frozen=True, slots=True)
class TurnTaking:
    """How turns are taken in a talk.

    Attributes:
        mode: how the person takes the turn.
        patience: how long a pause inside a sentence may be; without meaning in manual modes.
        interruptible: whether the assistant falls silent when the person speaks.
    """

    mode: TalkMode = TalkMode.OPEN
    patience: Patience = Patience.NORMAL
    interruptible: bool = True

    @property
    def endpointing(self) -> Endpointing | None:
        """How the server is to find turns; None when the person marks them."""
        return None if self.mode.is_manual else _ENDPOINTING[self.patience]

    @property
    def early_end_ms(self) -> float | None:
        """Local silence in milliseconds that ends a turn; None: the server ends it alone."""
        return _EARLY_END_MS[self.patience] if self.mode is TalkMode.QUICK else None

    def same_on_the_wire(self, other: TurnTaking) -> bool:
        """Whether a connection opened with one serves the other as well."""
        return (self.endpointing, self.interruptible) == (other.endpointing, other.interruptible)
