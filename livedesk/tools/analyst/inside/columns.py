"""Which columns a question names. Pure; standard library only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

_WORD = re.compile(r"[^\W_]+")
_HUMPS = re.compile(r"(?<=[a-z])(?=[A-Z])")
# What stands behind a name to say how it is measured; nobody says it.
_LENGTHS, _WEIGHTS, _TIMES = ("mm", "cm", "m", "km"), ("g", "kg"), ("s", "ms", "min", "h")
_UNITS = frozenset((*_LENGTHS, *_WEIGHTS, *_TIMES, "c", "f", "usd", "eur", "gbp", "percent"))


class ColumnKind(Enum):
    """What a column holds."""

    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table.

    Attributes:
        name: as it stands in the file.
        kind: what it holds.
        n_values: how many different values it has.
    """

    name: str
    kind: ColumnKind
    n_values: int = 0


def named_columns(question: str, columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns that ``question`` names, in its order; longer names are looked for first."""
    said = _words(question)
    free = [True] * len(said)
    found: list[tuple[int, Column]] = []
    names = [(way, column) for column in columns for way in _ways(column.name)]
    for way, column in sorted(names, key=lambda one: -len(one[0])):
        if any(column is other for _, other in found):
            continue
        place = _place(way, said, free)
        if place is not None:
            free[place : place + len(way)] = [False] * len(way)
            found.append((place, column))
    return tuple(column for _, column in sorted(found, key=lambda one: one[0]))


def column_after(question: str, lead: str, columns: tuple[Column, ...]) -> Column | None:
    """The first column named behind a match of the pattern ``lead``, such as "by"."""
    for match in re.finditer(lead, question, re.IGNORECASE):
        rest = question[match.end() :]
        named = named_columns(rest, columns)
        begins = _words(rest)[:4]
        for column in named:
            if any(way[0] in begins for way in _ways(column.name)):
                return column
    return None


def _ways(name: str) -> list[list[str]]:
    """How a column may be said: with its unit, and without."""
    words = _words(_HUMPS.sub(" ", name))
    short = words
    while len(short) > 1 and short[-1] in _UNITS:
        short = short[:-1]
    return [way for way in ([words] if short == words else [words, short]) if way]


def _place(way: list[str], said: list[str], free: list[bool]) -> int | None:
    for start in range(len(said) - len(way) + 1):
        end = start + len(way)
        if said[start:end] == way and all(free[start:end]):
            return start
    return None


def _words(text: str) -> list[str]:
    return [_singular(word) for word in _WORD.findall(text.lower().replace("_", " "))]


def _singular(word: str) -> str:
    """Both sides of a comparison lose their plural, so it need not be good English."""
    if len(word) > 4 and word.endswith("ies"):
        return word  # series, species
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
