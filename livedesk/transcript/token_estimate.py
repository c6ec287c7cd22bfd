"""About how many tokens a text is, whatever its script. Pure.

English takes about 4 characters for a token (https://ai.google.dev/gemini-api/docs/tokens,
2026-09-21). Other scripts take more: about 2 characters where words are spelt with other letters,
about one for each sign where it stands for a syllable or a word, two and more for a picture. The
estimate is meant to be rather too high: it keeps a budget.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_QUARTERS = 4
_LETTER, _OTHER_LETTER, _SIGN, _PICTURE = 1, 2, 4, 8
# Here signs stand for syllables or words.
_SIGNS = (
    (0x2E80, 0xA4CF),  # Chinese, Japanese, Yi
    (0xAC00, 0xD7FF),  # Korean
    (0xF900, 0xFAFF),  # more Chinese
    (0xFF00, 0xFF60),  # wide forms
    (0x20000, 0x3FFFF),  # rare Chinese
)


def tokens_of(text: str) -> int:
    """About so many, and at least one for a text that is not empty."""
    return -(-quarters_of(text) // _QUARTERS)


def quarters_of(text: str) -> int:
    """The same in quarters of a token, which can be added up."""
    if text.isascii():
        return len(text) * _LETTER
    return sum(map(_weight, text))


def newest_part(text: str, n_tokens: int) -> int:
    """From which position on ``text`` is at most about ``n_tokens``."""
    room = n_tokens * _QUARTERS
    for position in range(len(text) - 1, -1, -1):
        room -= _weight(text[position])
        if room < 0:
            return position + 1
    return 0


@lru_cache(maxsize=4096)
def _weight(character: str) -> int:
    code = ord(character)
    if code < 0x80:
        return _LETTER
    if any(first <= code <= last for first, last in _SIGNS):
        return _SIGN
    if code >= 0x10000 or unicodedata.category(character) == "So":
        return _PICTURE
    return _OTHER_LETTER
