"""A request → the lines of pandas that fulfil it. Pure; standard library only.

Names of columns get into the code as literals only (``repr``), whatever they are made of. The code
leaves what it found in ``result``, and its plot, if any, in pyplot.
"""

from __future__ import annotations

from livedesk.tools.analyst.inside.columns import Column, ColumnKind
from livedesk.tools.analyst.inside.requests import Deed, Request

_FIGURE = "figure, axes = plt.subplots(figsize=(6, 3.8))"
_MOST_GROUPS = 12


def code_for(request: Request) -> list[str]:
    """The lines after ``data`` has been read."""
    match request.deed:
        case Deed.DESCRIBE:
            return _describe(request)
        case Deed.CORRELATE:
            return _correlate(request)
        case Deed.GROUP:
            return _group(request)
        case Deed.PLOT:
            return _plot(request)


def _describe(request: Request) -> list[str]:
    if request.columns:
        return [
            _described(f"data[{_names(request.columns)!r}]"),
            *(_histogram(request.columns[0]) if len(request.columns) == 1 else []),
        ]
    return [
        'numbers = data.select_dtypes("number")',
        "if len(numbers.columns):",
        f"    {_described('numbers')}",
        "else:",
        "    result = data.describe().T",
    ]


def _described(table: str) -> str:
    return f"result = {table}.describe().T[['count', 'mean', 'min', '50%', 'max']]"


def _correlate(request: Request) -> list[str]:
    if len(request.columns) != 2:
        return _correlate_all(request)
    x, y = _names(request.columns)
    if request.by is not None:
        by = request.by.name
        return [
            f"parts = data[[{by!r}, {x!r}, {y!r}]].dropna().groupby({by!r})",
            f"found = {{name: part[{x!r}].corr(part[{y!r}]) for name, part in parts}}",
            f"result = pd.DataFrame(list(found.items()), columns=[{by!r}, 'correlation'])",
            *_scatter(request.columns, request.by),
        ]
    return [f"result = data[{[x, y]!r}].corr()", *_scatter(request.columns, None)]


def _correlate_all(request: Request) -> list[str]:
    table = 'data.select_dtypes("number")'
    if len(request.columns) > 2:
        table = f"data[{_names(request.columns)!r}]"
    lines = [f"matrix = {table}.corr()"]
    if len(request.columns) == 1:
        name = request.columns[0].name
        return [
            *lines,
            f"result = matrix[[{name!r}]].drop(index={name!r})",
            f"result = result.sort_values({name!r}, ascending=False)",
        ]
    return [
        *lines,
        "result = matrix",
        _FIGURE,
        'image = axes.imshow(matrix, cmap="RdBu", vmin=-1, vmax=1)',
        "axes.set_xticks(range(len(matrix)), matrix.columns, rotation=30, ha='right')",
        "axes.set_yticks(range(len(matrix)), matrix.columns)",
        "axes.grid(visible=False)",
        "figure.colorbar(image, label='correlation')",
    ]


def _group(request: Request) -> list[str]:
    if request.by is None:
        raise ValueError("a group needs a column")
    by, way = request.by.name, request.way
    if not request.columns:
        made = 'groups.size().rename("rows")'
        label = "'rows'"
    else:
        name = request.columns[0].name
        made = f"groups[{name!r}].{way}()"
        label = repr(f"{_WAY_WORDS[way]} {name}")
    return [
        f"groups = data.groupby({by!r})",
        f"result = {made}.sort_values(ascending=False).reset_index()",
        *_bars(by, label),
    ]


_WAY_WORDS = {
    "mean": "mean",
    "median": "median",
    "sum": "total",
    "max": "highest",
    "min": "lowest",
    "count": "number of",
}


def _bars(by: str, label: str) -> list[str]:
    return [
        f"shown = result.head({_MOST_GROUPS})",
        _FIGURE,
        f"axes.bar(shown[{by!r}].astype(str), shown.iloc[:, -1], width=0.6)",
        f"axes.set_ylabel({label})",
        f"axes.set_xlabel({by!r})",
        "if len(shown) > 5:",
        "    axes.tick_params(axis='x', rotation=30)",
    ]


def _plot(request: Request) -> list[str]:
    first = request.columns[0]
    if first.kind is ColumnKind.DATE:
        return _line(first, request.columns[1])
    described = _described(f"data[{_names(request.columns)!r}]")
    if len(request.columns) > 1:
        return [described, *_scatter(request.columns, request.by)]
    return [described, *_histogram(first)]


def _scatter(pair: tuple[Column, ...], by: Column | None) -> list[str]:
    x, y = _names(pair)
    lines = [_FIGURE]
    if by is None:
        lines.append(f"axes.scatter(data[{x!r}], data[{y!r}], s=16, alpha=0.7)")
    else:
        lines += [
            f"for name, part in list(data.groupby({by.name!r}))[:{_MOST_GROUPS}]:",
            f"    axes.scatter(part[{x!r}], part[{y!r}], s=16, alpha=0.7, label=str(name))",
            f"axes.legend(title={by.name!r})",
        ]
    return [*lines, f"axes.set_xlabel({x!r})", f"axes.set_ylabel({y!r})"]


def _line(date: Column, number: Column) -> list[str]:
    return [
        f"result = data[[{date.name!r}, {number.name!r}]].dropna().sort_values({date.name!r})",
        _FIGURE,
        f"axes.plot(result[{date.name!r}], result[{number.name!r}])",
        f"axes.set_xlabel({date.name!r})",
        f"axes.set_ylabel({number.name!r})",
        "figure.autofmt_xdate()",
    ]


def _histogram(column: Column) -> list[str]:
    return [
        _FIGURE,
        f"axes.hist(data[{column.name!r}].dropna(), bins=20)",
        f"axes.set_xlabel({column.name!r})",
        "axes.set_ylabel('rows')",
    ]


def _names(columns: tuple[Column, ...]) -> list[str]:
    return [column.name for column in columns]
