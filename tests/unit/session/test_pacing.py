"""However the microphone's sound comes, it goes out at most twice as fast as it was said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.session.pacing import BURST_S, SPEED, Pace


def test_sound_as_it_is_said_never_waits():
    pace = Pace()
    for n in range(500):
        now_s = 10.0 + n * 0.02
        assert pace.due_s <= now_s
        pace.sent(20.0, now_s)


def test_sound_that_waited_goes_out_twice_as_fast():
    pace = Pace()
    now_s = 10.0
    for _ in range(500):
        now_s = max(now_s, pace.due_s)
        pace.sent(20.0, now_s)
    assert now_s - 10.0 == pytest.approx(500 * 0.02 / SPEED - BURST_S, abs=0.02)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(1, 100)), min_size=1, max_size=60))
def test_over_any_time_no_more_than_twice_real_time_and_a_burst(steps):
    pace = Pace()
    now_s = 0.0
    sent: list[tuple[float, float]] = []
    for rest_s, length_ms in steps:
        now_s = max(now_s + rest_s, pace.due_s)
        pace.sent(length_ms, now_s)
        sent.append((now_s, length_ms / 1000))
    for first in range(len(sent)):
        for last in range(first, len(sent)):
            span_s = sent[last][0] - sent[first][0]
            # The last one may begin at the very end of the span.
            sound_s = sum(length_s for _, length_s in sent[first:last])
            assert sound_s <= (span_s + BURST_S) * SPEED + 1e-6
