"""A driven state machine, and a clock that stands still."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.capabilities import Capabilities
from livedesk.core.events import SessionEvent
from livedesk.core.reports import SessionReport, SessionState, StateChanged
from livedesk.core.setup import SessionSetup
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
        self.status = status or Status(desired=SETUP, policy=BackoffPolicy())
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
