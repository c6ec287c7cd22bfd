"""One connection's conversation, Sans-I/O: client messages and time in, timed actions out.

Nothing here waits, sleeps or touches a socket. The owner calls ``receive`` for what a client says,
``spoken`` when a sentence has become sound, and ``tick`` at ``next_due_s`` at the latest; each
returns what is to be done, in order. Time is the owner's seconds and need not be real ones.
"""

from __future__ import annotations

from typing import assert_never

from livedesk.core.audio_format import Samples, duration_ms
from livedesk.loopback import server_messages as out
from livedesk.loopback.actions import Action, Close, Send
from livedesk.loopback.admission import INVALID_ARGUMENT, Refusal
from livedesk.loopback.answering import Answering, Background
from livedesk.loopback.client_messages import (
    ActivityEnd,
    ActivityStart,
    Audio,
    AudioStreamEnd,
    ClientContent,
    ClientMessage,
    ContextUpdate,
    FunctionResponse,
    Invalid,
    Picture,
    RealtimeText,
    Setup,
)
from livedesk.loopback.ears import Ears, Guess, Heard, SpeechEnded, SpeechStarted
from livedesk.loopback.intents import Intent, Request, interpret

NOT_UNDERSTOOD_MARK = "[not understood]"
# A client that stops sending in the middle of speech has switched its microphone off.
_AUDIO_GAP_S = 2.0
_SECOND_SETUP = "Request contains an invalid argument: setup may be sent only once."
_NOT_MANUAL = (
    "Request contains an invalid argument: activity signals need automatic detection disabled."
)


class Dialogue:
    """Talks with one client. Not thread-safe; ``close`` gives the ears back."""

    def __init__(self, setup: Setup, background: Background, ears: Ears) -> None:
        self._setup = setup
        self._session = background.session
        self._ears = ears
        self._actions: list[Action] = []
        self._answering = Answering(setup, background, self._actions)
        self._awaits_seed = setup.seeds_history and setup.handle is None
        self._last_audio_s = 0.0

    @property
    def n_turns_completed(self) -> int:
        """Turns of the assistant that have ended, however they ended."""
        return self._answering.n_turns_completed

    @property
    def next_due_s(self) -> float | None:
        """When ``tick`` must be called at the latest; None while nothing is due."""
        due_s = self._answering.next_due_s
        if not self._waits_for_sound:
            return due_s
        gap_s = self._last_audio_s + _AUDIO_GAP_S
        return gap_s if due_s is None else min(due_s, gap_s)

    @property
    def _waits_for_sound(self) -> bool:
        """Whether silence on the line means an end; who marks the turns ends them."""
        return self._ears.is_open and self._setup.detection.automatic

    def begin(self) -> list[Action]:
        """Accept the setup. Must be called once, first."""
        self._answering.begin()
        return self._take_actions()

    def receive(self, message: ClientMessage, now_s: float) -> list[Action]:
        """What a client message calls for."""
        match message:
            case Audio():
                self._hear_audio(message, now_s)
            case RealtimeText(text):
                self._hear_text(text, now_s)
            case ClientContent():
                self._hear_content(message, now_s)
            case FunctionResponse():
                self._answering.take_result(message, now_s)
            case ContextUpdate(instruction, tools):
                self._answering.change_context(instruction, tools)
            case AudioStreamEnd() | ActivityStart() | ActivityEnd():
                self._hear_signal(message, now_s)
            case Setup() | Invalid():
                self._refuse(message)
            case Picture():
                pass
            case _:
                assert_never(message)
        return self._take_actions()

    def spoken(self, ticket: int, samples: Samples, now_s: float) -> list[Action]:
        """The sentence of a ``Say`` has become (n,) int16 mono at 24 kHz."""
        self._answering.spoken(ticket, samples, now_s)
        return self._take_actions()

    def tick(self, now_s: float) -> list[Action]:
        """Do what is due by now."""
        if self._waits_for_sound and now_s >= self._last_audio_s + _AUDIO_GAP_S:
            self._handle(self._ears.end(), now_s)
        self._answering.advance(now_s)
        return self._take_actions()

    def cancel_calls(self) -> list[Action]:
        """Take every open call back, as the real server does now and then."""
        self._answering.cancel_calls(only_blocking=False)
        return self._take_actions()

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self._ears.close()

    def _hear_audio(self, audio: Audio, now_s: float) -> None:
        self._last_audio_s = now_s
        self._answering.meter.hear(duration_ms(len(audio.samples), audio.rate_hz) / 1000)
        self._handle(self._ears.feed(audio.samples, audio.rate_hz), now_s)

    def _hear_signal(
        self, message: AudioStreamEnd | ActivityStart | ActivityEnd, now_s: float
    ) -> None:
        if self._setup.detection.automatic and not isinstance(message, AudioStreamEnd):
            self._refuse(Invalid(_NOT_MANUAL))
            return
        self._last_audio_s = now_s
        is_start = isinstance(message, ActivityStart)
        self._handle(self._ears.start() if is_start else self._ears.end(), now_s)

    def _handle(self, heard: list[Heard], now_s: float) -> None:
        for event in heard:
            match event:
                case SpeechStarted():
                    if self._setup.detection.interrupts:
                        self._answering.interrupt(now_s)
                case Guess(text):
                    if self._setup.transcribe_input:
                        self._send(out.interim_input(text))
                case SpeechEnded(text, is_noise):
                    if text or not is_noise:
                        self._transcribe(text or NOT_UNDERSTOOD_MARK)
                        self._answer(_request_of(text), now_s)
                case _:
                    assert_never(event)

    def _transcribe(self, text: str) -> None:
        """Word by word, as the real server's increments come, and the end by itself."""
        if not self._setup.transcribe_input:
            return
        for number, word in enumerate(text.split()):
            self._send(out.input_increment(f" {word}" if number else word, is_finished=False))
        self._send(out.input_increment("", is_finished=True))

    def _hear_text(self, text: str, now_s: float) -> None:
        self._answering.meter.read(text)
        self._answering.interrupt(now_s)
        self._answer(interpret(text), now_s)

    def _hear_content(self, content: ClientContent, now_s: float) -> None:
        for item in content.turns:
            self._answering.meter.read(item.text)
        if self._awaits_seed:
            self._session.history.extend(content.turns)
            self._awaits_seed = not content.turn_complete
            return
        self._answering.interrupt(now_s)
        asked = [item for item in content.turns if item.role != "model" and item.text]
        if not content.turn_complete or not asked:
            self._session.history.extend(content.turns)
            if content.turn_complete:
                words = self._session.last_words("user")
                self._answer(interpret(words), now_s)
            return
        self._session.history.extend(item for item in content.turns if item is not asked[-1])
        self._answer(interpret(asked[-1].text), now_s)

    def _answer(self, request: Request, now_s: float) -> None:
        if request.intent is Intent.CONFIRM and self._answering.awaits_results:
            return  # said to the client, which asks before it runs a tool
        if self._answering.is_busy and not self._setup.detection.interrupts:
            self._answering.answer_later(request)
        else:
            self._answering.answer(request, now_s)

    def _refuse(self, message: Setup | Invalid) -> None:
        reason = message.reason if isinstance(message, Invalid) else _SECOND_SETUP
        refusal = Refusal(INVALID_ARGUMENT, reason)
        self._actions.append(Close(refusal.code, refusal.reason))

    def _send(self, message: out.ServerMessage) -> None:
        self._actions.append(Send(message))

    def _take_actions(self) -> list[Action]:
        actions = list(self._actions)
        self._actions.clear()
        return actions


def _request_of(phrase: str) -> Request:
    """The request in a recognised phrase, of which "" stands for none."""
    return interpret(phrase) if phrase else Request(Intent.UNKNOWN, NOT_UNDERSTOOD_MARK)
