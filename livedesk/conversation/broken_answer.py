"""An answer that broke off with its connection, and the words that ask for the rest of it. Pure.

The session may have been continued with a handle that is older than the question, so the request
names the question and the last words that came: whoever reads it knows where to go on.
"""

from __future__ import annotations

from collections.abc import Sequence

from livedesk.core.inputs import HistoryTurn
from livedesk.core.speakers import Speaker

# Enough to know the question again, and where the answer stopped.
_QUESTION_CHARS = 300
_TAIL_CHARS = 200


class BrokenAnswer:
    """Remembers what is to be asked for, until it is asked for or out of date."""

    def __init__(self) -> None:
        self._request = ""

    @property
    def request(self) -> str:
        """What to send so that the answer goes on; "" where none broke off."""
        return self._request

    def on_broken(self, history: Sequence[HistoryTurn]) -> None:
        """The answer broke off after ``history``, oldest first."""
        self._request = continue_request(history)

    def on_talk_goes_on(self) -> None:
        """Something else was asked, or another answer has begun. Idempotent."""
        self._request = ""


def continue_request(history: Sequence[HistoryTurn]) -> str:
    """A typed turn that asks for the rest of the answer with which ``history`` ends."""
    turns = list(history)
    tail = ""
    if turns and turns[-1].speaker is Speaker.ASSISTANT:
        tail = _last(turns.pop().text, _TAIL_CHARS)
    asked = bool(turns) and turns[-1].speaker is Speaker.USER
    question = _last(turns[-1].text, _QUESTION_CHARS) if asked else ""
    about = f" to “{question}”" if question else ""
    if not tail:
        return f"The connection was lost before your answer{about} arrived. Please answer again."
    return (
        f"The connection was lost in the middle of your answer{about}. "
        f"The last words that arrived were “{tail}”. Please go on from there."
    )


def _last(text: str, max_chars: int) -> str:
    """The end of ``text``, from the beginning of a word."""
    text = " ".join(text.split())
    if len(text) <= max_chars:
        return text
    end = text[-max_chars:]
    return f"… {end.partition(' ')[2] or end}"
