"""What was heard, for seeding a fresh session. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from livedesk.core.inputs import HistoryTurn
from livedesk.transcript.model import Entry, Utterance
from livedesk.transcript.spacing import first_boundary
from livedesk.transcript.token_estimate import newest_part, tokens_of

# A fresh session is told no more: what is told is paid for, and delays the first answer.
HISTORY_TOKENS = 3_000


@dataclass(frozen=True, slots=True)
class Told:
    """About how many tokens a fresh session is told, of how many at most."""

    n_tokens: int
    most_tokens: int


def told(entries: Sequence[Entry]) -> Told:
    """What a session that goes on from ``entries`` is told of them."""
    n_tokens = sum(tokens_of(turn.text) for turn in recent_turns(entries, HISTORY_TOKENS))
    return Told(n_tokens, HISTORY_TOKENS)


def recent_turns(entries: Sequence[Entry], max_tokens: int) -> tuple[HistoryTurn, ...]:
    """The newest turns, oldest first, with about ``max_tokens`` tokens in all at most.

    What nobody heard, and guesses, are left out: the assistant must not think it had said them.
    Neighbouring utterances of one side become one turn. The oldest turn may be shortened.
    """
    turns: list[HistoryTurn] = []
    room = max_tokens
    for entry in reversed(entries):
        if room <= 0:
            break
        if not isinstance(entry, Utterance) or not entry.text:
            continue
        text = entry.text
        n_tokens = tokens_of(f"{text} ")
        if n_tokens > room:
            text = text[first_boundary(text, newest_part(text, room)) :].lstrip()
            n_tokens = room
        if not text:
            break
        room -= n_tokens
        if turns and turns[-1].speaker is entry.speaker:
            turns[-1] = HistoryTurn(entry.speaker, f"{text} {turns[-1].text}")
        else:
            turns.append(HistoryTurn(entry.speaker, text))
    return tuple(reversed(turns))
