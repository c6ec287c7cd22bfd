"""Calls are answered once, in their own time, and not at all after a cancel."""

import asyncio
import contextlib
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.core.clock import SystemClock
from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk, ToolCall, ToolOutcome, ToolResult, ToolSpec
from livedesk.tools.builtin import builtin_registry
from livedesk.tools.permission import Nobody, PermissionGate
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.runner import ToolRunner
from livedesk.tools.tool import Tool


class Tools:
    """A registry with tools of every temper, and the results that came of them."""

    def __init__(self, limit_s: float = 5.0) -> None:
        self.results: list[ToolResult] = []
        self.release = asyncio.Event()
        registry = ToolRegistry()
        for function in (self.echo, self.wait, self.fail, self.crash, self.stubborn):
            spec = ToolSpec(function.__name__, "")
            registry.add(Tool(spec, function, Risk.NOTHING, limit_s=limit_s))
        gate = PermissionGate(Nobody(), Nobody())
        self.runner = ToolRunner(registry, gate, self.results.append, clock=SystemClock())

    async def echo(self, arguments):
        return dict(arguments)

    async def wait(self, arguments):
        await self.release.wait()
        return {}

    async def fail(self, arguments):
        raise ToolError("The moon is not reachable.")

    async def crash(self, arguments):
        raise ZeroDivisionError("secret detail")

    async def stubborn(self, arguments):
        with contextlib.suppress(asyncio.CancelledError):
            await self.release.wait()
        return {"late": True}

    async def settled(self) -> None:
        while self.runner.is_busy:
            await asyncio.sleep(0)


async def test_result_carries_the_calls_id_and_output() -> None:
    tools = Tools()
    assert tools.runner.start(ToolCall("c1", "echo", {"x": 1}))
    await tools.settled()
    (result,) = tools.results
    assert (result.call_id, result.outcome) == ("c1", ToolOutcome.SUCCEEDED)
    assert result.output == {"x": 1}
    assert result.duration_ms >= 0


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("fail", "The moon is not reachable."),
        ("crash", "The tool crash failed."),
        ("nothing", "There is no tool called nothing."),
    ],
)
async def test_failure_is_one_sentence_without_details(name: str, sentence: str) -> None:
    tools = Tools()
    tools.runner.start(ToolCall("c1", name))
    await tools.settled()
    assert tools.results[0].outcome is ToolOutcome.FAILED
    assert tools.results[0].error == sentence


async def test_slow_tool_is_ended() -> None:
    tools = Tools(limit_s=0.01)
    tools.runner.start(ToolCall("c1", "wait"))
    await tools.settled()
    assert "longer than 0.01 seconds" in tools.results[0].error


async def test_repeated_id_runs_once() -> None:
    tools = Tools()
    assert tools.runner.start(ToolCall("c1", "wait"))
    assert not tools.runner.start(ToolCall("c1", "wait"))
    tools.release.set()
    await tools.settled()
    assert len(tools.results) == 1


@pytest.mark.parametrize("name", ["wait", "stubborn"])
async def test_cancelled_call_is_reported_once_and_at_once(name: str) -> None:
    tools = Tools()
    tools.runner.start(ToolCall("c1", name))
    await asyncio.sleep(0)
    tools.runner.cancel(["c1", "unknown"])
    assert [result.outcome for result in tools.results] == [ToolOutcome.CANCELLED]
    tools.release.set()
    await tools.runner.aclose()
    assert len(tools.results) == 1


async def test_closing_cancels_what_runs() -> None:
    tools = Tools()
    tools.runner.start(ToolCall("c1", "wait"))
    await tools.runner.aclose()
    await tools.runner.aclose()
    assert [result.outcome for result in tools.results] == [ToolOutcome.CANCELLED]


@given(steps=st.lists(st.tuples(st.sampled_from(["start", "cancel", "step"]), st.integers(0, 3))))
def test_every_started_call_gets_exactly_one_result(steps) -> None:
    async def play() -> None:
        tools = Tools()
        started = 0
        for action, number in steps:
            if action == "start":
                name = ("echo", "wait", "crash", "stubborn")[number]
                started += tools.runner.start(ToolCall(f"c{number}", name))
            elif action == "cancel":
                tools.runner.cancel([f"c{number}"])
            else:
                await asyncio.sleep(0)
        tools.release.set()
        await tools.settled()
        await tools.runner.aclose()
        assert len(tools.results) == started

    asyncio.run(play())


class FixedClock(SystemClock):
    def wall_time(self) -> datetime:
        zone = timezone(timedelta(hours=2), "CEST")
        return datetime(2026, 7, 4, 9, 5, tzinfo=zone)


async def test_local_time_tells_date_time_and_zone() -> None:
    registry = builtin_registry(FixedClock())
    answer = await registry.get("get_local_time").function({})
    assert answer.output == {
        "iso": "2026-07-04T09:05:00+02:00",
        "date": "4 July 2026",
        "weekday": "Saturday",
        "time": "09:05",
        "time_zone": "CEST",
        "utc_offset": "+02:00",
    }


def test_a_name_is_given_once() -> None:
    registry = builtin_registry(SystemClock())
    with pytest.raises(ValueError, match="there already"):
        registry.add(registry.get("get_local_time"))
