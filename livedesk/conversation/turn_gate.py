"""Which chunks of speech still belong to a turn that was cut. Pure: time is an argument."""

from __future__ import annotations

from enum import Enum

# After ``interrupted`` the server generates nothing more of that turn; only what was under way
# still arrives, for about so long. Some models never finish a cut turn with a flag of its own, so
# what comes later is taken for the next turn, and a spurious ``interrupted`` mutes no whole turn.
LATE_CHUNKS_S = 1.0


class _Gate(Enum):
    IDLE = "no turn"
    OPEN = "turn is heard"
    CUT = "the server cut the turn"
    SILENCED = "the person silenced the turn"


class TurnGate:
    """Decides for each chunk whether it is to be heard, and whether it begins a turn."""

    def __init__(self) -> None:
        self._gate = _Gate.IDLE
        self._cut_at_s = 0.0
        self._all_generated = False

    @property
    def in_turn(self) -> bool:
        """Whether the assistant has spoken and its turn is not over."""
        return self._gate is not _Gate.IDLE

    @property
    def is_heard(self) -> bool:
        """Whether the current turn may be heard."""
        return self._gate is _Gate.OPEN

    def on_chunk(self, now_s: float) -> tuple[bool, bool]:
        """A chunk arrived: (is it to be played, does it begin a turn)."""
        is_late = now_s - self._cut_at_s < LATE_CHUNKS_S
        if self._gate is _Gate.SILENCED or (self._gate is _Gate.CUT and is_late):
            return False, False
        begins = self._gate is not _Gate.OPEN
        self._gate = _Gate.OPEN
        self._all_generated = False
        return True, begins

    def on_all_generated(self) -> None:
        """All chunks of the turn have come; some models say no more at its end than this."""
        self._all_generated = True
        if self._gate is not _Gate.OPEN:
            self._gate = _Gate.IDLE

    def on_interrupted(self, now_s: float) -> None:
        """The server cut the turn. Without a turn it means nothing and must not mute the next."""
        if self._gate in (_Gate.OPEN, _Gate.SILENCED):
            self._gate = _Gate.IDLE if self._all_generated else _Gate.CUT
            self._cut_at_s = now_s

    def on_silenced(self) -> None:
        """The person wants to hear no more of this turn."""
        if self._gate is _Gate.OPEN:
            self._gate = _Gate.IDLE if self._all_generated else _Gate.SILENCED

    def on_turn_over(self) -> None:
        """The turn is complete, or its connection is gone."""
        self._gate = _Gate.IDLE
