"""A question → one of the documented requests. Pure; standard library only.

=============  ========================================================================
describe       "describe the data", "what is in it", "give me an overview"
correlate      "how does bill length correlate with body mass", also "… by species"
group          "mean body mass by species", "total revenue per region", "how many per island"
plot           "plot bill length against bill depth", "a histogram of body mass"
=============  ========================================================================
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from livedesk.tools.analyst.inside.columns import (
    Column,
    ColumnKind,
    column_after,
    named_columns,
)

_CORRELATE = r"\bcorrelat|\brelat(?:e|ion|ed)|\bdepends?\b|\bgo together\b|\bconnected\b"
_PLOT = r"\bplot|\bchart|\bdraw|\bgraph|\bdiagram|\bhistogram|\bscatter|\bdistribution"
_DESCRIBE = r"\bdescri|\bsummar|\boverview|\bwhat(?:'s| is| are)? in\b|\bcolumns?\b|\bhow many rows"
_BY = r"\b(?:by|per|for each|for every|grouped by|in each)\b"
_GROUP = rf"{_BY}|\bgroup"


class Deed(Enum):
    """What is to be done."""

    DESCRIBE = "describe"
    CORRELATE = "correlate"
    GROUP = "group"
    PLOT = "plot"


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be done with which columns.

    Attributes:
        deed: what.
        columns: of numbers, in the order of the question; for ``PLOT`` the first may be dates.
        by: the column whose values make groups, or None.
        way: how a group becomes one value: mean, median, sum, max, min or count.
    """

    deed: Deed
    columns: tuple[Column, ...] = ()
    by: Column | None = None
    way: str = "mean"


# The first that is found decides.
_WAYS = (
    ("median", r"\bmedian"),
    ("sum", r"\bsum\b|\btotals?\b|\baltogether\b"),
    ("max", r"\bmax|\bhighest|\blargest|\bbiggest|\bheaviest|\blongest"),
    ("min", r"\bmin(?:imum)?\b|\blowest|\bsmallest|\bshortest|\blightest"),
    ("count", r"\bcount|\bhow many\b|\bnumber of\b"),
)


def request_for(question: str, columns: tuple[Column, ...]) -> Request | None:
    """What ``question`` asks for; None where it is nothing of the list above."""
    question = question[:1000]
    by = column_after(question, _BY, columns)
    named = tuple(column for column in named_columns(question, columns) if column is not by)
    numbers = tuple(column for column in named if column.kind is ColumnKind.NUMBER)
    if _says(_CORRELATE, question):
        return _correlate(numbers, by, columns)
    if _says(_PLOT, question) and (named or by):
        return _plot(question, named, by)
    if by is not None or (_says(_GROUP, question) and named):
        return _group(question, named, by)
    if _says(_DESCRIBE, question):
        return Request(Deed.DESCRIBE, numbers)
    if numbers:
        return Request(Deed.DESCRIBE, numbers)
    return None


def _correlate(
    numbers: tuple[Column, ...], by: Column | None, columns: tuple[Column, ...]
) -> Request | None:
    every = tuple(column for column in columns if column.kind is ColumnKind.NUMBER)
    if len(every) < 2:
        return None
    if len(numbers) == 1:  # with everything else
        return Request(Deed.CORRELATE, numbers)
    if not numbers and len(every) == 2:
        numbers = every
    return Request(Deed.CORRELATE, numbers, by if len(numbers) == 2 else None)


def _plot(question: str, named: tuple[Column, ...], by: Column | None) -> Request | None:
    """Points, a line or a histogram; where there is less to be seen, bars of groups."""
    numbers = tuple(column for column in named if column.kind is ColumnKind.NUMBER)
    dates = [column for column in (*named, by) if column and column.kind is ColumnKind.DATE]
    texts = [column for column in named if column.kind is ColumnKind.TEXT]
    if by is None or by.kind is ColumnKind.DATE:
        by = next(iter(texts), None)
    if len(numbers) >= 2:
        return Request(Deed.PLOT, numbers[:2], by)
    if numbers and dates:
        return Request(Deed.PLOT, (dates[0], numbers[0]))
    if numbers and by is None:
        return Request(Deed.PLOT, numbers)
    return _group(question, named, by)


def _group(question: str, named: tuple[Column, ...], by: Column | None) -> Request | None:
    if by is None:
        others = [column for column in named if column.kind is not ColumnKind.NUMBER]
        if not others:
            return None
        by = others[0]
    numbers = tuple(column for column in named if column.kind is ColumnKind.NUMBER)
    way = _way(question) if numbers else "count"
    return Request(Deed.GROUP, numbers[:1], by, way)


def _way(question: str) -> str:
    return next((way for way, pattern in _WAYS if _says(pattern, question)), "mean")


def _says(pattern: str, question: str) -> bool:
    return re.search(pattern, question, re.IGNORECASE) is not None
