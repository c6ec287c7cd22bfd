"""Runs the code of one request. Loads pandas and matplotlib: in the sandbox's process only."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")

import matplotlib.pyplot as plt
import pandas as pd
from pandas.api import types

from livedesk.tools.analyst.inside.columns import Column, ColumnKind
from livedesk.tools.analyst.inside.findings import Finding, Ran, found
from livedesk.tools.analyst.inside.reading import reading_code
from livedesk.tools.analyst.inside.requests import request_for
from livedesk.tools.analyst.inside.templates import code_for

_DPI = 140
_MOST_COLUMNS = 500
_DATE = r"\d{4}-\d{2}(-\d{2}|$)"
_LOOK: dict[str, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": "#8A8C91",
    "axes.grid": True,
    "axes.grid.axis": "y",
    "axes.labelcolor": "#1C1D1F",
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.formatter.useoffset": False,
    "axes.prop_cycle": plt.cycler(
        color=["#2F5FD0", "#0B6E5A", "#C2571A", "#7B4FB5", "#A8201A", "#5A5C62"]
    ),
    "figure.constrained_layout.h_pad": 0.14,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.14,
    "font.size": 12,
    "grid.color": "#E3E2DC",
    "legend.edgecolor": "none",
    "text.parse_math": False,
    "xtick.color": "#5A5C62",
    "ytick.color": "#5A5C62",
}


class RefusedError(Exception):
    """A sentence for the person: why this cannot be done."""


def analyse(question: str, name: str, kind: str) -> Finding:
    """Answer ``question`` about the file ``name`` in the working folder.

    Raises:
        RefusedError: it is no table, or the question is none of those that can be answered.
    """
    reading, space = _read(name, kind)
    data = space["data"]
    dates = _date_lines(data)
    _run("\n".join(dates), space)
    columns = _columns(space["data"])
    request = request_for(question, columns)
    if request is None:
        raise RefusedError(_what_can_be_asked(columns))
    body = code_for(request)
    _run("\n".join(body), space)
    code = "\n".join([*_imports(reading, body), "", reading, *dates, *body])
    return found(request, columns, Ran(space["data"], space["result"], code, _pictures()))


def as_csv(name: str, kind: str) -> str:
    """The file ``name`` as CSV.

    Raises:
        RefusedError: it is no table.
    """
    _, space = _read(name, kind)
    return str(space["data"].to_csv(index=False))


def _read(name: str, kind: str) -> tuple[str, dict[str, Any]]:
    """The lines that read a file, and what there is after they have run."""
    content = Path(name).read_bytes()
    parsed = json.loads(content) if kind == "JSON" else None
    reading = reading_code(name, kind, content, parsed)
    space: dict[str, Any] = {"pd": pd, "plt": plt, "json": json}
    plt.rcParams.update(_LOOK)
    _run(reading, space)
    data = space["data"]
    if not len(data) or not len(data.columns) or len(data.columns) > _MOST_COLUMNS:
        raise RefusedError(f"{name} holds no rows, or more than {_MOST_COLUMNS} columns.")
    data.columns = [str(column) for column in data.columns]
    if not data.columns.is_unique:
        raise RefusedError(f"{name} has two columns of one name.")
    return reading, space


def _run(code: str, space: dict[str, Any]) -> None:
    exec(compile(code, "analysis", "exec"), space)  # noqa: S102 - our own lines, in the sandbox


def _imports(reading: str, body: list[str]) -> list[str]:
    names = ["import json"] if "json.load" in reading else []
    if any("plt." in line for line in body):
        names.append("import matplotlib.pyplot as plt")
    return [*names, "import pandas as pd"]


def _date_lines(data: pd.DataFrame) -> list[str]:
    """Lines that make dates of the columns of text that are nothing else."""
    lines = []
    for name in data.columns:
        column = data[name].dropna()
        if not types.is_numeric_dtype(column) and len(column) and _is_dates(column):
            lines.append(f"data[{name!r}] = pd.to_datetime(data[{name!r}], format='ISO8601')")
    return lines


def _is_dates(column: pd.Series[Any]) -> bool:
    if types.is_datetime64_any_dtype(column) or not types.is_string_dtype(column):
        return False
    if not column.astype(str).str.match(_DATE).all():
        return False
    return bool(pd.to_datetime(column, format="ISO8601", errors="coerce").notna().all())


def _columns(data: pd.DataFrame) -> tuple[Column, ...]:
    return tuple(Column(name, _kind(data[name]), _n_values(data[name])) for name in data.columns)


def _kind(column: pd.Series[Any]) -> ColumnKind:
    if types.is_datetime64_any_dtype(column):
        return ColumnKind.DATE
    is_number = types.is_numeric_dtype(column) and not types.is_bool_dtype(column)
    return ColumnKind.NUMBER if is_number else ColumnKind.TEXT


def _n_values(column: pd.Series[Any]) -> int:
    return int(column.astype(str).nunique())


def _pictures() -> tuple[bytes, ...]:
    drawn = []
    for number in plt.get_fignums():
        file = io.BytesIO()
        plt.figure(number).savefig(file, format="png", dpi=_DPI)
        drawn.append(file.getvalue())
    return tuple(drawn)


def _what_can_be_asked(columns: tuple[Column, ...]) -> str:
    names = ", ".join(column.name for column in columns[:12])
    return (
        "Without a key I can describe the table, correlate columns, group by a column, or plot "
        f"columns by their names. The columns are: {names}."
    )
