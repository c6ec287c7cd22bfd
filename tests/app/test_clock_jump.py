"""A sleep is seen by the clocks, and nothing else is taken for one."""

import pytest

from livedesk.app.clock_jump import ClockJump


@pytest.mark.parametrize(
    ("awake_s", "always_s", "slept"),
    [
        (1.0, 1.0, False),
        (1.0, 30.0, True),  # the monotonic clock stood still
        (1.0, 2.5, False),  # the clock was set by the network
        (1.0, -3600.0, False),  # or by hand, back
        (8.0, 8.0, False),  # the computer was busy
        (600.0, 600.0, True),  # both clocks went on, and nobody looked
    ],
)
def test_a_sleep_is_seen(awake_s, always_s, slept):
    jump = ClockJump()
    assert not jump.on_tick(5.0, 1000.0)
    assert jump.on_tick(5.0 + awake_s, 1000.0 + always_s) is slept


def test_a_sleep_is_told_once():
    jump = ClockJump()
    assert [jump.on_tick(t, a) for t, a in ((0, 0), (1, 100), (2, 101), (3, 102))] == [
        False, True, False, False,
    ]  # fmt: skip
