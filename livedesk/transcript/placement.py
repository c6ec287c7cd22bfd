"""Makes entries, and puts them where they belong among the others."""

from __future__ import annotations

from livedesk.core.clock import Clock
from livedesk.core.speakers import Speaker
from livedesk.transcript.answer import Answer
from livedesk.transcript.model import Notice, NoticeKind, Transcript, Utterance


class Placement:
    """Knows the order of speech, which is not always the order of arrival."""

    def __init__(self, transcript: Transcript, clock: Clock) -> None:
        self._transcript = transcript
        self._clock = clock

    def utterance(self, speaker: Speaker) -> Utterance:
        """A new utterance without words, not yet placed."""
        return Utterance(
            self._transcript.new_id(),
            speaker,
            "",
            self._clock.wall_time(),
            self.offset_s(),
        )

    def offset_s(self) -> float:
        """Where the conversation's clock stands, in seconds."""
        return max(0.0, self.offset_of(self._clock.now_s()))

    def offset_of(self, now_s: float) -> float:
        """Where the conversation's clock stood at ``now_s``, as monotonic time."""
        return now_s - self._transcript.started_s

    def last_id(self) -> int | None:
        """The last entry's id, None where there is none."""
        entries = self._transcript.entries
        return entries[-1].entry_id if entries else None

    def notice(self, kind: NoticeKind, text: str) -> None:
        """Put a notice at the end."""
        now = self._clock.wall_time()
        self._transcript.append(Notice(self._transcript.new_id(), kind, text, now))

    def before(self, answer: Answer, question: Utterance) -> None:
        """Put a late question where ``answer`` begins."""
        if answer.first_id is not None:
            index = self._transcript.index_of(answer.first_id) or 0
        else:
            index = self._index_behind(answer.tail_id)
            answer.tail_id = question.entry_id
        self._transcript.insert(index, question)

    def into(self, answer: Answer, entry: Utterance) -> None:
        """Put a further utterance into ``answer``.

        The first one, and late words of a cut turn, stand where the turn stood, though the person
        may have spoken since; what is said later on comes behind what the person said meanwhile.
        """
        goes_on = len(answer.segments) > 1 and not answer.was_cut
        n_entries = len(self._transcript.entries)
        index = n_entries if goes_on else self._index_behind(answer.tail_id)
        answer.first_id = answer.first_id or entry.entry_id
        answer.tail_id = entry.entry_id
        self._transcript.insert(index, entry)

    def _index_behind(self, entry_id: int | None) -> int:
        if entry_id is None:
            return 0
        index = self._transcript.index_of(entry_id)
        return len(self._transcript.entries) if index is None else index + 1
