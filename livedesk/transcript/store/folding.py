"""Text as it is looked for: without case, accents and vowel signs, its words apart. Pure.

Scripts that are written without blanks are treated twice: each of their signs stands as a word of
its own (so that one or two signs can be found), and whole runs go to an index of trigrams (so that
longer ones are found quickly).
"""

from __future__ import annotations

import re
import unicodedata

# Marks that people leave out when they type: accents of Latin, Greek and Cyrillic, the points of
# Hebrew and Arabic, tatweel, variation selectors, joiners. Not those of the Indic scripts, of Thai
# or of kana, which make another word.
_LEFT_OUT = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff"
    "\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\U0001f3fb-\U0001f3ff]"
)
# Thai, Lao, Burmese, Khmer, kana, Han: https://www.unicode.org/reports/tr14/ (classes SA, ID)
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff"
    "\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+")
# A word: a run without blanks, one emoji or other sign, or letters, digits and their marks.
_TOKEN = re.compile(
    rf"[{_UNSPACED}]+|[\u2190-\u2bff\U0001f000-\U0001faff]|[^\W_{_UNSPACED}]"
    rf"(?:[^\W_{_UNSPACED}]|[\u0900-\u0dff])*"
)
_ODD_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ł": "l", "ħ": "h", "æ": "ae", "œ": "oe"}
)
# Shorter than this the index of trigrams knows nothing.
TRIGRAM = 3


def folded(text: str) -> str:
    """``text`` so that all spellings of one word are the same."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    plain = _LEFT_OUT.sub("", decomposed).translate(_ODD_LETTERS)
    return unicodedata.normalize("NFC", plain)


def tokens(folded_text: str) -> list[str]:
    """The words of a folded text; a run without blanks is one of them."""
    return _TOKEN.findall(folded_text)


def is_unspaced(token: str) -> bool:
    """Whether it is a run of a script without blanks."""
    return _RUN.match(token) is not None


def words(text: str) -> str:
    """What the index of words holds of ``text``: words, and signs one by one, with blanks."""
    parts: list[str] = []
    for token in tokens(folded(text)):
        parts += token if is_unspaced(token) else [token]
    return " ".join(parts)


def signs(text: str) -> str:
    """What the index of trigrams holds of ``text``: its runs without blanks."""
    return " ".join(run for run in _RUN.findall(folded(text)) if len(run) >= TRIGRAM)


def clusters(run: str) -> list[str]:
    """The signs of a text, each with the marks above and below it."""
    found: list[str] = []
    for sign in run:
        if found and is_mark(sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def is_mark(sign: str) -> bool:
    """Whether it stands above, below or around the sign before it."""
    return unicodedata.category(sign)[0] == "M" or sign in "\u200d\ufe0e\ufe0f"
