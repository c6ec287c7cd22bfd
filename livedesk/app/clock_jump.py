"""Whether the computer slept, seen by its clocks. Pure: the times are arguments."""

from __future__ import annotations

# Clocks that go on during a sleep get ahead of those that stand still. Setting the clock by the
# network moves it by less, but for the first time after a start.
_AHEAD_S = 3.0
# Where both go on during a sleep, nobody looks at them meanwhile. A busy computer is not so busy.
_GAP_S = 15.0


class ClockJump:
    """Looks at two clocks about once a second."""

    def __init__(self) -> None:
        self._last: tuple[float, float] | None = None

    def on_tick(self, awake_s: float, always_s: float) -> bool:
        """Whether the computer slept since the last tick.

        Args:
            awake_s: a monotonic clock that may stand still during a sleep, in seconds.
            always_s: one that goes on, in seconds; it may be set by hand.
        """
        last, self._last = self._last, (awake_s, always_s)
        if last is None:
            return False
        gone_awake_s, gone_always_s = awake_s - last[0], always_s - last[1]
        return gone_always_s - gone_awake_s > _AHEAD_S or gone_awake_s > _GAP_S
