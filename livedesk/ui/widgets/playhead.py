"""Where a stream that comes in lumps seems to be, so that its picture moves evenly. Pure."""

from __future__ import annotations

# A stream that is so far from where it should be stood still, or began anew.
_JUMP_MS = 150.0
# How much of a difference is made up for with each look, some 30 times a second: lumps of 20 ms
# cannot be seen any more, and drift does not stay.
_PULL = 0.08


class Playhead:
    """Follows a position that grows by lumps; time is an argument."""

    def __init__(self) -> None:
        self._at_ms = 0.0
        self._seen_s: float | None = None

    def at_ms(self, now_s: float) -> float:
        """The smooth position in milliseconds."""
        return self._at_ms + (now_s - self._seen_s) * 1000 if self._seen_s is not None else 0.0

    def follow(self, now_s: float, position_ms: float) -> None:
        """The stream is ``position_ms`` milliseconds long now."""
        at_ms = self.at_ms(now_s)
        is_new = self._seen_s is None or abs(position_ms - at_ms) > _JUMP_MS
        self._at_ms = position_ms if is_new else at_ms + _PULL * (position_ms - at_ms)
        self._seen_s = now_s
