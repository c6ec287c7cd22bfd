"""What waits, what is dropped, and in which order it goes."""

from __future__ import annotations

import asyncio
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.inputs import AudioInput, AudioStreamEnd, TextInput, ToolResultInput, VideoInput
from livedesk.core.tool_types import ToolOutcome, ToolResult
from livedesk.session.outbox import Outbox
from livedesk.session.pacing import Pace


@pytest.fixture
def outbox(clock) -> Outbox:
    return Outbox(clock, 10.0, Pace(math.inf))


def frame(captured_at_s: float) -> AudioInput:
    return AudioInput(b"\0\0" * 320, 16_000, captured_at_s)


def result(call_id: str) -> ToolResultInput:
    return ToolResultInput(ToolResult(call_id, "clock", ToolOutcome.SUCCEEDED))


async def drain(outbox: Outbox) -> list:
    outbox.set_audio_bound(10.0)
    return [await outbox.take() for _ in range(len(outbox))]


async def test_items_come_out_in_order(outbox):
    items = [frame(100), TextInput("a"), AudioStreamEnd(), result("c"), frame(100)]
    for item in items:
        outbox.put(item)
    assert await drain(outbox) == items


async def test_take_waits_for_the_next_item(outbox):
    taking = asyncio.get_running_loop().create_task(outbox.take())
    await asyncio.sleep(0)
    assert not taking.done()
    outbox.put(TextInput("a"))
    assert await taking == TextInput("a")


async def test_a_cancelled_take_loses_nothing(outbox):
    taking = asyncio.get_running_loop().create_task(outbox.take())
    await asyncio.sleep(0)
    taking.cancel()
    outbox.put(TextInput("a"))
    await asyncio.gather(taking, return_exceptions=True)
    assert await outbox.take() == TextInput("a")


async def test_only_the_newest_frame_waits_and_dropping_it_drops_nothing_else(outbox):
    for item in (frame(100), VideoInput(b"a", 100), TextInput("a"), VideoInput(b"b", 101)):
        outbox.put(item)
    assert await drain(outbox) == [frame(100), TextInput("a"), VideoInput(b"b", 101)]
    outbox.put(VideoInput(b"c", 102))
    outbox.put(TextInput("b"))
    outbox.drop_frames()
    assert await drain(outbox) == [TextInput("b")]


async def test_what_is_put_back_is_next(outbox):
    outbox.put(TextInput("a"))
    outbox.put(TextInput("b"))
    outbox.put_back([await outbox.take()])
    assert await drain(outbox) == [TextInput("a"), TextInput("b")]


async def test_old_audio_is_dropped_and_counted_oldest_first(outbox, clock):
    for n in range(100):
        outbox.put(frame(100 + n * 0.02))
    outbox.put(TextInput("a"))
    clock.time_s = 111.0
    kept = await drain(outbox)
    assert kept[0].captured_at_s == pytest.approx(101.0)
    assert kept[-1] == TextInput("a")
    assert outbox.collect_lost_ms() == pytest.approx(1000.0)
    assert outbox.collect_lost_ms() == 0.0


async def test_what_was_lost_before_a_wider_bound_stays_lost(outbox, clock):
    outbox.set_audio_bound(1.0)
    outbox.put(frame(100))
    clock.time_s = 105.0
    outbox.set_audio_bound(10.0)
    assert len(outbox) == 0
    outbox.put(frame(100))
    assert len(outbox) == 1


async def test_discarded_results_are_gone(outbox):
    for item in (result("a"), TextInput("t"), result("b")):
        outbox.put(item)
    outbox.discard_results()
    assert await drain(outbox) == [TextInput("t")]


def test_queued_texts(outbox):
    outbox.put(TextInput("a"))
    outbox.put(frame(100))
    assert outbox.queued_texts() == ("a",)


@given(st.lists(st.one_of(st.floats(0, 30), st.text(max_size=3)), max_size=40), st.floats(0, 60))
def test_text_survives_and_only_young_audio_stays(plan, end_s):
    class Clock:
        time_s = 0.0

        def now_s(self) -> float:
            return self.time_s

    clock = Clock()
    outbox = Outbox(clock, 10.0, Pace(math.inf))  # type: ignore[arg-type]
    times = sorted(step for step in plan if isinstance(step, float))
    for step in plan:
        if isinstance(step, str):
            outbox.put(TextInput(step))
        else:
            clock.time_s = times.pop(0)
            outbox.put(frame(clock.time_s))
    clock.time_s = max(end_s, clock.time_s)
    kept = asyncio.run(drain(outbox))
    assert [item.text for item in kept if isinstance(item, TextInput)] == [
        step for step in plan if isinstance(step, str)
    ]
    sound = [item for item in kept if isinstance(item, AudioInput)]
    assert all(item.captured_at_s >= clock.time_s - 10.0 for item in sound)
    n_frames = sum(isinstance(step, float) for step in plan)
    assert outbox.collect_lost_ms() == pytest.approx((n_frames - len(sound)) * 20.0)
