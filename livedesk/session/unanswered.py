"""What was sent and may have to be sent again. Pure.

A session that is continued knows what it knew when its handle was given out, and handles are given
out between turns (https://ai.google.dev/gemini-api/docs/live-api/session-management, 2026-09). So
a question that nothing was said to yet is unknown on the next connection, whether that continues
the session or begins a fresh one: a typed turn, a tool's result, and all of an utterance, for half
a sentence is no question. What an answer has begun to is not repeated; the person decides.

Somebody may say something and type something else before the answer begins. Nobody can tell
whether that answer takes up both, so it settles the first question only. What came behind it is in
doubt until another answer begins, or the server has ended its turn and shows that nothing more is
due. Where the server is never heard again, the words are asked once more: they may have vanished on
their way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from enum import Enum

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    InteractionIdle,
    Interrupted,
    ModelText,
    ResumptionUpdate,
    SessionEvent,
    ToolCallsCancelled,
    ToolCallsReceived,
    TurnComplete,
    WaitingForInput,
)
from livedesk.core.inputs import (
    ActivityEnd,
    ActivityStart,
    AudioInput,
    AudioStreamEnd,
    ClientInput,
    ToolResultInput,
    VideoInput,
)
from livedesk.session.outbox import length_ms
from livedesk.session.quiet import BEFORE_SPEECH_S, QuietFilter
from livedesk.session.sent_items import SentItem, is_silent, is_speech, length_of_first, sensible

# Speech after such a rest is another utterance; to the one before, the server had nothing to say.
REST_S = 6.0
# So long after its end nobody expects an answer to an utterance any more.
FORGET_S = 30.0
# So long after the end of an answer its server has nothing more to say to what is in doubt.
DOUBT_S = 10.0


class _Answer(Enum):
    NONE = "the next content begins an answer"
    COMING = "content belongs to the answer under way"
    GENERATED = "all of the answer has come, its end has not"
    INTERRUPTED = "no more of the answer comes, its end has not"


class Unanswered:
    """Follows both directions of the connections; outlives them.

    ``sent`` and ``heard`` are called in the order in which things happen.

    Args:
        audio_bound_s: how many seconds of an utterance are kept, the newest ones.
    """

    def __init__(self, audio_bound_s: float) -> None:
        self._bound_ms = audio_bound_s * 1000
        self._sent: deque[SentItem] = deque()
        self._quiet = QuietFilter()
        self._audio_ms = 0.0
        self._clipped_ms = 0.0
        self._speech_until_s: float | None = None
        self._heard_until_s = 0.0
        self._answer = _Answer.NONE
        self._doubt_until_s: float | None = None

    @property
    def begun_s(self) -> float | None:
        """When the utterance that is kept began; None where there is none, or not all of it."""
        first = next((sent for sent in self._sent if sent.is_question and sent.is_sound), None)
        if first is None or first.is_clipped or not isinstance(first.item, AudioInput):
            return None
        return first.item.captured_at_s

    @property
    def clipped_ms(self) -> float:
        """Milliseconds of speech that nothing was said to, given up because of the bound."""
        return self._clipped_ms

    def set_audio_bound(self, audio_bound_s: float) -> None:
        """Keep so many seconds of an utterance from now on."""
        self._bound_ms = audio_bound_s * 1000

    def sent(self, item: ClientInput) -> None:
        """``item`` goes out now."""
        if isinstance(item, AudioInput):
            self._add_sound(item)
            return
        if isinstance(item, VideoInput):
            return  # never told again, and too big to be kept
        if isinstance(item, ActivityStart | ActivityEnd | AudioStreamEnd):
            self._quiet.take_held()
        self._sent.append(SentItem(item))

    def unsent(self, item: ClientInput) -> None:
        """``item``, the last one, did not go out after all."""
        if self._sent and self._sent[-1].item is item:
            self._sent.pop()
            self._audio_ms -= length_ms(item)
        elif isinstance(item, AudioInput):
            self._quiet.take_back(item)

    def heard(  # noqa: C901  one case for each kind of event
        self, event: SessionEvent, now_s: float
    ) -> None:
        """The server said ``event`` at ``now_s``, as monotonic time."""
        self._settle_old_doubt(now_s)
        match event:
            case AudioOutput() | ModelText() | ToolCallsReceived():
                was_told_results = self._forget_results()
                if self._answer is not _Answer.COMING:
                    self._forget_first()
                elif was_told_results:
                    self._doubt_from(0)
                self._answer = _Answer.COMING
            case TurnComplete(more_follows=False):
                self._on_turn_over(now_s)
            case WaitingForInput():
                self._forget_doubtful()
                self._forget_heard()
                self._answer = _Answer.NONE
            case GenerationComplete():
                if self._answer is _Answer.COMING:
                    self._answer = _Answer.GENERATED
            case Interrupted():
                # The end of the turn that was talked over follows; it answers nothing.
                self._answer = _Answer.INTERRUPTED
                self._doubt_until_s = None
            case InteractionIdle():
                self._end_doubt()
                self._answer = _Answer.NONE
            case ResumptionUpdate(resumable=True):
                self._end_doubt()
                self._keep(lambda sent: not is_silent(sent.item))  # the session knows them
            case ResumptionUpdate():
                self._doubt_until_s = None  # the next answer is on its way
            case ToolCallsCancelled(call_ids):
                self._forget_results(call_ids)
            case _:
                pass

    def take(
        self, now_s: float, *, was_lost: bool, was_silent: bool = False
    ) -> tuple[ClientInput, ...]:
        """What the next connection must be told again, in order; nothing of it is kept.

        Its sound begins to wait anew. After a loss the last moment of silence is part of it: it
        may have been on its way, and a word may have begun in it. Where the server was silent at
        last, typed words are part of it that an answer was thought to have been to.
        """
        self._forget_old_sound(now_s)
        self._settle_old_doubt(now_s)
        if not was_silent:
            self._forget_settled()
        tail = self._quiet.take_held()
        if was_lost:
            items = [*(sent.item for sent in self._sent), *tail]
        else:
            items = [sent.item for sent in self._sent if not self._was_heard(sent)]
        if not was_lost and not any(map(is_speech, items)):
            items = [item for item in items if not isinstance(item, AudioInput)]
        self._sent.clear()
        self._audio_ms = self._clipped_ms = 0.0
        self._answer = _Answer.NONE
        self._doubt_until_s = None
        sounds = [item.captured_at_s for item in items if isinstance(item, AudioInput)]
        shift_s = max(0.0, now_s - sounds[-1]) if sounds else 0.0
        return tuple(
            replace(item, captured_at_s=item.captured_at_s + shift_s)
            if isinstance(item, AudioInput)
            else item
            for item in sensible(items)
        )

    def _on_turn_over(self, now_s: float) -> None:
        if self._answer is _Answer.NONE:
            self._forget_first()  # an answer without a word
        elif self._answer is not _Answer.INTERRUPTED:
            self._doubt_until_s = now_s + DOUBT_S
        self._forget_results()
        self._answer = _Answer.NONE

    def _add_sound(self, frame: AudioInput) -> None:
        until_s = self._speech_until_s
        if frame.is_speech:
            if until_s is not None and frame.captured_at_s - until_s > REST_S:
                self._forget_sound()
            self._speech_until_s = frame.captured_at_s
        else:
            self._forget_old_sound(frame.captured_at_s)
        for passed in self._quiet.passed(frame, all_of_it=False):
            self._sent.append(SentItem(passed))
            self._audio_ms += length_ms(passed)
        while self._audio_ms > self._bound_ms:
            sounds = (sent for sent in self._sent if isinstance(sent.item, AudioInput))
            oldest, following = next(sounds), next(sounds, None)
            self._sent.remove(oldest)
            self._audio_ms -= length_ms(oldest.item)
            if is_speech(oldest.item):
                self._clipped_ms += length_ms(oldest.item)
            if following is not None:
                following.is_clipped = is_speech(oldest.item) or oldest.is_clipped

    def _forget_old_sound(self, now_s: float) -> None:
        if self._speech_until_s is not None and now_s - self._speech_until_s > FORGET_S:
            self._forget_sound()
            self._speech_until_s = None

    def _forget_first(self) -> None:
        """The server reacts to the first question; what follows that is in doubt from now on."""
        self._doubt_until_s = None
        self._forget_settled()
        self._doubt_from(length_of_first(self._sent))
        self._forget_heard()

    def _doubt_from(self, n_first: int) -> None:
        """What begins now may be an answer to all of it, or only to the ``n_first`` items."""
        has_speech = any(sent.is_question for sent in list(self._sent)[n_first:] if sent.is_sound)
        for number, sent in enumerate(self._sent):
            sent.is_doubtful = number >= n_first and (has_speech or not sent.is_sound)

    def _forget_heard(self) -> None:
        """The server reacted to what is not in doubt; the newest sound may be on its way still."""
        self._clipped_ms = 0.0
        newest_s = [s.item.captured_at_s for s in self._sent if isinstance(s.item, AudioInput)]
        if newest_s:
            self._heard_until_s = newest_s[-1]
        on_its_way_s = self._heard_until_s - BEFORE_SPEECH_S
        for sent in self._sent:
            item = sent.item
            is_new = isinstance(item, AudioInput) and item.captured_at_s > on_its_way_s
            sent.is_rest = is_new and not sent.is_doubtful
        self._keep(lambda sent: sent.is_doubtful or sent.is_rest)

    def _was_heard(self, sent: SentItem) -> bool:
        is_old = isinstance(sent.item, AudioInput) and (
            sent.item.captured_at_s <= self._heard_until_s
        )
        return is_old and not sent.is_doubtful

    def _settle_old_doubt(self, now_s: float) -> None:
        """Nothing more was said to what is in doubt until now, so the answer was to all of it."""
        if self._doubt_until_s is not None and now_s > self._doubt_until_s:
            self._doubt_until_s = None
            self._keep(lambda sent: not (sent.is_doubtful and sent.is_sound))
            for sent in self._sent:
                sent.is_settled |= sent.is_doubtful

    def _end_doubt(self) -> None:
        """The server shows that nothing more is due."""
        if self._doubt_until_s is not None:
            self._forget_doubtful()
        self._forget_settled()

    def _forget_settled(self) -> None:
        self._keep(lambda sent: not sent.is_settled)

    def _forget_doubtful(self) -> None:
        self._doubt_until_s = None
        self._keep(lambda sent: not sent.is_doubtful)

    def _forget_sound(self) -> None:
        self._clipped_ms = 0.0
        self._keep(lambda sent: not sent.is_sound)

    def _forget_results(self, call_ids: tuple[str, ...] | None = None) -> bool:
        """Forget the results, or those of ``call_ids``; tell whether there were any."""
        n_before = len(self._sent)
        self._keep(
            lambda sent: (
                not isinstance(sent.item, ToolResultInput)
                or (call_ids is not None and sent.item.result.call_id not in call_ids)
            )
        )
        return len(self._sent) < n_before

    def _keep(self, is_kept: Callable[[SentItem], bool]) -> None:
        self._sent = deque(filter(is_kept, self._sent))
        self._audio_ms = sum(length_ms(sent.item) for sent in self._sent)
