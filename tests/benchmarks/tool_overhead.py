"""What LiveDesk adds to a tool: from the call to the function, and from its result to the wire."""

from __future__ import annotations

import asyncio
import time

from benchmarks.figures import Figure
from helpers.live_talk import LiveTalk

from livedesk.conversation.tool_path import ToolPath
from livedesk.session.gemini.wire import GeminiConnection


class _Times:
    def __init__(self) -> None:
        self.received_s: list[float] = []
        self.began_s: list[float] = []
        self.ended_s: list[float] = []
        self.sent_s: list[float] = []


class _MeasuredTalk(LiveTalk):
    """A talk over the real SDK and real TLS that notes when its tool ran."""

    def __init__(self, times: _Times) -> None:
        super().__init__(pace=30.0)
        self._times = times

    async def _tell_time(self, _arguments):
        self._times.began_s.append(time.perf_counter())
        answer = {"time": "12:05", "date": "2026-11-23"}
        self._times.ended_s.append(time.perf_counter())
        return answer


def measure(trials: int) -> list[Figure]:
    """Figures of ``trials`` calls in one talk."""
    times = _Times()
    on_event, send = ToolPath.on_event, GeminiConnection.send

    def noted_event(self, event):
        times.received_s.append(time.perf_counter())
        on_event(self, event)

    async def noted_send(self, item):
        await send(self, item)
        if type(item).__name__ == "ToolResultInput":
            times.sent_s.append(time.perf_counter())

    ToolPath.on_event, GeminiConnection.send = noted_event, noted_send
    try:
        asyncio.run(_talk(times, trials))
    finally:
        ToolPath.on_event, GeminiConnection.send = on_event, send
    return [
        Figure("tool call received → function started", "ms", _ms(times.received_s, times.began_s)),
        Figure("result → wire", "ms", _ms(times.ended_s, times.sent_s)),
    ]


async def _talk(times: _Times, trials: int) -> None:
    async with _MeasuredTalk(times) as talk:
        await talk.begin()
        for number in range(trials):
            await talk.ask("what time is it")
            await talk.until(lambda n=number: len(times.sent_s) > n)


def _ms(begins: list[float], ends: list[float]) -> list[float]:
    return [(end - begin) * 1000 for begin, end in zip(begins, ends, strict=True)]
