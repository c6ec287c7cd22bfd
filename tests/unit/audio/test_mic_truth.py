"""What is said of a microphone that does not hear, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.audio.mic_meter import MicReading
from livedesk.audio.mic_truth import MicTruth, Trouble

WELL = MicReading(open_ms=60_000, has_heard=True, has_floor=True)


def judged(
    reading: MicReading, *, muted: bool = False, key: bool = False, now_s: float = 0.0
) -> Trouble | None:
    return MicTruth().judge(reading, now_s, is_muted_by_system=muted, is_key_down=key)


@pytest.mark.parametrize(
    ("reading", "trouble"),
    [
        (WELL, None),
        (MicReading(open_ms=1_900, zero_ms=1_900, faint_ms=1_900), None),
        (MicReading(open_ms=2_000, zero_ms=2_000, faint_ms=2_000), Trouble.NOTHING),
        (replace(WELL, zero_ms=2_000), Trouble.NOTHING),
        (replace(WELL, zero_ms=30_000, has_floor=False), None),
        (replace(WELL, clipped_ms=280), None),
        (replace(WELL, clipped_ms=300), Trouble.CLIPPED),
        (MicReading(open_ms=9_900, faint_ms=9_900, has_heard=True, has_floor=True), None),
        (MicReading(open_ms=10_000, faint_ms=10_000, has_heard=True), Trouble.FAINT),
        (replace(WELL, faint_ms=30_000), None),
    ],
)
def test_each_trouble_is_told_from_its_measure_on(
    reading: MicReading, trouble: Trouble | None
) -> None:
    assert judged(reading) is trouble


def test_the_systems_mute_is_told_sooner_and_only_while_nothing_comes() -> None:
    assert judged(replace(WELL, zero_ms=300), muted=True) is Trouble.MUTED_BY_SYSTEM
    assert judged(replace(WELL, zero_ms=0), muted=True) is None


def test_who_holds_the_key_speaks() -> None:
    faint = MicReading(open_ms=1_500, faint_ms=1_500, has_heard=True)
    assert judged(faint, key=True) is Trouble.FAINT
    assert judged(faint) is None


def test_clipping_is_told_until_it_has_been_well_for_a_while() -> None:
    truth = MicTruth()

    def at(now_s: float, clipped_ms: float) -> Trouble | None:
        reading = replace(WELL, clipped_ms=clipped_ms)
        return truth.judge(reading, now_s, is_muted_by_system=False, is_key_down=False)

    assert at(10.0, 400) is Trouble.CLIPPED
    assert at(17.9, 0) is Trouble.CLIPPED
    assert at(18.1, 0) is None
