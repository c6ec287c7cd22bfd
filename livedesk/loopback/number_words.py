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
_SCALE_VALUES = {name: value for value, name in _SCALES}
_KNOWN = frozenset({*_VALUES, *_SCALE_VALUES, "hundred"})
LARGEST = 1_000_000_000_000 - 1

# A number in a sentence, in digits or in words.
NUMBER_PATTERN = (
    r"(?:\d[\d,]*(?:\.\d+)?|"
    rf"(?:a )?\b(?:{'|'.join(sorted(_KNOWN))})(?:[ -](?:and )?(?:{'|'.join(sorted(_KNOWN))}))*\b)"
)
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
    if words[:1] == ["a"] and len(words) > 1:
        words[0] = "one"
    if not words or any(word not in _KNOWN for word in words):
        return None
    total = current = 0
    for word in words:
        if word in _VALUES:
            current += _VALUES[word]
        elif word == "hundred":
            current = (current or 1) * 100
        else:
            total += (current or 1) * _SCALE_VALUES[word]
            current = 0
    return float(total + current)


def spoken(value: float) -> str:
    """A result for the ear and the eye: whole numbers plainly, others with two decimals at most."""
    rounded = round(value, 2)
    return f"{rounded:,.0f}" if rounded == int(rounded) else f"{rounded:,.2f}".rstrip("0")
