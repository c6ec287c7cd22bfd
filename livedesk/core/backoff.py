"""How long to wait between attempts: a pure function of the attempt, with jitter from outside."""

from __future__ import annotations

from dataclasses import dataclass

_MOST_STEPS = 100  # by then any bound is reached, and a float does not overflow


@dataclass(frozen=True, slots=True)
class BackoffPolicy:
    """Exponential backoff with full jitter.

    The first attempt after a loss comes at once; then the delay's upper bound is
    ``initial_s``, growing by ``factor`` up to ``cap_s``. After ``max_attempts`` it is over.

    A talk that was cut off from the network is back soon, mostly: for ``eager_s`` seconds after
    the loss it tries at a steady pace, half of ``initial_s`` on average, which counts as one
    attempt.
    """

    initial_s: float = 0.5
    factor: float = 1.6
    cap_s: float = 20.0
    max_attempts: int = 10
    eager_s: float = 5.0

    def eager_delay_s(self, jitter: float) -> float:
        """Seconds to wait between attempts in the first moments, with ``jitter`` in 0 … 1."""
        return self.initial_s * (0.25 + 0.5 * jitter)

    def delay_s(self, attempt: int, jitter: float) -> float:
        """Seconds to wait before ``attempt`` (1 is the first), with ``jitter`` in 0 … 1."""
        if attempt <= 1:
            return 0.0
        growth = self.factor ** min(attempt - 2, _MOST_STEPS)
        bound_s = min(self.cap_s, self.initial_s * growth)
        return bound_s * jitter

    def is_exhausted(self, attempt: int) -> bool:
        """Whether ``attempt`` is one too many."""
        return attempt > self.max_attempts
