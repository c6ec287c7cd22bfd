"""Whatever happens in whatever order, the machine keeps its promises."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import (
    CredentialError,
    HandleRefusedError,
    QuotaError,
    ServerUnreachableError,
)
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    GoAway,
    InteractionIdle,
    Interrupted,
    ResumptionUpdate,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    WaitingForInput,
)
from livedesk.core.inputs import TextInput, ToolResultInput
from livedesk.core.reports import SessionState, StateChanged
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolOutcome, ToolResult
from livedesk.session.machine import GO_AWAY_MARGIN_S, advance, wake_at_s
from livedesk.session.machine_types import (
    TICKET_LIFETIME_S,
    Action,
    AnswerSilenced,
    CloseConnection,
    Closed,
    Failed,
    Moment,
    OpenConnection,
    Opened,
    PolicyChosen,
    ProbeConnection,
    Received,
    RetryNow,
    Sent,
    SetupDesired,
    Start,
    Status,
    Stimulus,
    Stop,
    Tell,
    Tick,
    UserSpeaking,
    Woken,
)

BASE = SessionSetup("gemini-3.8-live", "Kore", "Be brief.")
SETUPS = (
    BASE,
    replace(BASE, voice_name="Puck"),
    replace(BASE, model_id="gemini-3.1-flash-live-preview"),
)
ERRORS = (
    ServerUnreachableError("gone"),
    QuotaError("later"),
    HandleRefusedError("refused"),
    CredentialError("key"),
)
EVENTS = st.one_of(
    st.sampled_from(
        (
            Transcription(Speaker.ASSISTANT, "Hi"),
            Transcription(Speaker.USER, "Hello"),
            GenerationComplete(),
            TurnComplete(),
            TurnComplete(more_follows=True),
            InteractionIdle(),
            Interrupted(),
            WaitingForInput(),
            ToolCallsReceived((ToolCall("c1", "clock"),)),
            ToolCallsCancelled(("c1",)),
            ResumptionUpdate(None, resumable=False),
        )
    ),
    st.integers(0, 48_000).map(lambda n: AudioOutput(b"\0\0" * n, 24_000)),
    st.floats(0, 60).map(GoAway),
)
TALKING = (SessionState.LIVE, SessionState.DRAINING)
OPENING = (SessionState.CONNECTING, SessionState.RECONNECTING)


class Session(RuleBasedStateMachine):
    """Plays the person, the server and the clock against the machine."""

    def __init__(self) -> None:
        super().__init__()
        self.status = Status(desired=BASE)
        self.stimulus: Stimulus = Stop()
        self.now_s = 0.0
        self.link = "none"
        self.told = SessionState.IDLE
        self.handles: dict[str, tuple[str, float]] = {}
        self.opened_with: SessionSetup | None = None

    def give(self, stimulus: Stimulus) -> None:
        before, self.stimulus = self.status, stimulus
        self.status, actions = advance(before, stimulus, Moment(self.now_s, 0.7))
        for action in actions:
            self.obey(action, before)

    def obey(self, action: Action, before: Status) -> None:
        match action:
            case OpenConnection(setup, handle):
                assert self.link == "none", "a second connection beside the first"
                assert setup == self.status.desired
                self.link, self.opened_with = "opening", setup
                if handle is not None:
                    model_id, received_at_s = self.handles[handle]
                    assert model_id == setup.model_id
                    assert self.now_s - received_at_s <= TICKET_LIFETIME_S
            case CloseConnection(was_lost):
                is_leaving = self.status.state in (SessionState.RECONNECTING, SessionState.FAILED)
                if before.state in TALKING and is_leaving:
                    assert not was_lost or isinstance(self.stimulus, Tick)
                    self.check_no_call_is_running(before)
                if before.state in TALKING and is_leaving and not was_lost:
                    self.check_leaving(before)
                self.link = "none"
            case ProbeConnection():
                assert self.link == "open"
            case Tell(StateChanged() as change):
                assert change.previous is self.told
                self.told = change.state
                assert change.retry_in_s >= 0
                if isinstance(change.error, QuotaError):
                    assert change.state is SessionState.FAILED or change.retry_in_s >= 60
                if isinstance(change.error, CredentialError):
                    assert change.state is SessionState.FAILED

    def check_no_call_is_running(self, before: Status) -> None:
        match self.stimulus:
            case Received() | Sent():
                assert before.watch.pending_calls <= {"c1"}
            case _:
                assert not before.watch.pending_calls

    def check_leaving(self, before: Status) -> None:
        """A connection is only left in a pause or at a deadline."""
        deadline_s = before.leave_by_s
        if deadline_s is not None and self.now_s >= deadline_s:
            return
        match self.stimulus:
            case Received(GoAway(time_left_s)) if time_left_s <= GO_AWAY_MARGIN_S:
                return  # the server gives no time, whatever was planned before
        assert not before.watch.user_speaking
        assert self.status.leave_by_s is None

    @rule()
    def start(self) -> None:
        self.give(Start())

    @precondition(lambda self: self.link == "opening")
    @rule()
    def accept(self) -> None:
        self.link = "open"
        self.give(Opened(Capabilities()))

    @precondition(lambda self: self.link != "none")
    @rule(error=st.sampled_from(ERRORS))
    def fail(self, error: Exception) -> None:
        self.link = "none"
        self.give(Failed(error))  # type: ignore[arg-type]

    @precondition(lambda self: self.link == "open")
    @rule(event=EVENTS)
    def hear(self, event: object) -> None:
        self.give(Received(event))  # type: ignore[arg-type]

    @precondition(lambda self: self.link == "open")
    @rule()
    def hear_handle(self) -> None:
        handle = f"H{len(self.handles)}"
        assert self.opened_with is not None
        self.handles[handle] = (self.opened_with.model_id, self.now_s)
        self.give(Received(ResumptionUpdate(handle, resumable=True)))

    @precondition(lambda self: self.link == "open")
    @rule(is_text=st.booleans())
    def send(self, is_text: bool) -> None:
        result = ToolResult("c1", "clock", ToolOutcome.SUCCEEDED)
        self.give(Sent(TextInput("hello") if is_text else ToolResultInput(result)))

    @rule(setup=st.sampled_from(SETUPS))
    def desire(self, setup: SessionSetup) -> None:
        self.give(SetupDesired(setup))

    @rule(speaking=st.booleans())
    def speak(self, speaking: bool) -> None:
        self.give(UserSpeaking(speaking))

    @rule()
    def silence(self) -> None:
        self.give(AnswerSilenced())

    @rule()
    def retry_now(self) -> None:
        self.give(RetryNow())

    @rule()
    def wake(self) -> None:
        before = self.status
        self.give(Woken())
        if isinstance(before.failure, QuotaError) and before.retry_at_s is not None:
            assert self.status == before, "no fast loops, whatever the network does"

    @rule(audio_bound_s=st.sampled_from((5.0, 15.0)))
    def choose_policy(self, audio_bound_s: float) -> None:
        self.give(PolicyChosen(SessionPolicy(audio_bound_s=audio_bound_s, silence_s=6.0)))

    @rule(delay_s=st.sampled_from((0.01, 0.4, 3.0, 20.0, 70.0, 4000.0)))
    def wait(self, delay_s: float) -> None:
        self.now_s += delay_s
        due_s = wake_at_s(self.status)
        if due_s is not None and self.now_s >= due_s:
            self.give(Tick())

    @rule()
    def let_alarm_go_off(self) -> None:
        due_s = wake_at_s(self.status)
        if due_s is not None:
            self.now_s = max(self.now_s, due_s)
            before = self.status
            self.give(Tick())
            assert self.status != before, "an alarm that changes nothing rings for ever"

    @rule()
    def stop(self) -> None:
        self.give(Stop())
        if self.status.state is SessionState.CLOSING:
            assert self.link == "none"
            self.give(Closed())
        assert self.status.state is SessionState.IDLE

    @invariant()
    def what_was_told_is_true(self) -> None:
        assert self.told is self.status.state

    @invariant()
    def the_connection_fits_the_state(self) -> None:
        if self.status.state in TALKING:
            assert self.link == "open"
        elif self.status.state is SessionState.CONNECTING:
            assert self.link == "opening"
        elif self.status.state is SessionState.RECONNECTING:
            is_waiting = wake_at_s(self.status) is not None
            assert (self.link == "none") if is_waiting else (self.link == "opening")
        else:
            assert self.link == "none"

    @invariant()
    def attempts_are_bounded(self) -> None:
        if self.status.state not in (SessionState.FAILED, SessionState.IDLE):
            assert self.status.attempt <= self.status.policy.backoff.max_attempts

    @invariant()
    def live_means_nothing_to_change(self) -> None:
        if self.status.state is SessionState.LIVE:
            assert self.status.active == self.status.desired
            assert self.status.leave_by_s is None


Session.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestSession = Session.TestCase
