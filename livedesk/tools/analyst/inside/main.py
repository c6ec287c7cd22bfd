"""A request from standard input, an answer to standard output; both are JSON.

``{"question", "name", "kind"}`` → ``{"finding": {…}}`` or ``{"refused": "a sentence"}``; without a
question ``{"csv": "the same table"}``.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import mimetypes
import os
import sys
from typing import Any

from livedesk.tools.analyst.inside.limits import hold

_TOO_LARGE = "The table needs more memory than an analysis on this computer may take."


def main() -> None:
    """Answer one request."""
    hold()
    # openpyxl would read the system's files of these, which are shut.
    mimetypes.knownfiles.clear()
    request = json.loads(sys.stdin.read(100_000))
    # Nothing that a library prints gets between the lines of the answer.
    answer_file = os.fdopen(os.dup(1), "w", encoding="utf-8")
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        answer = _answer(request)
    json.dump(answer, answer_file)
    answer_file.close()


def _answer(request: dict[str, str]) -> dict[str, Any]:
    try:
        from livedesk.tools.analyst.inside.running import RefusedError, analyse, as_csv
    except ImportError as error:
        return {"refused": f"Analysing needs a part that is not installed: {error.name}."}
    try:
        if "question" not in request:
            return {"csv": as_csv(request["name"], request["kind"])}
        finding = analyse(request["question"], request["name"], request["kind"])
    except RefusedError as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": _TOO_LARGE}
    except Exception as failure:  # noqa: BLE001 - whatever pandas says of a table: it is told
        return {"refused": f"The table could not be analysed ({type(failure).__name__})."}
    made: dict[str, Any] = {
        "summary": finding.summary,
        "code": finding.code,
        "columns": finding.columns,
        "rows": finding.rows,
        "n_rows": finding.n_rows,
        "pictures": [base64.b64encode(png).decode() for png in finding.pictures],
        "caption": finding.caption,
    }
    return {"finding": made}
