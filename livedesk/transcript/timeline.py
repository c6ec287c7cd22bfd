"""Which words of a turn were heard when it was cut. Pure.

The server promises no order between sound and words, only that they come more or less in step.
So the first words belong to the first sound, and from there each increment begins where the sound
had got to when it came.
"""

from __future__ import annotations

from itertools import pairwise

# Brisk speech is about 170 words a minute, 16 characters a second. It bounds from below how long
# words take whose sound has not all come yet, so that they are not taken for heard too early.
_MS_PER_CHARACTER = 60.0


class Timeline:
    """Maps the sound of one turn to its text, both counted from the turn's beginning."""

    def __init__(self) -> None:
        self._marks: list[tuple[float, int]] = []
        self._lead_ms: float | None = None
        self._n_characters = 0

    def add(self, n_characters: int, received_ms: float) -> None:
        """The text grew to ``n_characters`` when ``received_ms`` of sound had come."""
        if n_characters <= self._n_characters:
            return
        if self._lead_ms is None:
            self._lead_ms = received_ms
        begins_ms = received_ms - self._lead_ms
        if not self._marks or begins_ms > self._marks[-1][0]:
            self._marks.append((begins_ms, self._n_characters))
        self._n_characters = n_characters

    def heard(self, played_ms: float, received_ms: float, *, is_complete: bool) -> float:
        """How many characters of the text were spoken in the first ``played_ms``.

        ``received_ms`` is all the sound that has come; ``is_complete`` that no more will.
        """
        if not self._marks:
            return 0.0
        if is_complete and played_ms >= received_ms:
            return float(self._n_characters)
        last_ms, last_characters = self._marks[-1]
        end_ms = received_ms
        if not is_complete:
            n_last = self._n_characters - last_characters
            end_ms = max(end_ms, last_ms + n_last * _MS_PER_CHARACTER)
        marks = [*self._marks, (max(end_ms, last_ms), self._n_characters)]
        for (from_ms, before), (to_ms, after) in pairwise(marks):
            if played_ms < to_ms:
                share = max(0.0, played_ms - from_ms) / (to_ms - from_ms)
                return before + share * (after - before)
        return float(self._n_characters)
