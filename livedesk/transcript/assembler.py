"""Turns what a session reports, and how far playback got, into the entries of a transcript.

The server promises no order between the two sides' words, the sound and the flags. The rules by
which words find their place are here, and only here:

* the person's words that come while an answer has hardly begun belong to the question before it;
* the assistant's words that come soon after its turn ended still belong to that turn;
* words of a turn that was cut are kept, as unheard;
* what is heard again after a loss is understood anew, in the place where it stood;
* whatever comes is kept once: only guesses and empty turns leave no trace.
"""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.clock import Clock
from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    Grounding,
    InteractionIdle,
    Interrupted,
    ModelText,
    SessionEvent,
    Transcription,
    TurnComplete,
    VoiceActivity,
    VoiceActivityKind,
)
from livedesk.core.inputs import HistoryTurn
from livedesk.core.speakers import Speaker
from livedesk.core.tool_types import ToolCall, ToolResult
from livedesk.transcript.answer import Answer
from livedesk.transcript.heard import HeardSoFar
from livedesk.transcript.history import recent_turns
from livedesk.transcript.model import NoticeKind, Transcript
from livedesk.transcript.open_questions import OpenQuestions
from livedesk.transcript.placement import Placement
from livedesk.transcript.question import Question
from livedesk.transcript.spacing import is_blank
from livedesk.transcript.tool_cards import ToolCards
from livedesk.transcript.writing import Writing


class Assembler:
    """The one owner of a transcript's entries. Called on the main thread, in order of arrival."""

    def __init__(self, transcript: Transcript, clock: Clock) -> None:
        self._transcript = transcript
        self.spoken = transcript.spoken
        self._clock = clock
        self._place = Placement(transcript, clock)
        self._cards = ToolCards(transcript, clock)
        self._question: Question | None = None
        self._answer: Answer | None = None
        self._is_asked = False
        self._spoke_up = False
        self._writing = Writing(transcript, self._place)
        self._open_questions = OpenQuestions()

    def add_typed(self, text: str) -> None:
        """The person wrote ``text``; blank text is nothing."""
        if is_blank(text):
            return
        entry = replace(self._place.utterance(Speaker.USER), text=text.strip())
        self._settle_question()
        self._question = self._open_questions.awaited
        self._is_asked = True
        if self._answer is not None:
            self._answer.is_superseded = True
        self._transcript.append(replace(entry, is_final=True, is_typed=True))

    def on_event(self, event: SessionEvent, received_ms: float) -> None:
        """Something was reported when ``received_ms`` of the turn's speech had come.

        Events that leave no trace in a transcript are ignored.
        """
        match event:
            case Transcription(speaker=Speaker.USER):
                self._take_question(event)
            case Transcription():
                self._take_answer(event)
            case AudioOutput():
                self._take_audio(received_ms)
            case ModelText(text, is_thought=False):
                self._take_written(text)
            case _:
                self._take_flag(event)

    def cut(self, played_ms: float) -> None:
        """The assistant was silenced after ``played_ms`` of its turn. Idempotent."""
        answer = self._answer
        if answer is not None and answer.cut(played_ms):
            answer.last_s = self._clock.now_s()
            if answer.is_over:
                answer.settle()
            self._show_answer(answer)

    def heard_so_far(self, played_ms: float) -> HeardSoFar | None:
        """Which word of the answer is spoken after ``played_ms`` of its turn; None for none."""
        return self._answer.heard_so_far(played_ms) if self._answer is not None else None

    def tool_started(self, call: ToolCall) -> None:
        """A tool is running; its card stands where it was called."""
        if self._cards.is_running(call.call_id):
            return
        answer = self._answer
        if answer is None or answer.is_over:
            answer = self._begin_answer()
        answer.note_tool_started(self._cards.start(call))

    def tool_finished(self, result: ToolResult) -> None:
        """A tool ended; a result without a running call is ignored."""
        if self._cards.finish(result) and self._answer is not None:
            self._answer.note_tool_ended()

    def end_turn(self) -> None:
        """The connection is gone: of the turn under way nothing more comes. Idempotent."""
        self._end_turn()
        if self._answer is not None:
            self._answer.is_text_finished = True

    def hear_again(self, begun_s: float) -> None:
        """What the person said since then, as monotonic time, will be understood once more."""
        again = self._open_questions.reopen(self._place.offset_of(begun_s))
        self._question = again or self._question

    def notice(self, kind: NoticeKind, text: str) -> None:
        """A remark about the talk itself, at this point of it."""
        if kind is NoticeKind.RECONNECTED:
            self._end_turn()
        self._place.notice(kind, text)

    def end_of_talk(self) -> None:
        """Nothing more will come: settle what is open. Idempotent; another talk may follow."""
        self._end_turn()
        self._settle_question()
        self._question = None
        self._answer = None
        self._is_asked = self._spoke_up = False
        self._open_questions.clear()
        self._cards.cancel_running()

    def recent_history(self, max_tokens: int) -> tuple[HistoryTurn, ...]:
        """The newest turns as they were heard, oldest first, of ``max_tokens`` in all."""
        return recent_turns(self._transcript.entries, max_tokens)

    def _take_flag(self, event: SessionEvent) -> None:
        match event:
            case VoiceActivity(VoiceActivityKind.START):
                self._spoke_up = True
            case Interrupted() if self._answer is not None and self._answer.was_cut:
                self._answer.was_interrupted = True
            case Grounding() if self._answer is not None:
                self._answer.take_sources(event)
                self._show_answer(self._answer)
            case GenerationComplete() if self._answer is not None:
                self._answer.is_all_generated = True
            case TurnComplete(more_follows=more_follows):
                self._end_turn(more_follows=more_follows)
            case InteractionIdle():
                self._end_turn()
            case _:
                pass

    def _take_question(self, words: Transcription) -> None:
        question = self._question
        if question is None or question.is_closed or not self._goes_on(question):
            if is_blank(words.text):
                return
            question = self._begin_question()
            self._open_questions.add(question)
        question.take(words, self._place.offset_s())
        for entry_id in self._open_questions.replaced_by(question):
            self._transcript.remove(entry_id)
        self._show_question(question)

    def _goes_on(self, question: Question) -> bool:
        """Whether words that come now belong to ``question``."""
        if not question.is_answered:
            return True
        is_over = self._answer is None or self._answer.is_over
        return self._is_early_in_answer() and (not is_over or question.has_guess)

    def _begin_question(self) -> Question:
        answer = self._answer
        is_late = self._is_early_in_answer() and answer is not None and not answer.has_question
        self._settle_question()
        question = Question(self._place.utterance(Speaker.USER), is_answered=is_late)
        if is_late and answer is not None:
            answer.has_question = True
            self._place.before(answer, question.entry)
        else:
            self._transcript.append(question.entry)
            self._is_asked = True
            if answer is not None:
                answer.is_superseded |= answer.is_over
        self._question = question
        return question

    def _is_early_in_answer(self) -> bool:
        answer = self._answer
        return answer is not None and not self._spoke_up and answer.is_early(self._clock.now_s())

    def _settle_question(self) -> None:
        if self._question is not None:
            self._question.settle()
            self._show_question(self._question)

    def _show_question(self, question: Question) -> None:
        if question.is_empty:
            self._transcript.remove(question.entry.entry_id)
            self._question = None
        else:
            self._transcript.replace(question.entry)

    def _take_answer(self, words: Transcription) -> None:
        answer = self._answer
        if answer is None or self._begins_answer(answer):
            if is_blank(words.text):
                return
            answer = self._begin_answer()
        answer.last_s = self._clock.now_s()
        if not is_blank(words.text) and answer.needs_segment:
            self._begin_segment(answer)
        if answer.segments:
            self._transcript.replace(answer.take_words(words).entry)
        if words.is_final:
            answer.is_text_finished = True

    def _begins_answer(self, answer: Answer) -> bool:
        """Whether words that come now are those of another turn than ``answer``."""
        is_late = answer.may_have_late_words(self._clock.now_s())
        if not answer.is_over:
            return answer.was_interrupted and not is_late
        asked = self._question
        is_asked = asked is not None and asked.is_closed and not asked.is_answered
        return is_asked or answer.is_superseded or answer.is_text_finished or not is_late

    def _begin_answer(self) -> Answer:
        before = self._answer
        if before is not None and not before.is_over:
            self._end_turn()
        is_sequel = before is not None and (before.more_follows or before.owes_words)
        self._answer = Answer(
            self._clock.now_s(), self._place.last_id(), has_question=self._is_asked or is_sequel
        )
        self._is_asked = self._spoke_up = False
        self._open_questions.clear()
        if self._question is not None:
            self._question.is_answered = True
        return self._answer

    def _begin_segment(self, answer: Answer) -> None:
        entry = self._place.utterance(Speaker.ASSISTANT)
        self._place.into(answer, answer.add_segment(entry).entry)

    def _take_audio(self, received_ms: float) -> None:
        answer = self._answer
        if answer is not None and answer.was_cut and received_ms == answer.audio_ms:
            return  # a late chunk of a cut turn, which nobody hears
        if (
            answer is None
            or answer.is_over
            or (answer.was_cut and answer.audio_ms)
            or received_ms < answer.audio_ms
        ):
            answer = self._begin_answer()
        answer.last_s = self._clock.now_s()
        answer.take_audio(received_ms)

    def _take_written(self, text: str) -> None:
        if not self._writing.is_open:
            if is_blank(text):
                return
            if self._answer is None or self._answer.is_over:
                self._begin_answer()
        self._writing.take(text)

    def _end_turn(self, *, more_follows: bool = False) -> None:
        answer = self._answer
        self._writing.end()
        if answer is None or answer.is_over:
            return
        answer.is_over = True
        answer.last_s = self._clock.now_s()
        answer.more_follows = more_follows
        answer.is_text_finished |= more_follows
        answer.settle()
        self._show_answer(answer)
        if self._question is not None and self._question.is_answered:
            self._settle_question()

    def _show_answer(self, answer: Answer) -> None:
        for segment in answer.segments:
            self._transcript.replace(segment.entry)
