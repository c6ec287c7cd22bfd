"""Joins increments of recognised text, and finds the boundaries of its words. Pure.

Increments carry their own spaces ("It is", " ten", " o'clock") and may break inside a word, so
they are joined as they are; only what servers were seen to get wrong is put right.
"""

from __future__ import annotations

import math
import re
import unicodedata

_BLANKS = re.compile(r"[ \t\r\n\f\v]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_ENDS_SENTENCE = ".!?…"
_ENDS_CLAUSE = ",;:"
# Scripts written without spaces, in which every sign may end a word: Thai to Khmer (with Lao and
# Burmese in between), kana and Han. https://www.unicode.org/reports/tr14/ (classes SA, ID)
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff]"
)


def join(text: str, increment: str) -> str:
    """``text`` continued by ``increment``, with one blank where a sentence surely begins.

    The result may end in a blank, for the sake of the next increment; ``tidy`` removes it.
    """
    increment = _CONTROLS.sub("", increment)
    if not text.strip():
        return _repaired(text + increment).lstrip()
    if text[-1].isspace():
        return _repaired(text + increment.lstrip())
    blank = " " if increment and _needs_blank(text[-1], increment[0]) else ""
    return _repaired(text + blank + increment)


def is_blank(text: str) -> bool:
    """Whether nothing of ``text`` can be seen."""
    return not _CONTROLS.sub("", text).strip()


def tidy(text: str) -> str:
    """``text`` as it is shown: single blanks, none at the ends, no half characters."""
    return _SURROGATE.sub("\ufffd", _BLANKS.sub(" ", text).strip())


def tidy_lines(text: str) -> str:
    """As ``tidy``, but lines and indents stay: for what was written, not spoken."""
    return _SURROGATE.sub("\ufffd", _CONTROLS.sub("", text).strip())


def last_boundary(text: str, position: float) -> int:
    """The end of the last word of ``text`` that lies wholly before ``position``; 0 for none."""
    end = min(int(position), len(text))
    while end > 0 and not _is_boundary(text, end):
        end -= 1
    while end > 0 and text[end - 1].isspace():
        end -= 1
    return end


def next_boundary(text: str, position: float) -> int:
    """The end of the word of ``text`` in which ``position`` lies."""
    end = min(math.ceil(position), len(text))
    while 0 < end < len(text) and not _is_boundary(text, end):
        end += 1
    return end


def first_boundary(text: str, position: int) -> int:
    """The start of the first word of ``text`` at or after ``position``."""
    start = max(position, 0)
    while start < len(text) and not (start == 0 or _is_boundary(text, start)):
        start += 1
    return start


def _is_boundary(text: str, index: int) -> bool:
    if index == len(text) or text[index].isspace() or text[index - 1].isspace():
        return True
    if unicodedata.category(text[index])[0] in "MP":
        return False  # a mark or a full stop stays with what it follows
    return bool(_UNSPACED.match(text[index - 1]) or _UNSPACED.match(text[index]))


def _needs_blank(last: str, first: str) -> bool:
    if last in _ENDS_SENTENCE:
        return first.isupper()
    return last in _ENDS_CLAUSE and first.isalpha() and not _UNSPACED.match(first)


def _repaired(text: str) -> str:
    """Puts characters together again whose halves came in different increments."""
    if _SURROGATE.search(text) is None:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "surrogatepass")
