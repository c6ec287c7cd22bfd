"""One turn of the assistant while it is being put together, and what was heard of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.core.events import Grounding, Transcription
from livedesk.transcript.heard import HeardSoFar
from livedesk.transcript.model import Utterance
from livedesk.transcript.spacing import join, last_boundary, next_boundary, tidy
from livedesk.transcript.timeline import Timeline

# How long after an answer's first sign the question's words may come. The recogniser lags behind
# the answer by a second or so; a barge-in so early is rare.
LATE_QUESTION_S = 2.0
# How long after the last sign of a turn that is over or cut its words may come.
LATE_ANSWER_S = 1.0


@dataclass
class Segment:
    """One utterance of the turn; what lies behind ``n_heard`` characters was not heard."""

    entry: Utterance
    raw: str = ""
    n_heard: int | None = None


class Answer:
    """Collects one turn. Knows nothing of the transcript; the assembler places its utterances.

    Attributes:
        began_s: monotonic time in seconds at which the first sign of it came.
        last_s: the same of the latest sign.
        has_question: what the person said before it is known.
        first_id: its first entry, before which a late question belongs.
        tail_id: the entry behind which its next one belongs, or None for the very beginning.
        segments: its utterances in order.
        is_over: the server said so; only late words may come.
        is_superseded: the person has asked the next question.
        was_interrupted: the server heard a barge-in.
        is_all_generated: all of its speech has come.
        is_text_finished: all of its words have come.
        owes_words: a tool was called, and nothing was said since.
        more_follows: the next turn belongs to the same question.
    """

    def __init__(self, began_s: float, tail_id: int | None, *, has_question: bool) -> None:
        self.began_s = began_s
        self.last_s = began_s
        self.has_question = has_question
        self.first_id: int | None = None
        self.tail_id = tail_id
        self.segments: list[Segment] = []
        self.is_over = False
        self.is_superseded = False
        self.was_interrupted = False
        self.is_all_generated = False
        self.is_text_finished = False
        self.owes_words = False
        self.more_follows = False
        self._audio_ms = 0.0
        self._audio_at_tool_ms: float | None = None
        self._was_cut = False
        self._timeline = Timeline()

    @property
    def audio_ms(self) -> float:
        """Speech of this turn received so far, in milliseconds."""
        return self._audio_ms

    @property
    def was_cut(self) -> bool:
        """Whether the rest of it is not heard."""
        return self._was_cut

    @property
    def needs_segment(self) -> bool:
        """Whether the next words begin an utterance of their own: the first, or after a tool."""
        if not self.segments:
            return True
        return self._audio_at_tool_ms is not None and self._audio_ms > self._audio_at_tool_ms

    def is_early(self, now_s: float) -> bool:
        """Whether words of the person may still belong to the question before it."""
        was_cut = self._was_cut or self.was_interrupted
        return not was_cut and now_s - self.began_s <= LATE_QUESTION_S

    def may_have_late_words(self, now_s: float) -> bool:
        """Whether its last sign is so near that words may still belong to it."""
        return now_s - self.last_s <= LATE_ANSWER_S

    def add_segment(self, entry: Utterance) -> Segment:
        """Begin an utterance; a cut turn's is unheard from its first word."""
        entry = replace(entry, was_cut=self._was_cut, is_final=self.is_over)
        segment = Segment(entry, n_heard=0 if self._was_cut else None)
        self.segments.append(segment)
        self.owes_words = False
        self._audio_at_tool_ms = None
        return segment

    def take_audio(self, received_ms: float) -> None:
        """So much speech was received."""
        self._audio_ms = received_ms
        self.is_all_generated = False

    def take_words(self, words: Transcription) -> Segment:
        """Add an increment to the last utterance; needs one."""
        segment = self.segments[-1]
        segment.raw = join(segment.raw, words.text)
        if words.language_code:
            segment.entry = replace(segment.entry, language_code=words.language_code)
        self._timeline.add(sum(len(s.raw) for s in self.segments), self._audio_ms)
        _show(segment)
        return segment

    def note_tool_started(self, entry_id: int) -> None:
        """A tool was called; what is said from the next sound on comes behind its card."""
        self.owes_words = True
        self.first_id = self.first_id or entry_id
        self.tail_id = entry_id
        self._audio_at_tool_ms = self._audio_ms

    def note_tool_ended(self) -> None:
        """The model knows the result: what it says now comes behind the card."""
        if self._audio_at_tool_ms is not None:
            self._audio_at_tool_ms = -1.0

    def heard_so_far(self, played_ms: float) -> HeardSoFar | None:
        """The word that is spoken when ``played_ms`` were played; None without sound or words."""
        if self._was_cut or self._audio_ms <= 0 or not self.segments:
            return None
        is_complete = self.is_all_generated or self.is_over
        heard = self._timeline.heard(played_ms, self._audio_ms, is_complete=is_complete)
        for segment in self.segments:
            if heard < len(segment.raw) or segment is self.segments[-1]:
                break
            heard -= len(segment.raw)
        spoken = tidy(segment.raw[: next_boundary(segment.raw, heard)])
        return HeardSoFar(segment.entry.entry_id, len(spoken))

    def cut(self, played_ms: float) -> bool:
        """Only ``played_ms`` of it were heard; returns whether that changed anything."""
        is_complete = self.is_all_generated or self.is_over
        all_heard = is_complete and played_ms >= self._audio_ms
        if self._was_cut or self._audio_ms <= 0 or all_heard:
            return False
        self._was_cut = True
        heard = self._timeline.heard(played_ms, self._audio_ms, is_complete=is_complete)
        before = 0
        for segment in self.segments:
            ends = before + len(segment.raw)
            if heard < ends or segment is self.segments[-1]:
                segment.n_heard = last_boundary(segment.raw, max(0.0, heard - before))
                segment.entry = replace(segment.entry, was_cut=True, heard_ms=played_ms)
                _show(segment)
            before = ends
        self._note_ends(played_ms)
        return True

    def take_sources(self, grounding: Grounding) -> None:
        """What the answer rests on; the last utterance names it."""
        if self.segments:
            segment = self.segments[-1]
            entry = segment.entry
            segment.entry = replace(
                entry,
                sources=tuple(dict.fromkeys(entry.sources + grounding.sources)),
                suggestions=tuple(dict.fromkeys(entry.suggestions + grounding.suggestions)),
            )

    def settle(self) -> None:
        """No more words are expected, though late ones may be taken."""
        for segment in self.segments:
            segment.entry = replace(segment.entry, is_final=True)
        if not self._was_cut:
            self._note_ends(self._audio_ms)

    def _note_ends(self, spoken_ms: float) -> None:
        """The turn's sound was ``spoken_ms`` long and began with its first words."""
        if not self.segments or spoken_ms <= 0:
            return
        ends_s = self.segments[0].entry.offset_s + spoken_ms / 1000
        for segment in reversed(self.segments):
            begins_s = segment.entry.offset_s
            segment.entry = replace(segment.entry, end_s=max(begins_s, ends_s))
            ends_s = min(ends_s, begins_s)


def _show(segment: Segment) -> None:
    n_heard = len(segment.raw) if segment.n_heard is None else segment.n_heard
    segment.entry = replace(
        segment.entry, text=tidy(segment.raw[:n_heard]), unheard=tidy(segment.raw[n_heard:])
    )
