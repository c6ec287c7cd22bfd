"""Tables are attached, replaced, removed, and belong to one conversation."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from livedesk.app.data_desk import MOST_FILES, DataDesk
from livedesk.core.analysis import Analysis, DataFile, DataKind
from livedesk.core.errors import InputFileError
from livedesk.tools.analyst.isolation import Isolation
from livedesk.tools.analyst.local_analyser import LocalAnalyser


class Asked:
    """Somebody with a key."""

    def __init__(self) -> None:
        self.files: list[DataFile] = []

    async def analyse(self, question: str, file: DataFile) -> Analysis:
        self.files.append(file)
        return Analysis({"summary": question})


class Desk:
    def __init__(self) -> None:
        self.remote: Asked | None = None
        self.data = DataDesk(lambda: self.remote)
        self.failures: list[InputFileError] = []
        self.data.failed.connect(self.failures.append)

    def names(self) -> list[str]:
        return [file.name for file in self.data.files]

    async def until(self, condition) -> None:
        async with asyncio.timeout(5):
            while not condition():
                await asyncio.sleep(0.005)


@pytest.fixture
async def desk(qapp) -> AsyncIterator[Desk]:
    made = Desk()
    yield made
    await made.data.aclose()


def table(folder: Path, name: str, content: bytes = b"a,b\n1,2\n") -> Path:
    (folder / name).write_bytes(content)
    return folder / name


async def test_bad_files_are_told_and_good_ones_are_attached(desk: Desk, tmp_path: Path) -> None:
    good, bad = table(tmp_path, "good.csv"), table(tmp_path, "bad.json", b"{")
    desk.data.attach((bad, good, tmp_path / "gone.csv"))
    await desk.until(lambda: len(desk.failures) == 2)
    assert desk.names() == ["good.csv"]

    table(tmp_path, "good.csv", b"a,b\n3,4\n")  # what was attached stays what it was
    assert desk.data.files[0].content == b"a,b\n1,2\n"
    desk.data.attach((good,))
    await desk.until(lambda: desk.data.files[0].content == b"a,b\n3,4\n")
    assert desk.names() == ["good.csv"]

    desk.data.remove("good.csv")
    desk.data.remove("good.csv")
    assert desk.names() == []


async def test_there_are_so_many_at_most_and_none_in_another_conversation(
    desk: Desk, tmp_path: Path
) -> None:
    desk.data.attach(tuple(table(tmp_path, f"{n}.csv") for n in range(MOST_FILES + 1)))
    await desk.until(lambda: desk.failures)
    assert desk.names() == [f"{n}.csv" for n in range(MOST_FILES)]
    desk.data.clear()
    assert desk.names() == []


async def test_a_key_decides_who_answers_and_gemini_gets_csv(desk: Desk) -> None:
    assert isinstance(desk.data.analyser(), LocalAnalyser)
    desk.remote = Asked()
    await desk.data.analyser().analyse("?", DataFile("t.json", DataKind.JSON, b'[{"a": 1}]'))
    await desk.data.analyser().analyse("?", DataFile("t.csv", DataKind.CSV, b"a\n2\n"))
    assert [(file.kind, file.content) for file in desk.remote.files] == [
        (DataKind.CSV, b"a\n1\n"),
        (DataKind.CSV, b"a\n2\n"),
    ]


async def test_what_holds_an_analysis_is_found_out(desk: Desk) -> None:
    found: list[Isolation] = []
    desk.data.isolation_found.connect(found.append)
    desk.data.find_isolation()
    await desk.until(lambda: found)
    assert isinstance(found[0], Isolation)


async def test_the_sample_is_there(desk: Desk) -> None:
    desk.data.attach_sample()
    await desk.until(lambda: desk.names() == ["penguins.csv"])
