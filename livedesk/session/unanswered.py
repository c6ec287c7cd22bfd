"""What was sent and may have to be sent again. Pure.

A session that is continued knows what it knew when its handle was given out, and handles are given
out between turns (https://ai.google.dev/gemini-api/docs/live-api/session-management, 2026-09). So
a question that nothing was said to yet is unknown on the next connection, whether that continues
the session or begins a fresh one: a typed turn, a tool's result, and all of an utterance, for half
a sentence is no question. What an answer has begun to is not repeated; the person decides.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from enum import Enum

from livedesk.core.events import (
    AudioOutput,
    GenerationComplete,
    InteractionIdle,
    Interrupted,
    ModelText,
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
)
from livedesk.session.outbox import length_ms
from livedesk.session.quiet import BEFORE_SPEECH_S, QuietFilter

# Speech after such a rest is another utterance; to the one before, the server had nothing to say.
REST_S = 6.0
# So long after its end nobody expects an answer to an utterance any more.
FORGET_S = 30.0


class _Answer(Enum):
    NONE = "the next content begins an answer"
    COMING = "content belongs to the answer under way"
    GENERATED = "all of the answer has come, its end has not"


class Unanswered:
    """Follows both directions of the connections; outlives them.

    ``sent`` and ``heard`` are called in the order in which things happen.

    Args:
        audio_bound_s: how many seconds of an utterance are kept, the newest ones.
    """

    def __init__(self, audio_bound_s: float) -> None:
        self._bound_ms = audio_bound_s * 1000
        self._items: deque[ClientInput] = deque()
        self._quiet = QuietFilter()
        self._audio_ms = 0.0
        self._speech_until_s: float | None = None
        self._heard_until_s = 0.0
        self._answer = _Answer.NONE

    def set_audio_bound(self, audio_bound_s: float) -> None:
        """Keep so many seconds of an utterance from now on."""
        self._bound_ms = audio_bound_s * 1000

    def sent(self, item: ClientInput) -> None:
        """``item`` goes out now."""
        if isinstance(item, AudioInput):
            self._add_sound(item)
            return
        if isinstance(item, ActivityStart | ActivityEnd | AudioStreamEnd):
            self._quiet.take_held()
        self._items.append(item)

    def unsent(self, item: ClientInput) -> None:
        """``item``, the last one, did not go out after all."""
        if self._items and self._items[-1] is item:
            self._items.pop()
            self._audio_ms -= length_ms(item)
        elif isinstance(item, AudioInput):
            self._quiet.take_back(item)

    def heard(self, event: SessionEvent) -> None:
        """The server said ``event``."""
        match event:
            case AudioOutput() | ModelText() | ToolCallsReceived():
                if self._answer is not _Answer.COMING:
                    self._forget_heard()
                self._forget_results()
                self._answer = _Answer.COMING
            case TurnComplete(more_follows=False):
                if self._answer is _Answer.NONE:
                    self._forget_heard()  # an answer without a word
                self._forget_results()
                self._answer = _Answer.NONE
            case WaitingForInput():
                self._forget_heard()
                self._answer = _Answer.NONE
            case GenerationComplete():
                if self._answer is _Answer.COMING:
                    self._answer = _Answer.GENERATED
            case Interrupted() | InteractionIdle():
                self._answer = _Answer.NONE
            case ToolCallsCancelled(call_ids):
                self._forget_results(call_ids)
            case _:
                pass

    def take(self, now_s: float, *, was_lost: bool) -> tuple[ClientInput, ...]:
        """What the next connection must be told again, in order; nothing of it is kept.

        Its sound begins to wait anew. After a loss the last moment of silence is part of it: it
        may have been on its way, and a word may have begun in it.
        """
        self._forget_old_sound(now_s)
        items = [*self._items]
        tail = self._quiet.take_held()
        if was_lost:
            items += tail
        else:
            items = [item for item in items if not self._was_heard(item)]
        if not was_lost and not any(
            isinstance(item, AudioInput) and item.is_speech for item in items
        ):
            items = [item for item in items if not isinstance(item, AudioInput)]
        self._forget()
        self._answer = _Answer.NONE
        sounds = [item.captured_at_s for item in items if isinstance(item, AudioInput)]
        shift_s = max(0.0, now_s - sounds[-1]) if sounds else 0.0
        return tuple(
            replace(item, captured_at_s=item.captured_at_s + shift_s)
            if isinstance(item, AudioInput)
            else item
            for item in _sensible(items)
        )

    def _add_sound(self, frame: AudioInput) -> None:
        until_s = self._speech_until_s
        if frame.is_speech:
            if until_s is not None and frame.captured_at_s - until_s > REST_S:
                self._forget_sound()
            self._speech_until_s = frame.captured_at_s
        else:
            self._forget_old_sound(frame.captured_at_s)
        for passed in self._quiet.passed(frame, all_of_it=False):
            self._items.append(passed)
            self._audio_ms += length_ms(passed)
        while self._audio_ms > self._bound_ms:
            oldest = next(item for item in self._items if isinstance(item, AudioInput))
            self._items.remove(oldest)
            self._audio_ms -= length_ms(oldest)

    def _forget_old_sound(self, now_s: float) -> None:
        if self._speech_until_s is not None and now_s - self._speech_until_s > FORGET_S:
            self._forget_sound()
            self._speech_until_s = None

    def _forget_heard(self) -> None:
        """The server reacted to what it had; the newest sound may still be on its way."""
        sounds = [item for item in self._items if isinstance(item, AudioInput)]
        if sounds:
            self._heard_until_s = sounds[-1].captured_at_s
            on_its_way_s = self._heard_until_s - BEFORE_SPEECH_S
            sounds = [sound for sound in sounds if sound.captured_at_s > on_its_way_s]
        self._items = deque(sounds)
        self._audio_ms = sum(map(length_ms, sounds))

    def _was_heard(self, item: ClientInput) -> bool:
        return isinstance(item, AudioInput) and item.captured_at_s <= self._heard_until_s

    def _forget(self) -> None:
        self._items.clear()
        self._audio_ms = 0.0

    def _forget_sound(self) -> None:
        kept = (item for item in self._items if not isinstance(item, _SOUND))
        self._items = deque(kept)
        self._audio_ms = 0.0

    def _forget_results(self, call_ids: tuple[str, ...] | None = None) -> None:
        self._items = deque(
            item
            for item in self._items
            if not isinstance(item, ToolResultInput)
            or (call_ids is not None and item.result.call_id not in call_ids)
        )


_SOUND = (AudioInput, ActivityStart, ActivityEnd, AudioStreamEnd)


def _sensible(items: list[ClientInput]) -> list[ClientInput]:
    """``items`` without the ends of turns of which nothing is left."""
    kept: list[ClientInput] = []
    has_sound = False
    for item in items:
        if isinstance(item, ActivityEnd | AudioStreamEnd) and not has_sound:
            if kept and isinstance(kept[-1], ActivityStart):
                kept.pop()
            continue
        if isinstance(item, AudioInput):
            has_sound = True
        elif isinstance(item, ActivityStart | ActivityEnd | AudioStreamEnd):
            has_sound = False
        kept.append(item)
    return kept
