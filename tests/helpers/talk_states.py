"""Questions about the state of a window, as ``LiveWindow.wait_for`` takes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

State = dict[str, Any]


def utterances(state: State, speaker: str) -> list[dict[str, Any]]:
    """What "USER" or "ASSISTANT" said, in order."""
    entries = state["entries"]
    return [e for e in entries if e["kind"] == "Utterance" and e["speaker"] == speaker]


def is_answered(n_answers: int = 1) -> Callable[[State], bool]:
    """Whether that many answers are complete."""

    def check(state: State) -> bool:
        answers = utterances(state, "ASSISTANT")
        return len([a for a in answers if a["is_final"] and a["text"]]) >= n_answers

    return check
