"""What was found, as words to speak and as cells to read. Takes pandas' objects, loads nothing."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from livedesk.tools.analyst.inside.columns import Column
from livedesk.tools.analyst.inside.requests import Deed, Request

MOST_ROWS = 20
_MOST_CHARS = 60
_STRENGTHS = ((0.1, "hardly"), (0.3, "weakly"), (0.6, "moderately"), (1.1, "strongly"))


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        summary: two or three sentences to speak.
        code: what was run.
        columns: names of the table's cells.
        rows: the cells, as text.
        n_rows: how many rows the table that was asked about has.
        pictures: PNG files.
        caption: what they show.
    """

    summary: str
    code: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    n_rows: int
    pictures: tuple[bytes, ...]
    caption: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What came of the code: the table asked about, the DataFrame it made, itself, its plots."""

    data: Any
    result: Any
    code: str
    pictures: tuple[bytes, ...]


def found(request: Request, columns: tuple[Column, ...], ran: Ran) -> Finding:
    """Words and cells of what came of the code."""
    table = ran.result
    if not _is_counted(table):
        table = table.rename_axis(index=table.index.name or "").reset_index()
    names = tuple(str(name) for name in table.columns)
    rows = tuple(
        tuple(_cell(value) for value in row)
        for row in table.head(MOST_ROWS).itertuples(index=False, name=None)
    )
    return Finding(
        # It is spoken: nobody says "underscore".
        summary=_summary(request, columns, ran.data, ran.result).replace("_", " "),
        code=ran.code,
        columns=names,
        rows=rows,
        n_rows=len(ran.data),
        pictures=ran.pictures,
        caption=_caption(request),
    )


def _is_counted(table: Any) -> bool:
    """Whether its rows have numbers for names, which say nothing."""
    return list(table.index) == list(range(len(table))) or table.index.dtype.kind in "iu"


def _cell(value: Any) -> str:
    # A day is shown without its midnight.
    is_number = isinstance(value, int | float)
    text = number_text(value) if is_number else str(value).removesuffix(" 00:00:00")
    return text if len(text) <= _MOST_CHARS else f"{text[: _MOST_CHARS - 1]}…"


def number_text(value: float) -> str:
    """A number as one reads it: three to five digits that matter."""
    if isinstance(value, float) and not math.isfinite(value):
        return "–"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    return f"{value:,.2f}" if abs(value) >= 100 else f"{value:.4g}"


def _summary(request: Request, columns: tuple[Column, ...], data: Any, result: Any) -> str:
    match request.deed:
        case Deed.CORRELATE:
            return _correlation(request, result)
        case Deed.GROUP:
            return _groups(request, result)
        case Deed.PLOT:
            return f"The plot shows {_caption(request)}. It rests on {len(data):,} rows."
        case Deed.DESCRIBE:
            return _description(request, columns, data, result)


def _correlation(request: Request, result: Any) -> str:
    names = [column.name for column in request.columns]
    if len(names) == 2 and request.by is None:
        r = float(result.iloc[0, 1])
        return f"{names[0]} and {names[1]} are {_strength(r)}: the correlation is {r:.2f}."
    if len(names) == 2 and request.by is not None:
        parts = [
            f"{name}: {r:.2f}" for name, r in result.head(8).itertuples(index=False, name=None)
        ]
        return (
            f"The correlation of {names[0]} and {names[1]} by {request.by.name} is {_list(parts)}."
        )
    if len(names) == 1:
        parts = [f"{name}: {r:.2f}" for name, r in result.iloc[:, 0].head(5).items()]
        return f"{names[0]} correlates with {_list(parts)}."
    a, b, r = _strongest(result)
    return f"The strongest correlation is that of {a} and {b}, {r:.2f}."


def _strongest(matrix: Any) -> tuple[str, str, float]:
    names = list(matrix.columns)
    pairs = [(a, b, float(matrix.loc[a, b])) for i, a in enumerate(names) for b in names[i + 1 :]]
    return max(pairs, key=lambda pair: abs(pair[2]) if math.isfinite(pair[2]) else -1.0)


def _strength(r: float) -> str:
    if not math.isfinite(r):
        return "not comparable"
    word = next(word for most, word in _STRENGTHS if abs(r) < most)
    way = "" if word == "hardly" else " positively" if r > 0 else " negatively"
    return f"{word}{way} related"


def _groups(request: Request, result: Any) -> str:
    parts = [
        f"{name}: {number_text(value)}"
        for name, value in result.iloc[:, [0, -1]].head(5).itertuples(index=False, name=None)
    ]
    more = f", and {len(result) - 5} more" if len(result) > 5 else ""
    return f"{_caption(request).capitalize()}: {_list(parts)}{more}."


def _description(request: Request, columns: tuple[Column, ...], data: Any, result: Any) -> str:
    if len(request.columns) == 1:
        name = request.columns[0].name
        row = result.loc[name]
        return (
            f"{name} goes from {number_text(row['min'])} to {number_text(row['max'])}, "
            f"with a mean of {number_text(row['mean'])} over {int(row['count']):,} values."
        )
    names = _list([column.name for column in columns[:10]])
    more = f" and {len(columns) - 10} more" if len(columns) > 10 else ""
    return f"The table has {len(data):,} rows and {len(columns)} columns: {names}{more}."


def _caption(request: Request) -> str:
    names = [column.name for column in request.columns]
    by = f" by {request.by.name}" if request.by is not None else ""
    match request.deed:
        case Deed.GROUP:
            what = f"{request.way} of {names[0]}" if names else "rows"
            return f"{what}{by}"
        case Deed.CORRELATE:
            return (f"{names[0]} and {names[1]}" if len(names) == 2 else "correlations") + by
        case Deed.DESCRIBE:
            return names[0] if len(names) == 1 else "the table"
        case Deed.PLOT:
            return (" and ".join(names[:2]) or "rows") + by


def _list(parts: list[str]) -> str:
    return ", ".join(parts)
