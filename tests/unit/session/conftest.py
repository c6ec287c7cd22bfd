"""A driven state machine, and a clock that stands still."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.capabilities import Capabilities
from livedesk.core.clock import SystemClock
from livedesk.core.events import (
    SessionEvent,
)
from livedesk.core.inputs import HistoryTurn
from livedesk.core.reports import (
    SessionReport,
    SessionState,
    StateChanged,
)
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.session.live_session import LiveSession
from livedesk.session.machine import advance, wake_at_s
from livedesk.session.machine_types import (
    Action,
    Failed,
    Moment,
    OpenConnection,
    Opened,
    Received,
    Start,
    Status,
    Stimulus,
    Tell,
    Tick,
)
from livedesk.session.scripted import (
    ScriptedConnector,
)

SETUP = SessionSetup("gemini-3.8-live", "Kore", "Be brief.")


class FakeClock:
    """Monotonic time that moves only when told."""

    def __init__(self) -> None:
        self.time_s = 100.0

    def now_s(self) -> float:
        return self.time_s

    def wall_time(self) -> datetime:
        return datetime(2026, 11, 23, tzinfo=UTC)


class Drive:
    """A machine with its clock: ``give`` returns what is to be done."""

    def __init__(self, status: Status | None = None) -> None:
        self.status = status or Status(desired=SETUP, policy=SessionPolicy())
        self.now_s = 1000.0
        self.jitter = 1.0
        self.actions: tuple[Action, ...] = ()

    @property
    def state(self) -> SessionState:
        return self.status.state

    @property
    def wake_in_s(self) -> float | None:
        due_s = wake_at_s(self.status)
        return None if due_s is None else due_s - self.now_s

    def give(self, stimulus: Stimulus, *, after_s: float = 0.0) -> tuple[Action, ...]:
        self.now_s += after_s
        moment = Moment(self.now_s, self.jitter)
        self.status, self.actions = advance(self.status, stimulus, moment)
        return self.actions

    def hear(self, *events: SessionEvent, after_s: float = 0.0) -> tuple[Action, ...]:
        self.now_s += after_s
        return tuple(action for event in events for action in self.give(Received(event)))

    def sleep(self) -> tuple[Action, ...]:
        """Let the alarm go off."""
        due_s = wake_at_s(self.status)
        assert due_s is not None, "the machine waits for nothing"
        self.now_s = max(self.now_s, due_s)
        return self.give(Tick())

    def go_live(self, capabilities: Capabilities | None = None) -> Drive:
        self.give(Start())
        self.give(Opened(capabilities or Capabilities()))
        assert self.state is SessionState.LIVE
        return self

    def lose(self, error: Exception, *, after_s: float = 0.0) -> tuple[Action, ...]:
        return self.give(Failed(error), after_s=after_s)  # type: ignore[arg-type]

    @property
    def reports(self) -> list[SessionReport]:
        return [action.report for action in self.actions if isinstance(action, Tell)]

    @property
    def change(self) -> StateChanged:
        changes = [report for report in self.reports if isinstance(report, StateChanged)]
        assert changes, f"no state change in {self.actions}"
        return changes[-1]

    @property
    def opening(self) -> OpenConnection:
        opens = [action for action in self.actions if isinstance(action, OpenConnection)]
        assert len(opens) == 1, f"{len(opens)} openings in {self.actions}"
        return opens[0]

    @property
    def opens(self) -> bool:
        return any(isinstance(action, OpenConnection) for action in self.actions)


@pytest.fixture
def setup() -> SessionSetup:
    return SETUP


@pytest.fixture
def other_voice() -> SessionSetup:
    return replace(SETUP, voice_name="Puck")


@pytest.fixture
def other_model() -> SessionSetup:
    return replace(SETUP, model_id="gemini-3.1-flash-live-preview")


@pytest.fixture
def drive() -> Drive:
    return Drive()


@pytest.fixture
def make_drive() -> Callable[[], Drive]:
    return Drive


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class Talk:
    """A session with everything it reported."""

    def __init__(self, setup, *steps) -> None:
        self.connector = ScriptedConnector(*steps)
        self.reports: list[SessionReport] = []
        self.history: tuple[HistoryTurn, ...] = ()
        self._news = asyncio.Event()
        self.session = LiveSession(
            self.connector,
            setup,
            self._on_report,
            clock=SystemClock(),
            policy=SessionPolicy(BackoffPolicy(initial_s=0.01)),
            jitter=lambda: 0.5,
            history=lambda: self.history,
        )

    def _on_report(self, report: SessionReport) -> None:
        self.reports.append(report)
        self._news.set()

    async def until(self, wanted: Callable[[SessionReport], bool]) -> SessionReport:
        """The first report, from the beginning, that is wanted."""
        async with asyncio.timeout(5):
            while True:
                for report in self.reports:
                    if wanted(report):
                        return report
                self._news.clear()
                await self._news.wait()

    async def until_state(self, state: SessionState, *, times: int = 1) -> StateChanged:
        async with asyncio.timeout(5):
            while len(found := [c for c in self.changes if c.state is state]) < times:
                self._news.clear()
                await self._news.wait()
        return found[times - 1]

    async def until_sent(self, n_items: int) -> None:
        async with asyncio.timeout(5):
            while len(self.connector.sent) < n_items:
                await asyncio.sleep(0)

    @property
    def changes(self) -> list[StateChanged]:
        return [report for report in self.reports if isinstance(report, StateChanged)]

    @property
    def states(self) -> list[SessionState]:
        return [change.state for change in self.changes]


@pytest.fixture
async def talk(setup) -> AsyncIterator[Callable[..., Talk]]:
    talks: list[Talk] = []

    def begin(*steps, start: bool = True) -> Talk:
        talks.append(Talk(setup, *steps))
        if start:
            talks[-1].session.start()
        return talks[-1]

    yield begin
    for one in talks:
        await one.session.aclose()
        one.connector.verify()
