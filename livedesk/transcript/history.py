"""What was heard, for seeding a fresh session. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livedesk.core.inputs import HistoryTurn
from livedesk.transcript.model import Entry, Utterance
from livedesk.transcript.spacing import first_boundary

# A fresh session is told no more: what is told is paid for, and delays the first answer.
HISTORY_CHARS = 12_000
# Of English text; scripts without spaces take more tokens for a character.
_CHARS_PER_TOKEN = 4


@dataclass(frozen=True, slots=True)
class Told:
    """About how many tokens a fresh session is told, of how many at most."""

    n_tokens: int
    most_tokens: int


def told(entries: Sequence[Entry]) -> Told:
    """What a session that goes on from ``entries`` is told of them."""
    n_chars = sum(len(turn.text) for turn in recent_turns(entries, HISTORY_CHARS))
    return Told(-(-n_chars // _CHARS_PER_TOKEN), HISTORY_CHARS // _CHARS_PER_TOKEN)


def recent_turns(entries: Sequence[Entry], max_chars: int) -> tuple[HistoryTurn, ...]:
    """The newest turns, oldest first, with at most ``max_chars`` characters in all.

    What nobody heard, and guesses, are left out: the assistant must not think it had said them.
    Neighbouring utterances of one side become one turn. The oldest turn may be shortened.
    """
    turns: list[HistoryTurn] = []
    room = max_chars
    for entry in reversed(entries):
        if room <= 0:
            break
        if not isinstance(entry, Utterance) or not entry.text:
            continue
        text = entry.text
        if len(text) > room:
            text = text[first_boundary(text, len(text) - room) :].lstrip()
            room = 0
        if not text:
            break
        room -= len(text) + 1
        if turns and turns[-1].speaker is entry.speaker:
            turns[-1] = HistoryTurn(entry.speaker, f"{text} {turns[-1].text}")
        else:
            turns.append(HistoryTurn(entry.speaker, text))
    return tuple(reversed(turns))
