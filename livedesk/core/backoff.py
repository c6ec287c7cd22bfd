"""How long to wait between attempts: a pure function of the attempt, with jitter from outside."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BackoffPolicy:
    """Exponential backoff with full jitter.

    The first attempt after a loss comes at once; then the delay's upper bound is
    ``initial_s``, growing by ``factor`` up to ``cap_s``. After ``max_attempts`` it is over.
    """

    initial_s: float = 0.5
    factor: float = 1.6
    cap_s: float = 20.0
    max_attempts: int = 10

    def delay_s(self, attempt: int, jitter: float) -> float:
        """Seconds to wait before ``attempt`` (1 is the first), with ``jitter`` in 0 … 1."""
        if attempt <= 1:
            return 0.0
        bound_s = min(self.cap_s, self.initial_s * self.factor ** (attempt - 2))
        return bound_s * jitter

    def is_exhausted(self, attempt: int) -> bool:
        """Whether ``attempt`` is one too many."""
        return attempt > self.max_attempts
