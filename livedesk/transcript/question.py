"""One utterance of the person while it is being put together."""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.events import Transcription
from livedesk.transcript.model import Utterance
from livedesk.transcript.spacing import join, tidy


class Question:
    """Collects the increments and guesses of one utterance.

    Attributes:
        entry: its present state.
        is_answered: an answer has begun since.
        is_closed: the server said that it is finished.
        is_stale: its words will come once more; until then the ones it has are shown.
        words_at_s: the conversation's clock when words of it came last; None before the first.
    """

    def __init__(self, entry: Utterance, *, is_answered: bool) -> None:
        self.entry = entry
        self.is_answered = is_answered
        self.is_closed = False
        self.is_stale = False
        self.words_at_s: float | None = None
        self._raw = ""

    @property
    def has_guess(self) -> bool:
        """Whether words are shown that are still to be confirmed."""
        return bool(self.entry.interim)

    @property
    def is_empty(self) -> bool:
        """Whether there are neither words nor a guess."""
        return not self.entry.text and not self.entry.interim

    def take(self, words: Transcription, offset_s: float) -> None:
        """Add an increment, or replace the guess; it came when the talk was ``offset_s`` old."""
        if words.text.strip():
            self.words_at_s = offset_s
        if self.is_stale:
            if words.is_interim or not words.text.strip():
                return
            self._raw, self.is_stale = "", False
        language_code = words.language_code or self.entry.language_code
        if words.is_interim:
            guess = _rest_of_guess(tidy(words.text), self.entry.text)
            self.entry = replace(self.entry, interim=guess, language_code=language_code)
        else:
            self._raw = join(self._raw, words.text)
            self.entry = replace(
                self.entry, text=tidy(self._raw), interim="", language_code=language_code
            )
        if words.text.strip():
            self.entry = replace(self.entry, end_s=offset_s)
        if words.is_final:
            self.is_closed = True
            self.settle()

    def begin_again(self) -> None:
        """What was said is heard once more, from its beginning."""
        self.is_stale = bool(self._raw)
        self.is_closed = False

    def settle(self) -> None:
        """Give up the guess: no more words are expected, though late ones may be taken."""
        self.entry = replace(self.entry, interim="", is_final=True)


def _rest_of_guess(guess: str, certain: str) -> str:
    """A guess at the whole utterance may repeat what is certain by now."""
    if certain and guess.casefold().startswith(certain.casefold()):
        return guess[len(certain) :].lstrip()
    return guess
