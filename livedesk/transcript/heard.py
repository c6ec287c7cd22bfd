"""Up to where an answer has been heard while it is spoken."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HeardSoFar:
    """The word that is spoken now; what lies behind it is still to come.

    Attributes:
        entry_id: the utterance it is in; those of the same answer behind it are to come as well.
        n_characters: of its text, up to the end of that word.
    """

    entry_id: int
    n_characters: int
