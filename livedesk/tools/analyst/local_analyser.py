"""Answers a documented set of questions about a table on this computer, without a key."""

from __future__ import annotations

import asyncio
import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from livedesk.core.analysis import Analysis, DataFile
from livedesk.core.errors import ToolError
from livedesk.core.exhibits import Code, Exhibit, Picture, Table, is_png
from livedesk.tools.analyst.isolation import bubblewrap
from livedesk.tools.analyst.sandbox import WALL_S, Ending, Run, Sandbox, Stop, plain_name

_MOST_QUESTION_CHARS = 2_000
_SENTENCES = {
    Ending.TOO_LONG: f"The analysis took longer than {WALL_S:g} seconds and was ended.",
    Ending.TOO_MUCH: "The analysis wrote more than anybody can read, and was ended.",
    Ending.DIED: "The analysis needed more time or memory than it may take, and was ended.",
    Ending.STOPPED: "The analysis was stopped.",
}
_NO_ANSWER = "The analysis gave no answer that can be read."


def default_sandbox() -> Sandbox:
    """The safest that works here. Blocks when it is asked for the first time: use a thread."""
    return Sandbox(bubblewrap())


@dataclass(frozen=True, slots=True)
class LocalAnalyser:
    """An ``Analyser`` that runs pandas in a process of its own."""

    make_sandbox: Callable[[], Sandbox] = default_sandbox

    async def analyse(self, question: str, file: DataFile) -> Analysis:
        """Answer, see ``Analyser``. When it is cancelled the process is killed first.

        Raises:
            ToolError: the question is none of the documented ones, or it did not work.
        """
        asked = {"question": question[:_MOST_QUESTION_CHARS]}
        return analysis_of(await self._run(asked, file))

    async def as_csv(self, file: DataFile) -> bytes:
        """The same table as CSV in UTF-8.

        Raises:
            ToolError: it cannot be read.
        """
        answer = answer_of(await self._run({}, file))
        if not isinstance(answer.get("csv"), str):
            raise ToolError(_NO_ANSWER)
        return str(answer["csv"]).encode("utf-8", "replace")

    async def _run(self, asked: dict[str, str], file: DataFile) -> Run:
        stop = Stop()
        loop = asyncio.get_running_loop()
        job = loop.run_in_executor(None, self._run_now, asked, file, stop)
        try:
            return await asyncio.shield(job)
        except asyncio.CancelledError:
            stop.set()
            await asyncio.wait((job,))
            raise

    def _run_now(self, asked: dict[str, str], file: DataFile, stop: Stop) -> Run:
        plain = replace(file, name=plain_name(file.name))
        request = {**asked, "name": plain.name, "kind": file.kind.name}
        try:
            return self.make_sandbox().run(json.dumps(request).encode(), plain, stop)
        except OSError as error:
            raise ToolError("The analysis could not be started.", detail=str(error)) from error


def analysis_of(run: Run) -> Analysis:
    """What a run found. Pure; the answer is not trusted.

    Raises:
        ToolError: it found nothing, with a sentence why.
    """
    answer = answer_of(run)
    try:
        return _analysis(answer["finding"])
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ToolError(_NO_ANSWER) from None


def answer_of(run: Run) -> dict[str, Any]:
    """The JSON object that a run wrote.

    Raises:
        ToolError: it wrote none, or that it cannot do what was asked.
    """
    if run.ending is not Ending.ANSWERED:
        raise ToolError(_SENTENCES[run.ending], detail=run.answer.decode("ascii", "replace"))
    try:
        answer = json.loads(run.answer)
    except (ValueError, RecursionError):
        raise ToolError(_NO_ANSWER) from None
    if not isinstance(answer, dict):
        raise ToolError(_NO_ANSWER)
    if "refused" in answer:
        raise ToolError(_text(answer["refused"], 1000))
    return answer


def _analysis(found: dict[str, Any]) -> Analysis:
    columns = tuple(_text(name, 200) for name in found["columns"])
    rows = tuple(tuple(_text(cell, 200) for cell in row) for row in found["rows"][:100])
    if any(len(row) != len(columns) for row in rows):
        raise ValueError("rows of other lengths than the columns")
    caption = _text(found["caption"], 200)
    exhibits: list[Exhibit] = []
    for text in found["pictures"][:4]:
        png = _bytes(text)
        if is_png(png):
            exhibits.append(Picture(png, caption))
    exhibits.append(Table(columns, rows, caption))
    exhibits.append(Code(_text(found["code"], 20_000), "python"))
    output = {
        "summary": _text(found["summary"], 2_000),
        "rows_of_the_file": int(found["n_rows"]),
        "table": {"columns": list(columns), "rows": [list(row) for row in rows]},
        "shown": "The person sees the code, the table and the plot.",
    }
    return Analysis(output, tuple(exhibits))


def _text(value: object, most: int) -> str:
    # JSON can spell half a sign (a lone surrogate), which neither the store nor a file takes.
    return str(value)[:most].encode("utf-8", "replace").decode()


def _bytes(text: object) -> bytes:
    try:
        return base64.b64decode(str(text), validate=True)
    except binascii.Error as error:
        raise ValueError("no base64") from error
