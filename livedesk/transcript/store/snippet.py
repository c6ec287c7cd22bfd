"""The words around a find, with the find marked. Pure; works on the text as it was said."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import accumulate

from livedesk.transcript.spacing import first_boundary, last_boundary
from livedesk.transcript.store import folding
from livedesk.transcript.store.query import Query, Term

LENGTH = 120
_BEFORE = 40


@dataclass(frozen=True, slots=True)
class Snippet:
    """A part of a text; ``marks`` are the finds in it as (start, end) in characters."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()

    def marked(self, begin: str, end: str) -> str:
        """The text with ``begin`` and ``end`` around each find."""
        parts, last = [], 0
        for start, stop in self.marks:
            parts += [self.text[last:start], begin, self.text[start:stop], end]
            last = stop
        return "".join([*parts, self.text[last:]])


def snippet(text: str, query: Query, length: int = LENGTH) -> Snippet:
    """About ``length`` characters of ``text`` around the first find."""
    text = unicodedata.normalize("NFC", " ".join(text.split()))  # signs whole, as in the index
    marks = finds(text, query)
    start, stop = 0, len(text)
    if len(text) > length:
        first = marks[0][0] if marks else 0
        start = min(max(0, first - _BEFORE), len(text) - length)
        start = first_boundary(text, start) if start else 0
        start = min(start + text[start : start + 1].isspace(), first)
        stop = max(last_boundary(text, start + length), min(len(text), start + length // 2))
    before, after = "…" if start else "", "…" if stop < len(text) else ""
    shift = len(before) - start
    inside = [
        (max(a, start) + shift, min(b, stop) + shift) for a, b in marks if b > start and a < stop
    ]
    return Snippet(before + text[start:stop] + after, tuple(inside))


def holds(text: str, query: Query) -> bool:
    """Whether every term stands in ``text``."""
    folded, _ = _folded_with_places(text)
    return all(re.search(_pattern(term), folded) for term in query.terms)


def finds(text: str, query: Query) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in ``text``, in order and without overlap."""
    folded, places = _folded_with_places(text)
    spans: list[tuple[int, int]] = []
    for term in query.terms:
        spans += [
            (places[match.start()], places[match.end() - 1] + 1)
            for match in re.finditer(_pattern(term), folded)
        ]
    return _joined(text, spans)


def _pattern(term: Term) -> str:
    """The term as it stands in a folded text: its words with anything but letters between."""
    pattern = ""
    for index, word in enumerate(term.words):
        is_sign = folding.is_unspaced(word)
        if index:
            before = term.words[index - 1]
            # What joins emoji is left out as accents are; between letters is always something.
            is_joined = is_sign or folding.is_unspaced(before)
            is_joined = is_joined or not (before[-1].isalnum() and word[0].isalnum())
            pattern += r"[\W_]*" if is_joined else r"[\W_]+"
        pattern += ("" if is_sign else r"(?<![^\W_])") + re.escape(word)
    last = term.words[-1]
    is_open = term.is_prefix or folding.is_unspaced(last) or not last[-1].isalnum()
    return pattern + (r"[^\W_]*" if term.is_prefix else "" if is_open else r"(?![^\W_])")


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the one of ``text`` it comes from.

    Signs with their marks are folded together, so that they fold as they do in the index.
    """
    clusters = folding.clusters(text)
    parts = [folding.folded(cluster) for cluster in clusters]
    starts = [0, *accumulate(len(cluster) for cluster in clusters)]
    places = [start for start, part in zip(starts, parts, strict=False) for _ in part]
    return "".join(parts), places


def _joined(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        while end < len(text) and folding.is_mark(text[end]):
            end += 1
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
