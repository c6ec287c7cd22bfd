"""Numbers as people say them: words to numbers and back, for whole numbers of everyday size."""

from __future__ import annotations

import re

_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen",
    "nineteen",
)  # fmt: skip
_TENS = (
    "", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
)  # fmt: skip
_VALUES = {word: value for value, word in enumerate(_ONES)} | {
    word: value * 10 for value, word in enumerate(_TENS) if word
}
_SCALES = ((1_000_000_000, "billion"), (1_000_000, "million"), (1000, "thousand"))
LARGEST = 1_000_000_000_000 - 1

_DIGITS = re.compile(r"\d{1,12}(?:\.\d{1,6})?")


def to_words(number: int) -> str:
    """``number`` spoken: 42 is "forty two". Works up to ±``LARGEST``."""
    if number < 0:
        return f"minus {to_words(-number)}"
    if number < 20:
        return _ONES[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f" {_ONES[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_ONES[hundreds]} hundred" + (f" and {to_words(rest)}" if rest else "")
    for scale, name in _SCALES:
        if number >= scale:
            count, rest = divmod(number, scale)
            return f"{to_words(count)} {name}" + (f" {to_words(rest)}" if rest else "")
    raise AssertionError("every number from 1000 on has a scale")


def from_words(text: str) -> float | None:
    """The number that ``text`` says in words or digits, None where it says none."""
    words = [w for w in text.lower().replace("-", " ").split() if w != "and"]
    if len(words) == 1 and _DIGITS.fullmatch(words[0]):
        return float(words[0])
    if not words:
        return None
    total, current = 0, None
    for word in words:
        if word in _VALUES:
            current = (current or 0) + _VALUES[word]
        elif word == "hundred":
            current = (1 if current is None else current) * 100
        elif word == "thousand":
            total += (1 if current is None else current) * 1000
            current = 0
        elif word == "a" and current is None:
            current = None
        else:
            return None
    return None if current is None else float(total + current)


def spoken(value: float) -> str:
    """A result for the ear and the eye: whole numbers plainly, others with two decimals at most."""
    rounded = round(value, 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")
