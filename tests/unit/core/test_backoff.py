"""Waits grow, are bounded, and end."""

from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.backoff import BackoffPolicy

POLICY = BackoffPolicy(initial_s=0.5, factor=1.6, cap_s=20.0, max_attempts=10)


def test_first_attempt_comes_at_once() -> None:
    assert POLICY.delay_s(1, jitter=1.0) == 0.0


def test_bounds_grow_to_the_cap() -> None:
    bounds = [POLICY.delay_s(attempt, jitter=1.0) for attempt in range(2, 14)]
    assert bounds[0] == 0.5
    assert bounds == sorted(bounds)
    assert bounds[-1] == 20.0


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_delay_is_within_bounds(attempt: int, jitter: float) -> None:
    assert 0.0 <= POLICY.delay_s(attempt, jitter) <= 20.0


def test_it_ends() -> None:
    assert not POLICY.is_exhausted(10)
    assert POLICY.is_exhausted(11)
