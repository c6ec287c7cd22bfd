"""When each entry was said or heard aloud, which is seldom when its words came. Pure.

The person's times are those of the speech that the microphone's speech gate heard before the words
came; the assistant's begin when the first sound of its turn left for the speaker.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from livedesk.core.audio_format import AudioFrame
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Entry, Utterance

# What is nearer is one breath; and pauses up to this long belong into a sentence.
_BREATH_S = 0.3
_PAUSE_S = 1.5
_KEPT_RUNS = 100


@dataclass(slots=True)
class _Span:
    """From when to when, monotonic time in seconds."""

    from_s: float
    to_s: float | None


@dataclass(slots=True)
class _Turn:
    """One turn of the assistant; ``entries`` with the speech received when each began."""

    entries: dict[int, float] = field(default_factory=dict)
    received_ms: float = 0.0
    began_s: float | None = None
    heard_ms: float = 0.0
    is_over: bool = False


class SpokenTimes:
    """Of one transcript. All on the main thread; times are monotonic, in seconds.

    Args:
        on_known: told the id of an entry whose times became known.
    """

    def __init__(self, on_known: Callable[[int], None]) -> None:
        self._on_known = on_known
        self._spans: dict[int, _Span] = {}
        self._words: dict[int, str] = {}
        self._runs: deque[_Span] = deque(maxlen=_KEPT_RUNS)
        self._turn: _Turn | None = None
        self._early: list[int] = []

    def hear(self, frame: AudioFrame) -> None:
        """The microphone gave this, meant for the assistant."""
        if not frame.is_speech:
            return
        ends_s = frame.captured_at_s
        begins_s = ends_s - frame.duration_ms / 1000
        last = self._runs[-1] if self._runs else None
        if last is not None and last.to_s is not None and begins_s - last.to_s < _BREATH_S:
            last.to_s = ends_s
        else:
            self._runs.append(_Span(begins_s, ends_s))

    def begin_turn(self) -> None:
        """The assistant begins to speak; what it said before is played to its end."""
        if self._turn is not None:
            self._turn.heard_ms = self._turn.received_ms
        self._close_turn()
        self._turn = _Turn(dict.fromkeys(self._early, 0.0))
        self._early = []

    def note_received(self, received_ms: float) -> None:
        """So much of the turn's speech has come."""
        if self._turn is not None:
            self._turn.received_ms = received_ms

    def note_played(self, now_s: float, played_ms: float, *, is_playing: bool) -> None:
        """So much of the turn's speech was played by now; to be told every 50 ms or so."""
        turn = self._turn
        if turn is None:
            return
        if played_ms > turn.heard_ms:
            if turn.began_s is None:
                turn.began_s = now_s - played_ms / 1000
            turn.heard_ms = played_ms
        if turn.is_over and not is_playing:
            self._close_turn()

    def end_turn(self) -> None:
        """Nothing more of the turn comes; it may still be played."""
        if self._turn is not None:
            self._turn.is_over = True

    def cut(self) -> None:
        """The assistant is silenced now. Idempotent."""
        self._close_turn()

    def stamped(self, entry: Entry, started_s: float) -> Entry:
        """``entry`` with its times, where they are known; the transcript began at ``started_s``."""
        if not isinstance(entry, Utterance) or entry.is_typed:
            return entry
        self._note(entry)
        span = self._spans.get(entry.entry_id)
        if span is None:
            return entry
        ends_s = None if span.to_s is None else max(0.0, span.to_s - started_s)
        return replace(entry, spoken_from_s=max(0.0, span.from_s - started_s), spoken_to_s=ends_s)

    def _note(self, entry: Utterance) -> None:
        number = entry.entry_id
        words = entry.text + entry.interim + entry.unheard
        is_new = number not in self._words
        if not is_new and self._words[number] == words:
            return
        if entry.speaker is Speaker.USER:
            self._words[number] = words
            self._note_said(number)
        elif is_new and entry.spoken_from_s is None:
            self._words[number] = words
            self._place(number)

    def _note_said(self, number: int) -> None:
        """Words of the person came: they were said in the speech just before."""
        others = [s.to_s or 0.0 for n, s in self._spans.items() if n < number]
        begun = [run for run in self._runs if run.from_s >= max(others, default=0.0) - _BREATH_S]
        if not begun:
            return
        known = self._spans.get(number)
        first = begun[-1]
        for run in reversed(begun[:-1]):
            if first.from_s - (run.to_s or 0.0) > _PAUSE_S:
                break
            first = run
        from_s = first.from_s if known is None else min(known.from_s, first.from_s)
        self._spans[number] = _Span(from_s, begun[-1].to_s)

    def _place(self, number: int) -> None:
        """The assistant's words came: they belong to the turn that is heard, or to the next."""
        turn = self._turn
        if turn is None or (turn.is_over and turn.entries):
            self._early.append(number)
        else:
            turn.entries[number] = turn.received_ms if turn.entries else 0.0

    def _close_turn(self) -> None:
        turn, self._turn = self._turn, None
        if turn is None or turn.began_s is None:
            return
        begins = [*turn.entries.items(), (0, turn.heard_ms)]
        for (number, from_ms), (_, to_ms) in pairwise(begins):
            if from_ms >= turn.heard_ms:
                continue
            ends_s = turn.began_s + min(to_ms, turn.heard_ms) / 1000
            self._spans[number] = _Span(turn.began_s + from_ms / 1000, ends_s)
            self._on_known(number)
