"""Who speaks into another microphone than the one in use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.audio.elsewhere import ElsewherePlan, heard_elsewhere
from livedesk.audio.mic_meter import MicReading

QUIET = MicReading(open_ms=2_400, peak_db=-60.0)
VOICE = MicReading(open_ms=1_600, words_ms=600, peak_db=-15.0, has_words=True)


@pytest.mark.parametrize(
    ("here", "others", "found"),
    [
        (QUIET, {"a": QUIET, "b": VOICE}, "b"),
        (QUIET, {"a": replace(VOICE, words_ms=400), "b": VOICE}, "b"),
        (QUIET, {"a": replace(VOICE, words_ms=180)}, None),  # a knock
        (QUIET, {"a": replace(VOICE, peak_db=-45.0)}, None),  # the same room
        (replace(QUIET, words_ms=300), {"a": VOICE}, None),
        (QUIET, {}, None),
    ],
)
def test_the_loudest_of_the_others_is_found(here, others, found):
    assert heard_elsewhere(here, others) == found


def due_times(readings) -> list[float]:
    plan, due_ms = ElsewherePlan(), []
    for reading in readings:
        if plan.is_due(reading):
            due_ms.append(reading.open_ms)
            plan.note_look()
    return due_ms


def test_it_is_listened_soon_then_seldom_then_no_more():
    readings = [MicReading(open_ms=400.0 * n) for n in range(500)]
    assert due_times(readings) == [800.0, 8_000.0, 25_200.0, 60_000.0]


def test_nobody_else_is_listened_to_once_words_were_heard_here():
    readings = [MicReading(open_ms=400.0 * n, has_words=n > 0) for n in range(50)]
    assert due_times(readings) == []


def test_another_device_is_another_beginning():
    once = [MicReading(open_ms=400.0 * n) for n in range(5)]
    assert due_times(once + once) == [800.0, 800.0]
