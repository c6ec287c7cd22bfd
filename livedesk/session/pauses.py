"""When the talk pauses: nobody speaks, and no answer is due. Pure; time is an argument.

A connection is only exchanged in a pause. Everything here is an estimate from the outside, so
every wait for an answer has a bound after which the pause is taken for granted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.core.audio_format import BYTES_PER_SAMPLE, duration_ms
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    InteractionIdle,
    Interrupted,
    ModelText,
    SessionEvent,
    ToolCallsCancelled,
    ToolCallsReceived,
    Transcription,
    TurnComplete,
    VoiceActivity,
    VoiceActivityKind,
    WaitingForInput,
)
from livedesk.core.inputs import ClientInput, TextInput, ToolResultInput
from livedesk.core.speakers import Speaker

# A turn's last transcription may come after its end; the API promises no order (live-api 2026-09).
SETTLE_S = 0.3
# Speech without any reaction was no turn for the server: a cough, a word to somebody else.
SPEECH_BOUND_S = 3.0
# The server has understood words, so an answer is all but certain.
HEARD_BOUND_S = 10.0
# A typed turn or a tool's result is always answered, if late: a thinking model takes its time.
ASKED_BOUND_S = 30.0
# An answer that has begun but stays silent for so long was given up by the server.
STALL_BOUND_S = 15.0
# turnComplete follows the expected playing time; some models never send it (3.1, 2026-09).
PLAYED_MARGIN_S = 2.0


@dataclass(frozen=True, slots=True)
class TurnWatch:
    """What is known about whose turn it is.

    Attributes:
        user_speaking: what the local speech gate says.
        pending_calls: ids of tool calls that were neither answered nor cancelled.
        busy_until_s: until when, at the latest, an answer is due or under way.
        playing_until_s: when everything received so far will have been heard.
        answering: something of an answer has come, its end has not.
        asked_meanwhile: something that wants an answer was sent while one was under way.
        all_generated: nothing more of the answer will come; its end may still be awaited.
        silenced: the person wants to hear no more of the answer, which goes on coming.
    """

    user_speaking: bool = False
    pending_calls: frozenset[str] = frozenset()
    busy_until_s: float = 0.0
    playing_until_s: float = 0.0
    answering: bool = False
    asked_meanwhile: bool = False
    all_generated: bool = False
    silenced: bool = False

    @property
    def is_answer_due_more(self) -> bool:
        """Whether an answer has begun of which more is wanted: it would break off now."""
        return self.answering and not self.all_generated and not self.silenced

    def pause_at_s(self) -> float | None:
        """When there will be a pause if nothing happens any more; None: not by itself."""
        if self.user_speaking or self.pending_calls:
            return None
        return self.busy_until_s

    def is_pause(self, now_s: float) -> bool:
        """Whether nobody speaks and no answer is due."""
        pause_at_s = self.pause_at_s()
        return pause_at_s is not None and now_s >= pause_at_s

    def hold(self, until_s: float) -> TurnWatch:
        """No pause before ``until_s``."""
        return replace(self, busy_until_s=max(self.busy_until_s, until_s))

    def reconnected(self, *, is_resumed: bool) -> TurnWatch:
        """What stays true on a new connection; calls are known to a continued session only."""
        return TurnWatch(
            user_speaking=self.user_speaking,
            pending_calls=self.pending_calls if is_resumed else frozenset(),
        )

    def after_speech_gate(self, speaking: bool, now_s: float) -> TurnWatch:
        """The local speech gate opened or closed."""
        if speaking == self.user_speaking:
            return self
        watch = replace(self, user_speaking=speaking)
        return watch if speaking else watch.hold(now_s + SPEECH_BOUND_S)

    def after_silenced(self, now_s: float) -> TurnWatch:
        """The person wants to hear no more: the rest of the answer keeps nobody waiting."""
        if not self.answering:
            return self
        due_s = HEARD_BOUND_S if self.asked_meanwhile else SETTLE_S
        return replace(
            self,
            busy_until_s=now_s + due_s,
            playing_until_s=now_s,
            silenced=not self.all_generated,
        )

    def after_sent(self, item: ClientInput, now_s: float) -> TurnWatch:
        """``item`` was handed to the wire."""
        match item:
            case TextInput():
                asked = replace(self, asked_meanwhile=self.answering)
            case ToolResultInput(result):
                # The turn that called the tool goes on with the result; it asks for no turn more.
                asked = replace(self, pending_calls=self.pending_calls - {result.call_id})
            case _:
                return self
        return asked.hold(now_s + ASKED_BOUND_S)

    def after_event(  # noqa: C901  one case for each kind of event
        self, event: SessionEvent, now_s: float
    ) -> TurnWatch:
        """The server said ``event``."""
        match event:
            case AudioOutput(chunk, rate_hz):
                return self._after_sound(chunk, rate_hz, now_s)
            case ModelText():
                return self._after_content(now_s)
            case Transcription(speaker=Speaker.ASSISTANT):
                return self._after_words(now_s)
            case Transcription(speaker=Speaker.USER, text=text) if text:
                return self.hold(now_s + HEARD_BOUND_S)
            case VoiceActivity(kind):
                started = kind is VoiceActivityKind.START
                return self.hold(now_s + (HEARD_BOUND_S if started else SPEECH_BOUND_S))
            case ToolCallsReceived(calls):
                known = self.pending_calls | {call.call_id for call in calls}
                return replace(self._after_content(now_s), pending_calls=known)
            case ToolCallsCancelled(call_ids):
                return replace(self, pending_calls=self.pending_calls - set(call_ids))
            case Interrupted():
                return self._ended(now_s, SPEECH_BOUND_S)
            case GenerationComplete():
                return self._after_generation(now_s)
            case TurnComplete(more_follows=True):
                return self.hold(now_s + STALL_BOUND_S)
            case TurnComplete():
                return self._after_turn(now_s)
            case InteractionIdle():
                return self._after_turn(now_s) if self.answering else self
            case WaitingForInput():
                return self._ended(now_s, SETTLE_S)
            case _:
                return self

    def _after_content(self, now_s: float) -> TurnWatch:
        if self.silenced:
            return self
        end_s = max(now_s + STALL_BOUND_S, self.playing_until_s + PLAYED_MARGIN_S)
        return replace(self.hold(end_s), answering=True, all_generated=False)

    def _after_generation(self, now_s: float) -> TurnWatch:
        if not self.answering:
            return self
        end_s = max(now_s, self.playing_until_s) + PLAYED_MARGIN_S
        busy_until_s = self.busy_until_s if self.silenced else end_s
        return replace(self, busy_until_s=busy_until_s, all_generated=True, silenced=False)

    def _after_words(self, now_s: float) -> TurnWatch:
        # Words begin no answer: they may as well belong to one that is over.
        return self._after_content(now_s) if self.answering else self.hold(now_s + SPEECH_BOUND_S)

    def _after_sound(self, chunk: bytes, rate_hz: int, now_s: float) -> TurnWatch:
        if self.silenced:
            return self
        chunk_s = duration_ms(len(chunk) // BYTES_PER_SAMPLE, rate_hz) / 1000
        until_s = max(now_s, self.playing_until_s) + chunk_s
        return replace(self, playing_until_s=until_s)._after_content(now_s)

    def _after_turn(self, now_s: float) -> TurnWatch:
        if self.answering or self.asked_meanwhile:
            return self._ended(now_s, SETTLE_S)
        return self.hold(now_s + SETTLE_S)

    def _ended(self, now_s: float, bound_s: float) -> TurnWatch:
        # What ended was the turn before the question: then the answer is still to come.
        due_s = HEARD_BOUND_S if self.asked_meanwhile else bound_s
        return replace(
            self,
            busy_until_s=now_s + due_s,
            playing_until_s=now_s,
            answering=False,
            asked_meanwhile=False,
            all_generated=False,
            silenced=False,
        )
