"""The Live session: one logical talk with the model that outlives its connections."""

from __future__ import annotations

import asyncio
import random
from collections import deque
from collections.abc import Callable
from typing import assert_never

from livedesk.core.clock import Clock
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.events import Unrecognised
from livedesk.core.inputs import ClientInput, HistoryTurn
from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger, redact
from livedesk.core.reports import (
    AudioLost,
    SessionReport,
    SessionState,
    SpeechWaiting,
    StateChanged,
)
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import SessionSetup
from livedesk.core.tasks import TaskSet
from livedesk.session.carry_over import CarryOver
from livedesk.session.connection import Connector
from livedesk.session.link import Baggage, Link, LinkReport, Opening
from livedesk.session.machine import advance, wake_at_s
from livedesk.session.machine_types import (
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
from livedesk.session.outbox import Outbox
from livedesk.session.story import told_story
from livedesk.session.told_history import told_history
from livedesk.session.turn_signals import TurnSignals
from livedesk.session.unanswered import Unanswered

_log = get_logger("session")


def _no_history() -> tuple[HistoryTurn, ...]:
    return ()


class LiveSession:
    """Talks to the model through one connection after another.

    All methods are called on the loop's thread, none of them blocks, and the reports come from
    one task on that thread, in order. ``start`` and ``aclose`` are idempotent; a closed session
    stays closed.
    """

    def __init__(
        self,
        connector: Connector,
        setup: SessionSetup,
        listener: Listener[SessionReport],
        *,
        clock: Clock,
        policy: SessionPolicy = SessionPolicy(),  # noqa: B008  frozen
        jitter: Callable[[], float] = random.random,
        history: Callable[[], tuple[HistoryTurn, ...]] = _no_history,
    ) -> None:
        """Build an idle session.

        Args:
            connector: opens the connections.
            setup: what to open them with, until ``apply`` says otherwise.
            listener: takes the reports; must not block.
            clock: measures the waits.
            policy: how patient to be.
            jitter: draws a number in 0 … 1 for each wait.
            history: the recent turns, asked for whenever a fresh session is opened.
        """
        self._connector = connector
        self._listener = listener
        self._clock = clock
        self._jitter = jitter
        self._history = history
        self._first_history: tuple[HistoryTurn, ...] = ()
        self._desired = setup
        self._status = Status(desired=setup, policy=policy)
        self._outbox = Outbox(clock, policy.audio_bound_s)
        self._unanswered = Unanswered(policy.audio_bound_s)
        self._carried = CarryOver(self._outbox, self._unanswered)
        self._baggage = Baggage(self._outbox, TurnSignals(), self._unanswered, clock)
        self._inbox: deque[tuple[Link | None, Stimulus | AudioLost | SpeechWaiting]] = deque()
        self._arrived = asyncio.Event()
        self._link: Link | None = None
        self._tasks = TaskSet()
        self._runner: asyncio.Task[None] | None = None
        self._is_closed = False
        self._unknown_fields: set[str] = set()

    @property
    def state(self) -> SessionState:
        """Where the session stands."""
        return self._status.state

    @property
    def active_setup(self) -> SessionSetup | None:
        """What the connection was opened with, or the last one while there is none."""
        return self._status.active

    @property
    def desired_setup(self) -> SessionSetup:
        """What the next connection will be opened with."""
        return self._desired

    @property
    def story(self) -> ConnectionStory:
        """What can be told about the connection just now."""
        return told_story(self._status, self._clock.now_s(), self._outbox.waiting_ms)

    def start(self, history: tuple[HistoryTurn, ...] = ()) -> None:
        """Connect; from IDLE or FAILED, else nothing happens.

        Args:
            history: turns of an earlier talk, oldest first, which the model shall know.
        """
        if self._is_closed:
            return
        if self._runner is None:
            self._first_history = history
            self._runner = self._tasks.spawn(self._run(), name="session runner")
        self._post(Start())

    def send(self, item: ClientInput) -> None:
        """Send ``item`` as soon as there is a connection, in the order of calling."""
        if self._is_closed:
            return
        self._outbox.put(item)
        waiting = self._outbox.waiting_news()
        if waiting is not None:
            self._post(waiting)

    def apply(self, setup: SessionSetup) -> None:
        """Make ``setup`` the desired one; it becomes active at the next pause."""
        self._desired = setup
        self._post(SetupDesired(setup))

    def note_user_speaking(self, speaking: bool) -> None:
        """Say that the person began or stopped to speak, as far as can be heard here."""
        self._post(UserSpeaking(speaking))

    def note_silenced(self) -> None:
        """Say that the person wants to hear no more of this answer; nobody waits for its rest."""
        self._post(AnswerSilenced())

    def retry_now(self) -> None:
        """Make the next attempt at once; a failed session starts again."""
        self._post(RetryNow())

    def note_wake(self) -> None:
        """Say that the computer slept or its network changed; acted on at once."""
        self._post(Woken())

    def set_policy(self, policy: SessionPolicy) -> None:
        """Be as patient as ``policy`` says from now on."""
        self._outbox.set_audio_bound(policy.audio_bound_s)
        self._unanswered.set_audio_bound(policy.audio_bound_s)
        self._post(PolicyChosen(policy))

    async def aclose(self) -> None:
        """Close the connection and end; about two seconds at most. Idempotent."""
        self._is_closed = True
        if self._runner is not None:
            self._post(Stop())
            await asyncio.wait((self._runner,))

    def _post(self, stimulus: Stimulus | SpeechWaiting) -> None:
        self._inbox.append((None, stimulus))
        self._arrived.set()

    def _post_from(self, link: Link, report: LinkReport) -> None:
        self._inbox.append((link, report))
        self._arrived.set()

    async def _run(self) -> None:
        while not (self._is_closed and self.state is SessionState.IDLE):
            await self._wait()
            while self._inbox:
                link, stimulus = self._inbox.popleft()
                if link is None or link is self._link:
                    await self._digest(stimulus)

    async def _wait(self) -> None:
        """Until something arrives or the machine's alarm goes off."""
        if self._inbox:
            return
        self._arrived.clear()
        due_s = wake_at_s(self._status)
        delay_s = None if due_s is None else max(0.0, due_s - self._clock.now_s())
        try:
            async with asyncio.timeout(delay_s):
                await self._arrived.wait()
        except TimeoutError:
            self._inbox.append((None, Tick()))

    async def _digest(self, stimulus: Stimulus | AudioLost | SpeechWaiting) -> None:
        if isinstance(stimulus, AudioLost | SpeechWaiting):
            self._tell(stimulus)
            return
        if isinstance(stimulus, Received):
            self._tell(stimulus.event)
        elif isinstance(stimulus, Opened):
            repeated = self._carried.repeated
            if repeated is not None:
                self._tell(repeated)
        elif isinstance(stimulus, Stop):
            self._tell_lost(self._outbox.give_up())
        elif isinstance(stimulus, Failed):
            self._link = None
            self._take_along(was_lost=True)
        moment = Moment(self._clock.now_s(), self._jitter())
        self._status, actions = advance(self._status, stimulus, moment)
        for action in actions:
            await self._perform(action)

    async def _perform(self, action: Action) -> None:
        match action:
            case Tell(report):
                self._tell(report)
            case OpenConnection(setup, handle):
                self._open(setup, handle)
            case CloseConnection(was_lost):
                link, self._link = self._link, None
                if link is not None:
                    await link.aclose()
                    # Only a silent line is left as a lost one.
                    self._take_along(was_lost=was_lost, was_silent=was_lost)
                self._post(Closed())
            case ProbeConnection():
                if self._link is not None:
                    self._link.probe()
            case _:
                assert_never(action)

    def _open(self, setup: SessionSetup, handle: str | None) -> None:
        history: tuple[HistoryTurn, ...] = ()
        if handle is None:
            self._outbox.discard_results()
            history = told_history(
                self._history() or self._first_history,
                self._outbox.queued_texts(),
                is_said_again=self._carried.is_said_again,
            )
        opening = Opening(setup, handle, history)
        self._link = Link(self._connector, opening, self._baggage, self._post_from)
        self._link.start()

    def _take_along(self, *, was_lost: bool, was_silent: bool = False) -> None:
        now_s = self._clock.now_s()
        self._tell_lost(self._carried.take(now_s, was_lost=was_lost, was_silent=was_silent))

    def _tell_lost(self, lost_ms: float) -> None:
        if lost_ms > 0:
            self._tell(AudioLost(lost_ms))

    def _tell(self, report: SessionReport) -> None:
        if isinstance(report, StateChanged):
            _log_change(report)
        elif isinstance(report, Unrecognised) and report.field_name not in self._unknown_fields:
            self._unknown_fields.add(report.field_name)
            _log.info("the server sent something unknown: %s", report.field_name)
        try:
            self._listener(report)
        except Exception:  # noqa: BLE001
            # A listener's defect must not end the talk.
            _log.exception("a listener failed on %s", type(report).__name__)


def _log_change(change: StateChanged) -> None:
    detail = "" if change.error is None else f"{change.error.user_message} {change.error.detail}"
    _log.info("%s -> %s %s", change.previous.value, change.state.value, redact(detail).strip())
