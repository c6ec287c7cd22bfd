"""What the person said since the last answer, should it have to be understood once more."""

from __future__ import annotations

from livedesk.transcript.question import Question


class OpenQuestions:
    """The utterances to which no answer has begun, oldest first."""

    def __init__(self) -> None:
        self._open: list[Question] = []
        self._again: Question | None = None
        self._replaced: list[Question] = []

    @property
    def awaited(self) -> Question | None:
        """The one whose words are to come once more, until they come."""
        is_awaited = self._again is not None and self._again.is_stale
        return self._again if is_awaited else None

    def add(self, question: Question) -> None:
        """``question`` was begun."""
        self._open.append(question)

    def clear(self) -> None:
        """An answer has begun."""
        self._open.clear()
        self._replaced.clear()
        self._again = None

    def reopen(self, begun_offset_s: float) -> Question | None:
        """The one that takes the words of what is heard again; None where nothing was understood.

        Args:
            begun_offset_s: where the repeated speech began, by the conversation's clock.
        """
        # Its words came after it began.
        heard = [
            q for q in self._open if q.words_at_s is not None and q.words_at_s > begun_offset_s
        ]
        if not heard:
            return None
        self._again, *self._replaced = heard
        self._again.begin_again()
        return self._again

    def replaced_by(self, question: Question) -> tuple[int, ...]:
        """The entries that go now that ``question`` has been given words; each is told once."""
        if question is not self._again or question.is_stale:
            return ()
        replaced, self._replaced = self._replaced, []
        self._open = [one for one in self._open if one not in replaced]
        return tuple(one.entry.entry_id for one in replaced)
