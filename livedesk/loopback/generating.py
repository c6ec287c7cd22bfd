"""``generateContent`` with code execution, as far as a question about a table needs it. Pure.

The practice server runs no code of anybody: it counts the rows of the table, reckons the means of
its columns, and gives them in the parts in which Gemini gives what its code printed and drew.
"""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
from collections.abc import Mapping
from typing import Any

from livedesk.loopback.admission import TEXT_MODEL, refuse_key
from livedesk.loopback.drawing import bars_png
from livedesk.loopback.rest import RestAnswer, answer, refuse
from livedesk.loopback.wire_values import as_list, as_object, as_text, snake_keys

_MAX_DEPTH = 16
_MOST_COLUMNS = 50
_MALFORMED = "Request contains an invalid argument."
_CODE = "import pandas as pd\ndata = pd.read_csv('table.csv')\nprint(len(data))\nprint(data.mean())"


def answer_generate(model: str, body: bytes, key: str) -> RestAnswer:
    """What ``POST /v1beta/models/MODEL:generateContent`` gives for ``key``."""
    if refusal := refuse_key(key):
        return refuse(400 if key else 403, refusal.reason)
    if model != TEXT_MODEL:
        return refuse(404, f"models/{model} is not found for API version v1beta.")
    try:
        request = as_object(snake_keys(json.loads(body), _MAX_DEPTH))
        table = _table(request)
    except (ValueError, RecursionError):
        return refuse(400, _MALFORMED)
    parts = _text("I am the practice server: I can only look at a table.")
    if table is not None:
        parts = _looked_at(table) if _may_run_code(request) else _text(_sentence(table))
    return answer(
        {
            "candidates": [
                {
                    "content": {"role": "model", "parts": parts},
                    "finishReason": "STOP",
                    "index": 0,
                }
            ],
            "modelVersion": model,
            "usageMetadata": {"promptTokenCount": len(body) // 4, "candidatesTokenCount": 60},
        }
    )


def _table(request: Mapping[str, Any]) -> list[list[str]] | None:
    """The rows of the first CSV file in the request.

    Raises:
        ValueError: it is none.
    """
    for content in map(as_object, as_list(request.get("contents"))):
        for part in map(as_object, as_list(content.get("parts"))):
            blob = as_object(part.get("inline_data"))
            if not blob:
                continue
            if as_text(blob.get("mime_type")) != "text/csv":
                raise ValueError("not a table")
            return _rows(as_text(blob.get("data")))
    return None


def _rows(data: str) -> list[list[str]]:
    try:
        text = base64.b64decode(data.translate(str.maketrans("-_", "+/"))).decode("utf-8-sig")
        rows = [row for row in csv.reader(io.StringIO(text)) if row]
    except (binascii.Error, UnicodeDecodeError, csv.Error) as error:
        raise ValueError("not a table") from error
    if not rows:
        raise ValueError("an empty table")
    return rows


def _may_run_code(request: Mapping[str, Any]) -> bool:
    return any("code_execution" in as_object(tool) for tool in as_list(request.get("tools")))


def _looked_at(table: list[list[str]]) -> list[dict[str, Any]]:
    means = _means(table)
    printed = f"{len(table) - 1}\n" + "".join(f"{name}  {mean:.3f}\n" for name, mean in means)
    parts: list[dict[str, Any]] = [
        {"executableCode": {"language": "PYTHON", "code": _CODE}},
        {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": printed}},
    ]
    if means:
        png = bars_png([mean for _, mean in means])
        blob = {"mimeType": "image/png", "data": base64.b64encode(png).decode()}
        parts.append({"inlineData": blob})
    return parts + _text(_sentence(table))


def _sentence(table: list[list[str]]) -> str:
    means = _means(table)
    said = f"The table has {len(table) - 1} rows and {len(table[0])} columns."
    if means:
        name, mean = means[0]
        said += f" The mean of {name} is {mean:.1f}."
    return said


def _means(table: list[list[str]]) -> list[tuple[str, float]]:
    """The names of the columns that hold a number, with the mean of what is one in them."""
    found = []
    for place, name in enumerate(table[0][:_MOST_COLUMNS]):
        numbers = [n for row in table[1:] if (n := _number(row, place)) is not None]
        if numbers:
            found.append((name, sum(numbers) / len(numbers)))
    return found


def _number(row: list[str], place: int) -> float | None:
    try:
        return float(row[place]) if row[place].strip().lower() not in ("nan", "inf") else None
    except (ValueError, IndexError):
        return None


def _text(text: str) -> list[dict[str, Any]]:
    return [{"text": text}]
