"""One connection from its first frame to its end: who is let in, and to which session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from livedesk.core.listeners import Listener
from livedesk.core.log import get_logger
from livedesk.loopback.admission import INVALID_ARGUMENT, Refusal, refuse_key, refuse_setup
from livedesk.loopback.answering import Background
from livedesk.loopback.auth_tokens import EXPIRED, PREFIX, TokenBook
from livedesk.loopback.calls import CallAccepted, CallEvent, CallKept, CallMessage
from livedesk.loopback.client_messages import ClientMessage, Setup
from livedesk.loopback.dialogue import Dialogue
from livedesk.loopback.ears import Ears
from livedesk.loopback.exchange import Exchange, Tempo
from livedesk.loopback.line import Line, LineClosedError
from livedesk.loopback.misbehaviour import Misbehaviour
from livedesk.loopback.recogniser import DecoderPool, PhraseRecogniser
from livedesk.loopback.scenario import Scenario
from livedesk.loopback.sessions import Session, SessionStore
from livedesk.loopback.speech import Speech
from livedesk.loopback.wire import read_frame

_log = get_logger("loopback")

# A client may open the next connection in the instant in which it closes the last one.
_DETACH_GRACE_S = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """What all talks of a server share.

    Attributes:
        speech: the voice.
        decoders: the ears' machinery.
        sessions: what can be continued.
        tokens: the short-lived tokens that were made here.
        scenario: how to misbehave.
        wall_time: local time with time zone.
        pace: how many seconds of the server pass in one; tests hurry.
        on_call: told who came and what was said.
    """

    speech: Speech
    decoders: DecoderPool
    sessions: SessionStore
    tokens: TokenBook
    scenario: Scenario
    wall_time: Callable[[], datetime]
    pace: float
    on_call: Listener[CallEvent]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is on the line: the key, the API version of the path, and the connection's number."""

    key: str
    version: str
    number: int


class Talk:
    """One connection from its first frame to its end. ``run`` may be called once."""

    def __init__(self, line: Line, caller: Caller, house: House) -> None:
        self._line = line
        self._caller = caller
        self._house = house

    async def run(self) -> None:
        """Talk until either side ends it. Must run in a task of its own."""
        session: Session | None = None
        try:
            setup = await self._read_setup()
            if setup is None:
                return
            session = await self._admit(setup)
            if session is not None:
                await self._converse(setup, session)
        except LineClosedError:
            _log.debug("the client has gone")
        finally:
            if session is not None:
                session.free.set()

    async def _read_setup(self) -> Setup | None:
        tokens, key = self._house.tokens, self._caller.key
        frame = await self._line.receive()
        messages = read_frame(frame, lambda setup: tokens.effective(key, setup))
        first = messages[0]
        if isinstance(first, Setup):
            return first
        await self._line.close(
            INVALID_ARGUMENT, "Request contains an invalid argument: the setup must come first."
        )
        return None

    async def _admit(self, setup: Setup) -> Session | None:
        scenario = self._house.scenario
        refusal = refuse_key(self._caller.key) or refuse_setup(setup, self._caller.version)
        if scenario.close_code is not None and (
            scenario.close_times == 0 or self._caller.number <= scenario.close_times
        ):
            refusal = Refusal(scenario.close_code, scenario.close_reason)
        if refusal is None and self._caller.key.startswith(PREFIX):
            is_resumed = setup.handle is not None
            refusal = self._house.tokens.enter(self._caller.key, is_resumed=is_resumed)
        if refusal is None:
            found = await self._find_session(setup)
            if isinstance(found, Session):
                found.free.clear()
                return found
            refusal = found
        await self._line.close(refusal.code, refusal.reason)
        return None

    async def _find_session(self, setup: Setup) -> Session | Refusal:
        if setup.handle is None:
            return Session()
        session, scenario = self._house.sessions.find(setup.handle), self._house.scenario
        is_refused = scenario.refuse_handles or self._caller.number in scenario.refuse_handles_on
        if session is None or is_refused:
            return Refusal(
                INVALID_ARGUMENT, "Invalid session resumption handle: it is unknown or expired."
            )
        try:
            async with asyncio.timeout(_DETACH_GRACE_S):
                await session.free.wait()
        except TimeoutError:
            return Refusal(1011, "The session is in use by another connection.")
        return self._house.sessions.resume(setup.handle)

    async def _converse(self, setup: Setup, session: Session) -> None:
        house, number = self._house, self._caller.number

        def note(message: ClientMessage) -> None:
            house.on_call(CallMessage(number, message))

        def issue_handle() -> str:
            handle = house.sessions.issue(session)
            house.on_call(CallKept(number, handle))
            return handle

        house.on_call(CallAccepted(number, setup))
        background = Background(
            session=session,
            issue_handle=issue_handle,
            wall_time=house.wall_time,
            speed=house.scenario.speed,
        )
        ears = Ears(setup.detection, PhraseRecogniser(house.decoders))
        exchange = Exchange(
            self._line,
            Dialogue(setup, background, ears),
            Misbehaviour(house.scenario, number, is_resumed=setup.handle is not None),
            Tempo(house.speech, house.pace, house.scenario.delay_s),
            note,
        )
        try:
            async with asyncio.timeout(house.tokens.seconds_left(self._caller.key)):
                await exchange.run()
        except TimeoutError:
            await self._line.close(EXPIRED.code, EXPIRED.reason)
        finally:
            ears.close()
