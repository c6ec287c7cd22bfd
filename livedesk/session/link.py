"""One connection from its opening to its end, and the task that owns it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

from livedesk.core.clock import Clock
from livedesk.core.errors import LiveDeskError
from livedesk.core.inputs import ClientInput, HistoryTurn, TextInput, ToolResultInput
from livedesk.core.log import get_logger
from livedesk.core.reports import AudioLost, SpeechWaiting
from livedesk.core.setup import SessionSetup
from livedesk.core.tasks import TaskSet
from livedesk.session.connection import Connection, Connector
from livedesk.session.failure_table import Failure, error_for
from livedesk.session.machine_types import Failed, Opened, Received, Sent
from livedesk.session.outbox import Outbox
from livedesk.session.turn_signals import TurnSignals
from livedesk.session.unanswered import Unanswered

_log = get_logger("session")

# The receiver learns the reason of an end that the sender ran into; it is not long in coming.
_REASON_WAIT_S = 1.0
# A connection that is being left takes the end of a turn at once, or not at all.
_LAST_WORD_S = 0.5

# After a sleep, or on another network, an old connection mostly is dead; a healthy one whose pongs
# are slow (8 to 30 s were measured) is only exchanged.
PROBE_S = 2.0

LinkReport: TypeAlias = Opened | Received | Sent | Failed | AudioLost | SpeechWaiting


@dataclass(frozen=True, slots=True)
class Opening:
    """What to open a connection with."""

    setup: SessionSetup
    handle: str | None
    history: tuple[HistoryTurn, ...]


@dataclass(frozen=True, slots=True)
class Baggage:
    """What outlives the connections: what is to be sent, what was sent so far, and the time."""

    outbox: Outbox
    signals: TurnSignals
    unanswered: Unanswered
    clock: Clock


class Link:
    """Opens one connection, moves everything both ways, and closes it.

    Reports in this order: ``Opened``, then what is received and sent, at last one ``Failed``.
    After ``aclose`` nothing is reported any more.
    """

    def __init__(
        self,
        connector: Connector,
        opening: Opening,
        baggage: Baggage,
        listener: Callable[[Link, LinkReport], None],
    ) -> None:
        self._connector = connector
        self._opening = opening
        self._outbox = baggage.outbox
        self._signals = baggage.signals
        self._unanswered = baggage.unanswered
        self._clock = baggage.clock
        self._listener: Callable[[Link, LinkReport], None] | None = listener
        self._tasks = TaskSet()
        self._connection: Connection | None = None
        self._found_dead: asyncio.Future[LiveDeskError] = asyncio.get_running_loop().create_future()

    def start(self) -> None:
        """Begin to connect."""
        self._tasks.spawn(self._run(), name="session link")

    def probe(self) -> None:
        """Find out whether the server still answers; if not, the connection is lost at once."""
        if self._connection is not None:
            self._tasks.spawn(self._probe(self._connection), name="session probe")

    async def aclose(self) -> None:
        """Close the connection, or give up opening it; about two seconds at most. Idempotent."""
        self._listener = None
        await self._tasks.aclose()

    def _report(self, report: LinkReport) -> None:
        if self._listener is not None:
            self._listener(self, report)

    async def _run(self) -> None:
        try:
            error = await self._connect_and_talk()
        except LiveDeskError as refusal:
            error = refusal
        except Exception as bug:  # noqa: BLE001
            # A connector's bug must end the connection only: the session decides what follows.
            _log.exception("the connection ended by a defect")
            error = error_for(Failure.DEFECT, type(bug).__name__)
        self._report(Failed(_alone(error)))

    async def _connect_and_talk(self) -> LiveDeskError:
        opening = self._opening
        connection = await self._connector.connect(opening.setup, opening.handle, opening.history)
        self._connection = connection
        try:
            takes_turns = connection.capabilities.turn_taking
            is_manual = takes_turns and opening.setup.turn_taking.mode.is_manual
            self._signals.opened(is_manual=is_manual)
            self._outbox.drop_frames()
            self._report(Opened(connection.capabilities))
            self._report_lost()
            return await self._talk(connection)
        finally:
            self._connection = None
            await connection.close()

    async def _talk(self, connection: Connection) -> LiveDeskError:
        """Move everything both ways until the connection ends; returns why."""
        receiving: asyncio.Task[LiveDeskError] = self._tasks.spawn(
            self._receive(connection), name="session receive"
        )
        sending: asyncio.Task[LiveDeskError] = self._tasks.spawn(
            self._send(connection), name="session send"
        )
        ends = (receiving, sending, self._found_dead)
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and not receiving.done():
                await asyncio.wait((receiving,), timeout=_REASON_WAIT_S)
            return next(end for end in ends if end.done()).result()
        finally:
            receiving.cancel()
            sending.cancel()
            await asyncio.gather(receiving, sending, return_exceptions=True)
            await self._end_turn(connection)

    async def _probe(self, connection: Connection) -> None:
        if await connection.is_alive(PROBE_S) or self._found_dead.done():
            return
        self._found_dead.set_result(error_for(Failure.NO_SIGN_OF_LIFE, "no answer to a probe"))

    async def _end_turn(self, connection: Connection) -> None:
        """A turn that was begun on a connection is ended on it, as far as that can be."""
        for item in self._signals.ended():
            with suppress(LiveDeskError, TimeoutError):
                async with asyncio.timeout(_LAST_WORD_S):
                    await connection.send(item)

    async def _receive(self, connection: Connection) -> LiveDeskError:
        try:
            async for event in connection.events():
                self._unanswered.heard(event, self._clock.now_s())
                self._report(Received(event))
        except LiveDeskError as error:
            return error
        return error_for(Failure.DEFECT, "the events ended without a reason")

    async def _send(self, connection: Connection) -> LiveDeskError:
        while True:
            item = await self._outbox.take()
            self._report_lost()
            waiting = self._outbox.waiting_news()
            if waiting is not None:
                self._report(waiting)
            self._unanswered.sent(item)
            try:
                for signal in self._signals.translate(item):
                    await connection.send(signal)
            except LiveDeskError as error:
                self._keep(item)
                return error
            except asyncio.CancelledError:
                self._keep(item)
                raise
            if _wants_answer(item):
                self._report(Sent(item))
            # A send need not wait for anything; a long queue must not hold up everybody else.
            await asyncio.sleep(0)

    def _report_lost(self) -> None:
        lost_ms = self._outbox.collect_lost_ms()
        if lost_ms > 0:
            self._report(AudioLost(lost_ms))

    def _keep(self, item: ClientInput) -> None:
        self._unanswered.unsent(item)
        self._outbox.put_back((item,))


def _wants_answer(item: ClientInput) -> bool:
    return isinstance(item, TextInput | ToolResultInput)


def _alone(error: LiveDeskError) -> LiveDeskError:
    """``error`` without its traceback and causes: their frames would keep the dead connection."""
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)
