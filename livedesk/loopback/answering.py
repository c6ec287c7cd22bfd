"""The assistant's side of a dialogue: from a request to the end of the turn. Sans-I/O."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from livedesk.core.audio_format import Samples
from livedesk.loopback import server_messages as out
from livedesk.loopback.actions import Action, Say, Send
from livedesk.loopback.admission import THINKING_MODEL, tools_block
from livedesk.loopback.answers import Reply, Situation, ToolUse, answer, answer_with_result
from livedesk.loopback.client_messages import FunctionResponse, HistoryItem, Setup, Tool
from livedesk.loopback.instruction import Manner
from livedesk.loopback.intents import Intent, Request
from livedesk.loopback.playout import DEFAULT_SPEED
from livedesk.loopback.prose import TOOL_SLOW
from livedesk.loopback.sessions import Session
from livedesk.loopback.tool_calls import PendingCall, ToolCalls
from livedesk.loopback.turn import Turn
from livedesk.loopback.usage import Meter

_PERFORMANCES = (Intent.STORY, Intent.COUNT, Intent.REPEAT)


@dataclass(frozen=True, slots=True)
class Background:
    """What the assistant knows and is given.

    Attributes:
        session: what was said before; it grows.
        issue_handle: makes a handle for the session as it is now.
        wall_time: local time with time zone.
        speed: how much faster than real time an answer is sent.
    """

    session: Session
    issue_handle: Callable[[], str]
    wall_time: Callable[[], datetime]
    speed: float = DEFAULT_SPEED


class Answering:
    """Answers requests one turn at a time; what it wants done it appends to ``actions``."""

    def __init__(self, setup: Setup, background: Background, actions: list[Action]) -> None:
        self.meter = Meter(window_tokens=setup.compression_target_tokens)
        self._setup = setup
        self._background = background
        self._actions = actions
        self._tools = setup.tools
        self._manner = Manner.of(setup.instruction)
        self._calls = ToolCalls()
        self._turn: Turn | None = None
        self._n_turns = 0
        self._ticket = 0
        self._queued: deque[Request] = deque()
        self._results: deque[tuple[PendingCall, FunctionResponse]] = deque()

    @property
    def is_busy(self) -> bool:
        """Whether a turn is running, be it thinking, being sent or being played."""
        return self._turn is not None

    @property
    def awaits_results(self) -> bool:
        """Whether a tool is on its way."""
        return self._calls.next_deadline_s is not None

    @property
    def n_turns_completed(self) -> int:
        """Turns that have ended, however they ended."""
        return self._n_turns - (self._turn is not None)

    @property
    def next_due_s(self) -> float | None:
        """When ``advance`` must be called at the latest; None while nothing is due."""
        dues = [self._calls.next_deadline_s]
        if self._turn is not None:
            dues.append(self._turn.next_due_s())
        return min((due for due in dues if due is not None), default=None)

    def begin(self) -> None:
        """Accept the setup."""
        self.meter.read(self._setup.instruction)
        for item in self._background.session.history:
            self.meter.read(item.text)
        self._send(out.setup_complete())
        self._update_handle()

    def change_context(self, instruction: str | None, tools: tuple[Tool, ...] | None) -> None:
        """Take another instruction or other tools from now on; None leaves as it is."""
        if instruction is not None:
            self._manner = Manner.of(instruction)
            self.meter.read(instruction)
        if tools is not None:
            self._tools = tools

    def answer(self, request: Request, now_s: float) -> None:
        """Begin the turn that answers ``request``; a turn that still runs is ended first."""
        if self._turn is not None:
            self._end_turn(now_s)
        turn = self._open_turn()
        session = self._background.session
        reply = answer(request, self._situation())
        session.history.append(HistoryItem("user", request.text))
        if request.intent is Intent.JOKE:
            session.jokes_told += 1
        if reply.tool is not None:
            self._call(reply.tool, request, turn, now_s)
        else:
            self._speak(turn, reply, request)

    def answer_later(self, request: Request) -> None:
        """Answer when the running turn is over."""
        self._queued.append(request)

    def interrupt(self, now_s: float) -> None:
        """The person talks over the turn: it stops at once. Without a turn nothing happens."""
        turn = self._turn
        if turn is None:
            return
        if not turn.has_reply and not self._calls.any_blocking:
            # Nothing is being said, and the tool goes on by itself: nothing to silence.
            return
        self._send(out.interrupted())
        self.cancel_calls(only_blocking=True)
        self._end_turn(now_s)

    def cancel_calls(self, *, only_blocking: bool) -> None:
        """Take calls back; a turn that waited for one alone says so."""
        call_ids = self._calls.cancel(only_blocking=only_blocking)
        if call_ids:
            self._send(out.tool_call_cancellation(call_ids))
        turn = self._turn
        if call_ids and not only_blocking and turn is not None and not turn.has_reply:
            self._say(turn, [TOOL_SLOW])

    def take_result(self, response: FunctionResponse, now_s: float) -> None:
        """A tool has answered. Unknown, late and partial results are left out."""
        if response.will_continue:
            return
        call = self._calls.settle(response.call_id)
        if call is None:
            return
        if self._turn is None or self._turn.number == call.turn_number:
            self._use_result(call, response, now_s)
        elif response.scheduling.startswith("INTERRUPT"):
            self.interrupt(now_s)
            self._use_result(call, response, now_s)
        else:
            self._results.append((call, response))

    def spoken(self, ticket: int, samples: Samples, now_s: float) -> None:
        """A sentence has become sound; one of a turn that was cut is left out."""
        if self._turn is not None and ticket == self._ticket:
            self._turn.take_sound(samples, now_s)
            self._ask_for_sound(self._turn)
            self.advance(now_s)

    def advance(self, now_s: float) -> None:
        """Do what is due by now."""
        for call in self._calls.overdue(now_s):
            if self._turn is not None and call.turn_number == self._turn.number:
                self._say(self._turn, [TOOL_SLOW])
        turn = self._turn
        if turn is None:
            return
        for chunk in turn.due(now_s):
            text = chunk.text if self._setup.transcribe_output else ""
            self._send(out.audio_chunk(chunk.samples, text))
        if turn.is_sent and not turn.is_generated:
            turn.is_generated = True
            if self._setup.transcribe_output:
                self._send(out.output_finished())
            self._send(out.generation_complete())
        if turn.is_over(now_s):
            self._end_turn(now_s)
            self._go_on(now_s)

    def _open_turn(self) -> Turn:
        self._n_turns += 1
        self._turn = Turn(self._n_turns, self._background.speed)
        if self._setup.wants_handles:
            self._send(out.resumption_update(None))
        return self._turn

    def _end_turn(self, now_s: float) -> None:
        turn = self._turn
        if turn is None:
            return
        if heard := turn.heard_text(now_s):
            self._background.session.history.append(HistoryItem("model", heard))
        self._turn = None
        # Before the end of the turn: a client may leave as soon as it has seen that.
        self._update_handle()
        status = "IDLE" if self._setup.model == THINKING_MODEL else None
        self._send(out.turn_complete(self.meter.settle(turn.answer_s), status))

    def _go_on(self, now_s: float) -> None:
        while self._turn is None and (self._queued or self._results):
            if self._queued:
                self.answer(self._queued.popleft(), now_s)
            else:
                self._use_result(*self._results.popleft(), now_s)

    def _call(self, use: ToolUse, request: Request, turn: Turn, now_s: float) -> None:
        behavior = next((tool.behavior for tool in self._tools if tool.name == use.name), None)
        blocks = tools_block(self._setup.model, behavior)
        call = self._calls.open(request, turn.number, blocks=blocks, now_s=now_s)
        self._send(out.tool_call(call.call_id, use.name, use.arguments))

    def _use_result(self, call: PendingCall, response: FunctionResponse, now_s: float) -> None:
        if response.scheduling == "SILENT":
            self._end_turn(now_s)
            return
        turn = self._turn or self._open_turn()
        reply = answer_with_result(call.request, response.response, self._situation())
        self._speak(turn, reply, call.request)

    def _speak(self, turn: Turn, reply: Reply, request: Request) -> None:
        history = self._background.session.history
        self._say(
            turn,
            self._manner.shape(
                reply.text,
                is_first=not any(item.role == "model" for item in history),
                is_told=request.intent in _PERFORMANCES,
            ),
        )

    def _say(self, turn: Turn, pieces: list[str]) -> None:
        turn.add(pieces)
        self._ask_for_sound(turn)

    def _ask_for_sound(self, turn: Turn) -> None:
        sentence = turn.next_sentence()
        if sentence is not None:
            self._ticket += 1
            self._actions.append(Say(self._ticket, sentence, self._setup.voice))

    def _situation(self) -> Situation:
        session = self._background.session
        return Situation(
            now=self._background.wall_time(),
            voice=self._setup.voice,
            tools=self._tools,
            last_words=session.last_words("user"),
            jokes_told=session.jokes_told,
        )

    def _update_handle(self) -> None:
        if self._setup.wants_handles:
            self._send(out.resumption_update(self._background.issue_handle()))

    def _send(self, message: out.ServerMessage) -> None:
        self._actions.append(Send(message))
