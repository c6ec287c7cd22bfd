"""Carries a dialogue over a line: frames, speech, time, misbehaviour.

Everything that happens is handled where it happens, in one go and on one loop: a frame in the task
that reads, a spoken sentence in the task that made it, a due moment in a timer. What goes out goes
through the outlet's queue, so that a client that reads slowly delays nobody's ears.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import assert_never

from livedesk.core.listeners import Listener
from livedesk.core.tasks import TaskSet
from livedesk.loopback import server_messages as out
from livedesk.loopback.actions import Action, Close, Say, Send
from livedesk.loopback.admission import Refusal
from livedesk.loopback.client_messages import ClientMessage
from livedesk.loopback.dialogue import Dialogue
from livedesk.loopback.line import Line
from livedesk.loopback.misbehaviour import Misbehaviour, outgoing_of
from livedesk.loopback.outlet import Outlet
from livedesk.loopback.scenario import Deed, Step
from livedesk.loopback.speech import Speech
from livedesk.loopback.wire import read_frame


@dataclass(frozen=True, slots=True)
class Tempo:
    """How it sounds and how fast it goes.

    Attributes:
        speech: the voice.
        pace: how many seconds of the server pass in a real one.
        delay_s: lateness of every message, in seconds of the server.
    """

    speech: Speech
    pace: float
    delay_s: float


class Exchange:
    """One admitted connection. ``run`` may be called once."""

    def __init__(
        self,
        line: Line,
        dialogue: Dialogue,
        misbehaviour: Misbehaviour,
        tempo: Tempo,
        on_message: Listener[ClientMessage],
    ) -> None:
        self._line = line
        self._dialogue = dialogue
        self._misbehaviour = misbehaviour
        self._tempo = tempo
        self._on_message = on_message
        self._outlet = Outlet(line, tempo.delay_s / tempo.pace)
        self._tasks = TaskSet()
        self._timer: asyncio.TimerHandle | None = None
        self._closing: tuple[float, Refusal] | None = None
        self._n_chunks = 0

    async def run(self) -> None:
        """Talk until the client has gone.

        Raises:
            LineClosedError: it has.
        """
        self._tasks.spawn(self._outlet.run(), name="loopback writer")
        try:
            self._perform(self._dialogue.begin())
            self._misbehave(self._misbehaviour.on_connect(self._now_s()))
            self._look_after()
            while True:
                frame = await self._line.receive()
                for message in read_frame(frame):
                    self._on_message(message)
                    self._perform(self._dialogue.receive(message, self._now_s()))
                self._look_after()
        finally:
            if self._timer is not None:
                self._timer.cancel()
            await self._tasks.aclose()

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

    async def _speak(self, say: Say) -> None:
        samples = await self._tempo.speech.speak(say.sentence, say.voice)
        self._perform(self._dialogue.spoken(say.ticket, samples, self._now_s()))
        self._look_after()

    def _on_timer(self) -> None:
        self._timer = None
        now_s = self._now_s()
        self._perform(self._dialogue.tick(now_s))
        self._misbehave(self._misbehaviour.on_time(now_s))
        if self._closing is not None and now_s >= self._closing[0]:
            _, refusal = self._closing
            self._closing = None
            self._outlet.put(Close(refusal.code, refusal.reason))
        self._look_after()

    def _look_after(self) -> None:
        """Do what a scenario has for this moment, and set the timer for the next."""
        self._misbehave(self._misbehaviour.on_turns(self._dialogue.n_turns_completed))
        self._misbehave(self._misbehaviour.on_chunks(self._n_chunks))
        due_s = self._next_due_s()
        if due_s is None:
            return
        when_s = due_s / self._tempo.pace
        # A timer that rings too early finds nothing to do and is set again.
        if self._timer is not None and self._timer.when() <= when_s:
            return
        if self._timer is not None:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_at(when_s, self._on_timer)

    def _next_due_s(self) -> float | None:
        closing_s = None if self._closing is None else self._closing[0]
        dues = (self._dialogue.next_due_s, self._misbehaviour.next_due_s, closing_s)
        return min((due for due in dues if due is not None), default=None)

    def _count(self, message: out.ServerMessage) -> None:
        content = message.get("serverContent", {})
        if "modelTurn" in content:
            self._n_chunks += 1
        elif "turnComplete" in content:
            self._n_chunks = 0

    def _misbehave(self, steps: list[Step]) -> None:
        for step in steps:
            if step.deed is Deed.CANCEL_TOOL_CALLS:
                self._perform(self._dialogue.cancel_calls())
                continue
            self._outlet.put(outgoing_of(step, self._tempo.pace))
            if step.deed is Deed.GO_AWAY:
                self._closing = (self._now_s() + step.seconds, Refusal(step.code, step.reason))

    def _now_s(self) -> float:
        return asyncio.get_running_loop().time() * self._tempo.pace
