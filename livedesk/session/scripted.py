"""A connector that replays steps: for tests, and for tinkering without a server.

::

    connector = ScriptedConnector(
        Accept(),
        Expect(TextInput("What time is it?")),
        Emit(Transcription(Speaker.ASSISTANT, "Noon."), TurnComplete()),
        Drop(ServerUnreachableError("gone")),
        Accept(handle="H1"),
    )
    ...
    connector.verify()

Steps are taken in order, across connections. Microphone audio is recorded but never has to be
expected. Beyond its steps a connection can be driven by hand: ``emit`` and ``drop``.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from types import EllipsisType
from typing import TypeAlias

from livedesk.core.capabilities import Capabilities
from livedesk.core.errors import LiveDeskError, ProtocolError
from livedesk.core.events import SessionEvent
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
    HistoryTurn,
)
from livedesk.core.setup import SessionSetup


class ScriptError(AssertionError):
    """What happened is not what the script says, or not all of it."""


@dataclass(frozen=True, slots=True)
class Accept:
    """The next connect succeeds.

    Attributes:
        handle: the handle it must come with; None for a fresh session, ... for either.
        capabilities: what the connection can do.
    """

    handle: str | EllipsisType | None = ...
    capabilities: Capabilities = field(default_factory=Capabilities)


@dataclass(frozen=True, slots=True)
class Refuse:
    """The next connect raises ``error``."""

    error: LiveDeskError


@dataclass(frozen=True, slots=True)
class Stall:
    """The next connect does not return until it is given up."""


@dataclass(frozen=True, slots=True)
class Expect:
    """The next thing sent, sound aside, must equal ``item`` or satisfy it."""

    item: ClientInput | Callable[[ClientInput], bool]

    def matches(self, item: ClientInput) -> bool:
        """Whether ``item`` is what was expected."""
        return self.item(item) if callable(self.item) else self.item == item


@dataclass(frozen=True, slots=True)
class Emit:
    """The server says this."""

    events: tuple[SessionEvent, ...]

    def __init__(self, *events: SessionEvent) -> None:
        object.__setattr__(self, "events", events)


@dataclass(frozen=True, slots=True)
class Drop:
    """The connection ends with ``error``."""

    error: LiveDeskError


@dataclass(frozen=True, slots=True)
class ExpectClose:
    """The session closes the connection."""


Step: TypeAlias = Accept | Refuse | Stall | Expect | Emit | Drop | ExpectClose

_SOUND = (AudioInput, AudioStreamEnd, ActivityStart, ActivityEnd)


@dataclass(frozen=True, slots=True)
class Connect:
    """How a connection was asked for."""

    setup: SessionSetup
    handle: str | None
    history: tuple[HistoryTurn, ...]


class ScriptedConnector:
    """Plays a script; satisfies ``session.connection.Connector``.

    Attributes:
        connects: how each connection was asked for, in order.
        sent: everything that was sent, sound included, in order, over all connections.
        connection: the latest connection, None before the first.
    """

    def __init__(self, *steps: Step) -> None:
        self.connects: list[Connect] = []
        self.sent: list[ClientInput] = []
        self.connection: ScriptedConnection | None = None
        self._steps = deque(steps)
        self._mismatches: list[str] = []

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> ScriptedConnection:
        """Play the next step, which must be about connecting.

        Raises:
            LiveDeskError: the script says so, or does not foresee a connect.
        """
        self.connects.append(Connect(setup, handle, history))
        match self._steps.popleft() if self._steps else None:
            case Accept(expected, capabilities) if expected in (..., handle):
                self.connection = ScriptedConnection(self, capabilities)
                self.connection.play()
                return self.connection
            case Refuse(error):
                raise error
            case Stall():
                await asyncio.get_running_loop().create_future()
                raise AssertionError("a stalled connect came back")
            case step:
                raise self.mismatch(f"connect with handle {handle!r} instead of {step}")

    def extend(self, *steps: Step) -> None:
        """Append ``steps`` to the script."""
        self._steps.extend(steps)

    def emit(self, *events: SessionEvent) -> None:
        """Let the server say ``events`` on the latest connection."""
        self._latest().emit(*events)

    def drop(self, error: LiveDeskError) -> None:
        """End the latest connection with ``error``."""
        self._latest().drop(error)

    def verify(self) -> None:
        """Check that everything happened as the script says.

        Raises:
            ScriptError: something else happened, or steps are left over.
        """
        if self._mismatches:
            raise ScriptError("; ".join(self._mismatches))
        if self._steps:
            raise ScriptError(f"{len(self._steps)} steps are left, first {self._steps[0]}")

    def mismatch(self, what: str) -> LiveDeskError:
        """Note a deviation, which ``verify`` will report."""
        self._mismatches.append(what)
        return ProtocolError("The script does not foresee this.", detail=what)

    def next_step(self) -> Step | None:
        """What comes next, without taking it."""
        return self._steps[0] if self._steps else None

    def take_step(self) -> None:
        """The next step has happened."""
        self._steps.popleft()

    def _latest(self) -> ScriptedConnection:
        if self.connection is None:
            raise ScriptError("there is no connection yet")
        return self.connection


class ScriptedConnection:
    """One connection of a script; satisfies ``session.connection.Connection``.

    Attributes:
        is_closed: the session closed it, or it was dropped.
        answers_probes: whether it gives a sign of life when asked for one.
    """

    def __init__(self, connector: ScriptedConnector, capabilities: Capabilities) -> None:
        self.is_closed = False
        self.answers_probes = True
        self._connector = connector
        self._capabilities = capabilities
        self._said: asyncio.Queue[SessionEvent | LiveDeskError] = asyncio.Queue()
        self._end: LiveDeskError | None = None

    @property
    def capabilities(self) -> Capabilities:
        """What the script says that the connection can do."""
        return self._capabilities

    async def send(self, item: ClientInput) -> None:
        """Record ``item``, compare it with the script, and play on.

        Raises:
            LiveDeskError: the connection has ended, or the script expects something else.
        """
        if self._end is not None:
            raise self._end
        step = self._connector.next_step()
        expects = isinstance(step, Expect) and (step.matches(item) or not isinstance(item, _SOUND))
        if isinstance(step, Expect) and expects:
            if not step.matches(item):
                error = self._connector.mismatch(f"sent {item} instead of {step.item}")
                self.drop(error)
                raise error
            self._connector.take_step()
        self._connector.sent.append(item)
        self.play()

    async def events(self) -> AsyncIterator[SessionEvent]:
        """Everything the script says, and what is emitted by hand.

        Raises:
            LiveDeskError: the script, or ``drop``, ended the connection.
        """
        while True:
            said = await self._said.get()
            if isinstance(said, LiveDeskError):
                raise said
            yield said

    async def is_alive(self, within_s: float) -> bool:
        """What ``answers_probes`` says, at once."""
        del within_s
        return self.answers_probes

    async def close(self) -> None:
        """End the connection; the script may expect it."""
        if self.is_closed:
            return
        self.is_closed = True
        if self._end is None and isinstance(self._connector.next_step(), ExpectClose):
            self._connector.take_step()

    def emit(self, *events: SessionEvent) -> None:
        """Say ``events``."""
        for event in events:
            self._said.put_nowait(event)

    def drop(self, error: LiveDeskError) -> None:
        """End with ``error`` after everything said so far."""
        if self._end is None:
            self._end = error
            self._said.put_nowait(error)

    def play(self) -> None:
        """Take the steps that nobody else has to trigger."""
        while self._end is None:
            match self._connector.next_step():
                case Emit(events):
                    self.emit(*events)
                case Drop(error):
                    self.drop(error)
                case _:
                    return
            self._connector.take_step()
