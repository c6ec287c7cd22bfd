"""Tables are really analysed on this computer, in the sandbox, and what it says is not trusted."""

import asyncio
import base64
import io
import json
import os
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook

from livedesk.core.analysis import DataFile, DataKind
from livedesk.core.errors import ToolError
from livedesk.core.exhibits import Code, Picture, Table
from livedesk.core.paths import resource_path
from livedesk.tools.analyst.analyze_data import analyze_data
from livedesk.tools.analyst.local_analyser import LocalAnalyser, analysis_of
from livedesk.tools.analyst.sandbox import Ending, Run, Sandbox
from livedesk.tools.tool import ToolOutput

PENGUINS = DataFile(
    "penguins.csv", DataKind.CSV, resource_path("data", "penguins.csv").read_bytes()
)


def sales() -> DataFile:
    book = Workbook()
    for row in (
        ["region", "day", "revenue"],
        ["North", "2026-01-01", 5],
        ["South", "2026-01-02", 7],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return DataFile("sales (1).xlsx", DataKind.XLSX, file.getvalue())


async def test_a_correlation_comes_as_words_table_plot_and_the_code_that_was_run():
    found = await LocalAnalyser().analyse(
        "How does bill length correlate with body mass by species?", PENGUINS
    )
    picture, table, code = found.exhibits
    assert isinstance(picture, Picture)
    assert isinstance(table, Table)
    assert isinstance(code, Code)
    assert "Gentoo: 0.67" in found.output["summary"]
    assert table.rows[0] == ("Adelie", "0.5489")
    assert "data = pd.read_csv('penguins.csv')" in code.text
    assert found.output["rows_of_the_file"] == 344


async def test_what_it_cannot_do_it_says_with_the_columns_that_there_are():
    with pytest.raises(ToolError, match=r"Without a key I can.*species, island"):
        await LocalAnalyser().analyse("predict the next penguin", PENGUINS)


@pytest.mark.parametrize("analyser", [LocalAnalyser(), LocalAnalyser(lambda: Sandbox(None))])
async def test_a_table_of_another_kind_becomes_csv(analyser):
    assert await analyser.as_csv(sales()) == (
        b"region,day,revenue\nNorth,2026-01-01,5\nSouth,2026-01-02,7\n"
    )


def own_children() -> list[int]:
    """The processes that any thread of this one has started."""
    found = [path.read_text().split() for path in Path("/proc/self/task").glob("*/children")]
    return [int(number) for numbers in found for number in numbers]


@pytest.mark.skipif(sys.platform != "linux", reason="processes are looked for in /proc")
async def test_cancelling_ends_the_process_first():
    program = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
    analyser = LocalAnalyser(lambda: Sandbox(None, program=program))
    others = set(own_children())
    task = asyncio.get_running_loop().create_task(analyser.analyse("describe", PENGUINS))
    async with asyncio.timeout(5):
        while not (children := set(own_children()) - others):
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(ProcessLookupError):
        os.kill(children.pop(), 0)


def finding(**changed: object) -> Run:
    made = {
        "summary": "s",
        "code": "c",
        "columns": ["a"],
        "rows": [["1"]],
        "n_rows": 1,
        "pictures": [],
        "caption": "",
    }
    return Run(Ending.ANSWERED, json.dumps({"finding": made | changed}).encode())


@pytest.mark.parametrize(
    "run",
    [
        Run(Ending.ANSWERED, b"no json"),
        Run(Ending.ANSWERED, b"[" * 100_000),
        Run(Ending.ANSWERED, b"[]"),
        Run(Ending.ANSWERED, b"{}"),
        finding(rows=[["1", "2"]]),
        finding(rows=5),
        finding(columns=None),
        finding(n_rows="many"),
        finding(pictures=["no base64!"]),
    ],
)
def test_an_answer_that_makes_no_sense_is_told_as_such(run: Run):
    with pytest.raises(ToolError, match="no answer that can be read"):
        analysis_of(run)


def test_a_picture_that_is_none_or_too_large_is_left_out():
    huge = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4, "big") * 2
    texts = [base64.b64encode(data).decode() for data in (huge, b"<svg/>", b"")]
    assert [type(e) for e in analysis_of(finding(pictures=texts)).exhibits] == [Table, Code]


class Answering:
    """Notes which file it was asked about."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def analyse(self, question: str, file: DataFile):
        self.asked.append(file.name)
        return analysis_of(finding())


async def test_the_tool_takes_the_file_that_is_meant():
    answering, files = Answering(), []
    tool = analyze_data(lambda: files, lambda: answering)
    with pytest.raises(ToolError, match="No data file is attached"):
        await tool.function({"question": "describe it"})
    files += [DataFile(name, DataKind.CSV, b"") for name in ("a.csv", "b.csv")]
    for arguments in ({}, {"file": "A"}, {"file": "a.csv"}):
        output = await tool.function({"question": "describe it"} | arguments)
        assert isinstance(output, ToolOutput)
    await tool.function({"question": "what is in A.csv"})
    assert answering.asked == ["b.csv", "a.csv", "a.csv", "a.csv"]
    assert output.output["other_files"] == ["b.csv"]
    with pytest.raises(ToolError, match=r"No file called /etc/passwd is attached.*a.csv, b.csv"):
        await tool.function({"question": "describe it", "file": "/etc/passwd"})


def test_half_a_sign_in_a_table_can_be_kept():
    run = finding(summary="\ud800", columns=["\ud800"], rows=[["\udfff"]], code="\ud800")
    told = analysis_of(run)
    assert str(told).encode()
    assert told.output["summary"] == "?"
    assert str(told.exhibits).count("?") == 3
    assert "\\ud" not in repr(told)
