"""Whatever the person, the server and the network do, nothing asked is lost or asked twice.

The whole session, with its outbox and its links, plays against a server that forgets as the real
one does: a handle continues with what was known when it was given out. It answers what it has heard
at once or one after the other, and is interrupted by what is typed while it speaks.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    LiveDeskError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    GoAway,
    Interrupted,
    ResumptionUpdate,
    SessionEvent,
    ToolCallsReceived,
    TurnComplete,
)
from livedesk.core.inputs import ClientInput, HistoryTurn, TextInput, ToolResultInput
from livedesk.core.reports import SessionReport, SessionState
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session.live_session import LiveSession

from .conftest import FakeClock

LOST = ServerUnreachableError("gone")
SOUND = AudioOutput(b"\0\0", 24_000)
REFUSED = HandleRefusedError("no")
BAD_KEY = CredentialError("key")
Said = tuple[str, ...]


@dataclass
class Line:
    """One connection: what its session knows, and whether the network still carries anything."""

    knows: Said
    heard: list[str] = field(default_factory=list)
    swallows: bool = False
    is_closed: bool = False
    is_answering: bool = False
    events_out: asyncio.Queue[SessionEvent | LiveDeskError] = field(default_factory=asyncio.Queue)
    end: LiveDeskError | None = None
    capabilities: Capabilities = field(default_factory=Capabilities)

    async def send(self, item: ClientInput) -> None:
        if self.end is not None:
            raise self.end
        if self.swallows:
            return
        self.heard.append(word(item))
        if self.is_answering and isinstance(item, TextInput):
            self.say(Interrupted(), TurnComplete())
            self.is_answering = False

    def say(self, *events: SessionEvent | LiveDeskError) -> None:
        for event in events:
            self.events_out.put_nowait(event)

    async def events(self) -> AsyncIterator[SessionEvent]:
        while True:
            said = await self.events_out.get()
            if isinstance(said, LiveDeskError):
                raise said
            yield said

    async def is_alive(self, within_s: float) -> bool:
        return not self.swallows

    async def close(self) -> None:
        self.is_closed = True


def word(item: ClientInput) -> str:
    match item:
        case TextInput(text):
            return text
        case ToolResultInput(result):
            return result.call_id
        case _:
            raise AssertionError(item)


class Server:
    """Accepts, refuses, and remembers what its handles stand for."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.handles: dict[str, Said] = {}
        self.answered: list[str] = []
        self.refusals: list[LiveDeskError] = []
        self.was_fatal = False
        self.wrongs: list[str] = []

    def check(self, is_right: bool, wrong: str) -> None:
        """The session guards itself against what a connector raises, so it is kept for later."""
        if not is_right:
            self.wrongs.append(wrong)

    @property
    def line(self) -> Line | None:
        last = self.lines[-1] if self.lines else None
        return None if last is None or last.is_closed or last.end is not None else last

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Line:
        self.check(all(line.is_closed for line in self.lines), "two sockets are open")
        self.check(not self.was_fatal, "a fatal failure was tried again")
        if self.refusals:
            error = self.refusals.pop(0)
            self.was_fatal = error is BAD_KEY
            raise error
        if handle is not None:
            self.check(handle in self.handles, "continued with a handle that was not resumable")
        line = Line(self.handles[handle] if handle is not None else ())
        self.lines.append(line)
        return line


class Talk(RuleBasedStateMachine):
    """Plays person, server and network."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.clock = FakeClock()
        self.server = Server()
        self.reports: list[SessionReport] = []
        self.typed: list[str] = []
        self.n_calls = 0
        self.unfinished: list[str] = []
        self.gone_calls: set[str] = set()
        self.session = LiveSession(
            self.server,
            SessionSetup("gemini-3.8-live", "Kore", "Be brief."),
            self.on_report,
            clock=self.clock,
            policy=SessionPolicy(BackoffPolicy(max_attempts=50)),
            jitter=lambda: 0.5,
        )
        self.run(self.begin())

    async def begin(self) -> None:
        self.session.start()
        await self.settle()

    async def settle(self) -> None:
        for _ in range(60):
            await asyncio.sleep(0)

    def run(self, coroutine: object = None) -> None:
        self.loop.run_until_complete(coroutine or self.settle())  # type: ignore[arg-type]

    def on_report(self, report: SessionReport) -> None:
        self.reports.append(report)

    @rule()
    def type_something(self) -> None:
        text = f"t{len(self.typed)}"
        self.typed.append(text)
        self.loop.call_soon(self.session.send, TextInput(text))
        self.run()

    @precondition(lambda self: self.server.line is not None and not self.server.line.swallows)
    @rule()
    def answer(self) -> None:
        line = self.server.line
        assert line is not None
        if line.heard:
            self.server.answered += line.heard
            line.knows += tuple(line.heard)
            line.heard.clear()
            line.say(SOUND, TurnComplete())
            line.is_answering = False
        self.run()

    @precondition(lambda self: self.server.line is not None and not self.server.line.swallows)
    @rule(is_to_its_end=st.booleans())
    def answer_the_first(self, is_to_its_end: bool) -> None:
        line = self.server.line
        assert line is not None
        if not line.heard or line.is_answering:
            return
        first = line.heard.pop(0)
        self.server.answered.append(first)
        line.knows += (first,)
        line.say(SOUND)
        line.is_answering = not is_to_its_end
        if is_to_its_end:
            line.say(TurnComplete())
            if line.heard:
                line.say(ResumptionUpdate(None, resumable=False))
        self.run()

    @precondition(lambda self: self.server.line is not None and not self.server.line.swallows)
    @rule()
    def call_a_tool(self) -> None:
        line = self.server.line
        assert line is not None
        if not line.heard:
            return
        self.server.answered += line.heard
        line.knows += tuple(line.heard)
        line.heard.clear()
        call_id = f"c{self.n_calls}"
        self.n_calls += 1
        self.unfinished.append(call_id)
        line.events_out.put_nowait(ToolCallsReceived((ToolCall(call_id, "clock"),)))
        self.run()

    @precondition(lambda self: bool(self.unfinished))
    @rule()
    def finish_a_tool(self) -> None:
        call_id = self.unfinished.pop()
        result = ToolResult(call_id, "clock", ToolOutcome.SUCCEEDED)
        self.loop.call_soon(self.session.send, ToolResultInput(result))
        self.run()

    @precondition(lambda self: self.server.line is not None and not self.server.line.swallows)
    @rule()
    def give_handle(self) -> None:
        line = self.server.line
        assert line is not None
        resumable = not line.heard and not self.unfinished and not line.is_answering
        handle = f"H{len(self.server.handles)}" if resumable else None
        if handle is not None:
            self.server.handles[handle] = line.knows
        line.events_out.put_nowait(ResumptionUpdate(handle, resumable=resumable))
        self.run()

    @precondition(lambda self: self.server.line is not None)
    @rule(error=st.sampled_from((LOST, LOST, REFUSED)))
    def lose(self, error: LiveDeskError) -> None:
        line = self.server.line
        assert line is not None
        line.end = error
        line.events_out.put_nowait(error)
        self.run()

    @precondition(lambda self: self.server.line is not None)
    @rule()
    def swallow(self) -> None:
        assert self.server.line is not None
        self.server.line.swallows = True

    @rule(error=st.sampled_from((LOST, REFUSED)))
    def refuse_next(self, error: LiveDeskError) -> None:
        self.server.refusals.append(error)

    @precondition(lambda self: self.server.line is not None)
    @rule(time_left_s=st.sampled_from((0.0, 5.0, 50.0)))
    def go_away(self, time_left_s: float) -> None:
        assert self.server.line is not None
        if not self.server.line.swallows:
            self.server.line.events_out.put_nowait(GoAway(time_left_s))
        self.run()

    @rule()
    def wake(self) -> None:
        self.loop.call_soon(self.session.note_wake)
        self.run()

    @rule(delay_s=st.sampled_from((0.1, 1.0, 13.0, 61.0)))
    def wait(self, delay_s: float) -> None:
        self.clock.time_s += delay_s
        self.loop.call_soon(self.session._arrived.set)
        self.run()

    @rule()
    def converse(self) -> None:
        """What mostly happens: a question, its answer, a handle for what is known now."""
        self.type_something()
        line = self.server.line
        if line is not None and not line.swallows:
            self.answer()
            self.give_handle()

    @rule(talks_over=st.booleans(), is_to_its_end=st.booleans())
    def ask_twice(self, talks_over: bool, is_to_its_end: bool) -> None:
        """A second question comes before the answer to the first, or into it."""
        self.type_something()
        if not talks_over:
            self.type_something()
        line = self.server.line
        if line is not None and not line.swallows:
            self.answer_the_first(is_to_its_end)
        if talks_over:
            self.type_something()

    @rule()
    def revoke_the_key(self) -> None:
        line = self.server.line
        if line is None:
            return
        self.server.was_fatal = True
        line.end = BAD_KEY
        line.events_out.put_nowait(BAD_KEY)
        self.run()
        assert self.session.state is SessionState.FAILED
        self.wait(61.0)
        self.wake()
        self.server.was_fatal = False
        self.loop.call_soon(self.session.retry_now)
        self.run()

    @invariant()
    def the_server_saw_nothing_wrong(self) -> None:
        assert not self.server.wrongs

    @invariant()
    def no_session_was_told_twice(self) -> None:
        for line in self.server.lines:
            told = [*line.knows, *line.heard]
            assert len(told) == len(set(told)), f"told twice: {told}"

    def teardown(self) -> None:
        self.server.refusals.clear()
        for _ in range(40):
            line = self.server.line
            if line is not None and line.swallows:
                line.swallows = False
                line.end = LOST
                line.events_out.put_nowait(LOST)
            if self.session.state is SessionState.FAILED:
                self.loop.call_soon(self.session.retry_now)
            self.wait(25.0)
        if self.session.state in (SessionState.LIVE, SessionState.DRAINING):
            line = self.server.line
            assert line is not None
            arrived = {*self.server.answered, *line.heard}
            missing = [text for text in self.typed if text not in arrived]
            assert not missing, f"typed and lost: {missing}"
        else:
            raise AssertionError(f"not back but {self.session.state}")
        self.run(self.session.aclose())
        assert all(line.is_closed for line in self.server.lines)
        self.loop.close()


Talk.TestCase.settings = settings(max_examples=80, stateful_step_count=30, deadline=None)
TestTalk = Talk.TestCase
