"""How fast sound that waited may go out. Pure: time is an argument.

A server finds turns in the sound that it hears, so sound that comes much faster than anybody can
speak confuses it; a burst of old speech was seen to end a connection (voiceclaw PR 66, 2026).
"""

from __future__ import annotations

SPEED = 2.0
# What may go at once after a rest: it evens out the microphone's own irregularities.
BURST_S = 0.1


class Pace:
    """At most ``speed`` times real time, counted over any stretch of time, after a short burst."""

    def __init__(self, speed: float = SPEED, burst_s: float = BURST_S) -> None:
        self._speed = speed
        self._burst_s = burst_s
        self._due_s = 0.0

    @property
    def due_s(self) -> float:
        """When the next sound may go, as monotonic time; in the past: at once."""
        return self._due_s

    def sent(self, length_ms: float, now_s: float) -> None:
        """``length_ms`` of sound went out."""
        self._due_s = max(self._due_s, now_s - self._burst_s) + length_ms / 1000 / self._speed
