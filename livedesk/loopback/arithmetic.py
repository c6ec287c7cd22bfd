"""Simple arithmetic in a sentence."""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.loopback.number_words import LARGEST, from_words, spoken
from livedesk.loopback.prose import NO_NUMBERS, NO_ZERO, TOO_LARGE

_OPERATIONS = {
    "plus": ("+", "plus", "and"),
    "minus": ("-", "−", "minus", "less"),
    "times": ("*", "x", "×", "times", "multiplied by"),
    "divided by": ("/", "÷", "divided by", "over"),
}
_NAMES = {word: name for name, words in _OPERATIONS.items() for word in words}


def calculate(slots: Mapping[str, str]) -> str:
    """The sentence that answers ``left operator right``."""
    left, right = from_words(_bare(slots["left"])), from_words(_bare(slots["right"]))
    if left is None or right is None:
        return NO_NUMBERS
    name = _NAMES[slots["operator"]]
    if name == "divided by" and right == 0:
        return NO_ZERO
    result = {
        "plus": left + right,
        "minus": left - right,
        "times": left * right,
        "divided by": left / right if right else 0.0,
    }[name]
    if abs(result) > LARGEST:
        return TOO_LARGE
    return f"{spoken(left)} {name} {spoken(right)} is {spoken(result)}."


def _bare(text: str) -> str:
    return text.replace(",", "").rstrip(".")
