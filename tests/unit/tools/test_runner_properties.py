"""Whatever happens: exactly one answer for each call, and never one after a cancellation."""

import asyncio
import contextlib

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from livedesk.core.clock import SystemClock
from livedesk.core.tool_types import Risk, ToolCall, ToolOutcome, ToolResult, ToolSpec
from livedesk.tools.permission import PermissionGate
from livedesk.tools.policy import Answer
from livedesk.tools.registry import ToolRegistry
from livedesk.tools.runner import ToolRunner
from livedesk.tools.tool import Tool

IDS = st.sampled_from([f"c{n}" for n in range(5)])
NAMES = st.sampled_from(["quick", "wait", "stubborn", "crash", "private", "unknown"])


class Person:
    """Answers when asked to by the machine, and remembers nothing."""

    def __init__(self) -> None:
        self.question: asyncio.Future[Answer] | None = None

    async def ask(self, _request):
        self.question = asyncio.get_running_loop().create_future()
        return await self.question

    def chosen(self, _key):
        return None

    def allow_always(self, _key):
        raise AssertionError("nobody said always")


class Calls(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.results: list[ToolResult] = []
        self.started: set[str] = set()
        self.cancelled: set[str] = set()
        self.release = asyncio.Event()
        self.person = Person()
        registry = ToolRegistry()
        for function in (self.quick, self.wait, self.stubborn, self.crash):
            registry.add(Tool(ToolSpec(function.__name__, ""), function, Risk.NOTHING))
        registry.add(Tool(ToolSpec("private", ""), self.quick, Risk.READS))
        gate = PermissionGate(self.person, self.person)
        self.runner = ToolRunner(registry, gate, self.results.append, clock=SystemClock())

    async def quick(self, _arguments):
        return {}

    async def wait(self, _arguments):
        await self.release.wait()
        return {}

    async def stubborn(self, _arguments):
        while not self.release.is_set():
            with contextlib.suppress(asyncio.CancelledError):
                await self.release.wait()
        return {}

    async def crash(self, _arguments):
        raise ZeroDivisionError

    @rule(call_id=IDS, name=NAMES)
    def call(self, call_id: str, name: str) -> None:
        async def start() -> bool:
            return self.runner.start(ToolCall(call_id, name))

        known = call_id in self.started | self.cancelled
        assert self.loop.run_until_complete(start()) is not known
        if not known:
            self.started.add(call_id)

    @rule(call_id=IDS)
    def cancel(self, call_id: str) -> None:
        self.runner.cancel([call_id])
        self.cancelled.add(call_id)
        self.told_before = len(self.results)

    @rule(call_id=IDS)
    def stop(self, call_id: str) -> None:
        self.runner.stop(call_id)

    @rule(turns=st.integers(1, 5))
    def go_on(self, turns: int) -> None:
        async def wait() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)

        self.loop.run_until_complete(wait())

    @rule(answer=st.sampled_from([Answer.DENY, Answer.ALLOW_ONCE, Answer.ALLOW_CONVERSATION]))
    def answer(self, answer: Answer) -> None:
        question = self.person.question
        if question is not None and not question.done():
            question.set_result(answer)

    @rule()
    def let_go(self) -> None:
        self.release.set()

    @invariant()
    def one_result_at_most(self) -> None:
        ids = [result.call_id for result in self.results]
        assert len(ids) == len(set(ids))
        assert set(ids) <= self.started

    @invariant()
    def a_cancelled_call_has_no_answer_of_later(self) -> None:
        """What was answered before its cancelling stays; nothing follows."""
        for position, result in enumerate(self.results):
            if result.call_id in self.cancelled and position >= getattr(self, "told_before", 0):
                assert result.outcome is ToolOutcome.CANCELLED

    def teardown(self) -> None:
        self.release.set()
        self.loop.run_until_complete(self.runner.aclose())
        assert {result.call_id for result in self.results} == self.started
        self.loop.close()


Calls.TestCase.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
TestCalls = Calls.TestCase
