"""Which of the recent turns a fresh session is told. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from livedesk.core.inputs import HistoryTurn
from livedesk.core.speakers import Speaker


def told_history(
    history: Sequence[HistoryTurn], waiting_texts: Sequence[str], *, is_said_again: bool
) -> tuple[HistoryTurn, ...]:
    """``history`` without what the session will be told anyway, as it waits to be sent.

    Args:
        history: the recent turns, oldest first; those of one side in a row come as one.
        waiting_texts: the typed turns that wait, oldest first.
        is_said_again: the last utterance waits as well.
    """
    turns = list(history)
    for text in reversed(waiting_texts):
        index = _last_of_user(turns)
        if index is None or not turns[index].text.endswith(text):
            break
        before = turns[index].text.removesuffix(text).rstrip()
        turns[index : index + 1] = [HistoryTurn(Speaker.USER, before)] if before else []
    if is_said_again and turns and turns[-1].speaker is Speaker.USER:
        turns.pop()
    return tuple(turns)


def _last_of_user(turns: Sequence[HistoryTurn]) -> int | None:
    """Where the person's last turn is; the beginning of an answer may stand behind it."""
    for index in (len(turns) - 1, len(turns) - 2):
        if index >= 0 and turns[index].speaker is Speaker.USER:
            return index
    return None
