"""A stream that comes in lumps seems to move evenly."""

from __future__ import annotations

from itertools import pairwise

import pytest

from livedesk.ui.widgets.playhead import Playhead


def test_lumps_of_20_ms_are_smoothed_to_less_than_4_ms() -> None:
    playhead = Playhead()
    at_ms = []
    for frame in range(600):
        now_s = frame * 0.016
        if frame % 2 == 0:
            playhead.follow(now_s, now_s * 1000 // 20 * 20)
        at_ms.append(playhead.at_ms(now_s))
    steps = [later - sooner for sooner, later in pairwise(at_ms[200:])]
    assert max(steps) - min(steps) < 4
    assert at_ms[-1] == pytest.approx(599 * 16 - 10, abs=12)


def test_a_clock_that_is_off_is_followed() -> None:
    playhead = Playhead()
    for look in range(2000):
        playhead.follow(look * 0.032, look * 32 * 1.001)
    assert playhead.at_ms(64.0) == pytest.approx(64_000 * 1.001, abs=5)


def test_a_stream_that_stood_still_is_caught_up_with_at_once() -> None:
    playhead = Playhead()
    playhead.follow(0.0, 0.0)
    playhead.follow(1.0, 20.0)
    assert playhead.at_ms(1.0) == 20.0


def test_before_anything_came_it_is_at_the_beginning() -> None:
    assert Playhead().at_ms(5.0) == 0.0
