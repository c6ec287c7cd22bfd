"""Runs one connection: frames in and out, speech, time, misbehaviour.

One task owns the connection and its dialogue; a reader and a writer task serve it through queues,
so that a client that reads slowly delays nobody's ears.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias, assert_never

from livedesk.core.audio_format import Samples
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet
from livedesk.loopback import server_messages as out
from livedesk.loopback.actions import Action, Close, Say, Send
from livedesk.loopback.admission import INVALID_ARGUMENT, Refusal, refuse_key, refuse_setup
from livedesk.loopback.answering import Background
from livedesk.loopback.client_messages import Setup
from livedesk.loopback.dialogue import Dialogue
from livedesk.loopback.ears import Ears
from livedesk.loopback.line import Line, LineClosedError
from livedesk.loopback.misbehaviour import Misbehaviour, outgoing_of
from livedesk.loopback.outlet import Outlet
from livedesk.loopback.recogniser import DecoderPool, PhraseRecogniser
from livedesk.loopback.scenario import Deed, Scenario, Step
from livedesk.loopback.sessions import Session, SessionStore
from livedesk.loopback.speech import Speech
from livedesk.loopback.wire import read_frame

_log = get_logger("loopback")

# Frames read ahead; more wait in the socket, which slows the sender down.
_INBOX = 64
# A client may open the next connection in the instant in which it closes the last one.
_DETACH_GRACE_S = 1.0


@dataclass(frozen=True, slots=True)
class House:
    """What all talks of a server share.

    Attributes:
        speech: the voice.
        decoders: the ears' machinery.
        sessions: what can be continued.
        scenario: how to misbehave.
        wall_time: local time with time zone.
        pace: how many seconds of the server pass in one; tests hurry.
    """

    speech: Speech
    decoders: DecoderPool
    sessions: SessionStore
    scenario: Scenario
    wall_time: Callable[[], datetime]
    pace: float


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is on the line: the key, the API version of the path, and the connection's number."""

    key: str
    version: str
    number: int


@dataclass(frozen=True, slots=True)
class _Spoken:
    ticket: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class _Gone:
    pass


_Item: TypeAlias = str | bytes | _Spoken | _Gone


class Talk:
    """One connection from its first frame to its end. ``run`` may be called once."""

    def __init__(self, line: Line, caller: Caller, house: House) -> None:
        self._line = line
        self._caller = caller
        self._house = house
        self._tasks = TaskSet()
        self._inbox: asyncio.Queue[_Item] = asyncio.Queue(_INBOX)
        self._outlet = Outlet(line, house.scenario.delay_s / house.pace)
        self._misbehaviour = Misbehaviour(house.scenario, caller.number)
        self._closing: tuple[float, Refusal] | None = None
        self._n_chunks = 0

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
            await self._tasks.aclose()

    async def _read_setup(self) -> Setup | None:
        messages = read_frame(await self._line.receive())
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
        session = self._house.sessions.find(setup.handle)
        if session is None or self._house.scenario.refuse_handles:
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
        house = self._house
        background = Background(
            session=session,
            issue_handle=lambda: house.sessions.issue(session),
            wall_time=house.wall_time,
            speed=house.scenario.speed,
        )
        ears = Ears(setup.detection, PhraseRecogniser(house.decoders))
        dialogue = Dialogue(setup, background, ears)
        self._tasks.spawn(self._read(), name="loopback reader")
        self._tasks.spawn(self._outlet.run(), name="loopback writer")
        try:
            self._perform(dialogue.begin())
            self._misbehave(self._misbehaviour.on_connect(self._now_s()), dialogue)
            while await self._step(dialogue):
                pass
        finally:
            dialogue.close()

    async def _step(self, dialogue: Dialogue) -> bool:
        """Handle the next thing that happens; False when the talk is over."""
        item = await self._next_item(dialogue)
        now_s = self._now_s()
        match item:
            case None:
                self._perform(dialogue.tick(now_s))
            case _Spoken(ticket, samples):
                self._perform(dialogue.spoken(ticket, samples, now_s))
            case _Gone():
                return False
            case str() | bytes():
                for message in read_frame(item):
                    self._perform(dialogue.receive(message, now_s))
            case _:
                assert_never(item)
        self._misbehave(self._misbehaviour.on_turns(dialogue.n_turns_completed), dialogue)
        self._misbehave(self._misbehaviour.on_chunks(self._n_chunks), dialogue)
        self._misbehave(self._misbehaviour.on_time(now_s), dialogue)
        if self._closing is not None and now_s >= self._closing[0]:
            refusal = self._closing[1]
            self._outlet.put(Close(refusal.code, refusal.reason))
            self._closing = None
        return True

    async def _next_item(self, dialogue: Dialogue) -> _Item | None:
        """What happens next; None when something is due by itself."""
        if not self._inbox.empty():
            return self._inbox.get_nowait()
        closing_s = None if self._closing is None else self._closing[0]
        dues = [dialogue.next_due_s, self._misbehaviour.next_due_s, closing_s]
        due_s = min((due for due in dues if due is not None), default=None)
        try:
            async with asyncio.timeout_at(None if due_s is None else due_s / self._house.pace):
                return await self._inbox.get()
        except TimeoutError:
            return None

    def _perform(self, actions: list[Action]) -> None:
        for action in actions:
            match action:
                case Send(message):
                    self._count(message)
                    self._outlet.put(out.encode(message))
                case Say():
                    self._tasks.spawn(self._speak(action), name="loopback speech")
                case Close():
                    self._outlet.put(action)
                case _:
                    assert_never(action)

    def _count(self, message: out.ServerMessage) -> None:
        content = message.get("serverContent", {})
        if "modelTurn" in content:
            self._n_chunks += 1
        elif "turnComplete" in content:
            self._n_chunks = 0

    def _misbehave(self, steps: list[Step], dialogue: Dialogue) -> None:
        for step in steps:
            if step.deed is Deed.CANCEL_TOOL_CALLS:
                self._perform(dialogue.cancel_calls())
                continue
            self._outlet.put(outgoing_of(step, self._house.pace))
            if step.deed is Deed.GO_AWAY:
                self._closing = (self._now_s() + step.seconds, Refusal(step.code, step.reason))

    async def _speak(self, say: Say) -> None:
        samples = await self._house.speech.speak(say.sentence, say.voice)
        await self._inbox.put(_Spoken(say.ticket, samples))

    async def _read(self) -> None:
        try:
            while True:
                await self._inbox.put(await self._line.receive())
        except LineClosedError:
            await self._inbox.put(_Gone())

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time() * self._house.pace
