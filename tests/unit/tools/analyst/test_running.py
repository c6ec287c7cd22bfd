"""Every kind of code that is written for a question really runs, on every kind of table.

Here in the test's own process: that it is held is tested with the sandbox.
"""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook

from livedesk.core.exhibits import is_png
from livedesk.core.paths import resource_path
from livedesk.tools.analyst.inside import main
from livedesk.tools.analyst.inside.findings import Finding, number_text
from livedesk.tools.analyst.inside.running import RefusedError, analyse, as_csv, plt


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    plt.close("all")


def penguins(question: str, folder: Path) -> Finding:
    (folder / "p.csv").write_bytes(resource_path("data", "penguins.csv").read_bytes())
    return analyse(question, "p.csv", "CSV")


@pytest.mark.parametrize(
    ("question", "words", "n_pictures"),
    [
        ("describe it", "344 rows and 7 columns: species, island, bill length mm", 0),
        ("how heavy is the body mass", "from 2,700 to 6,300, with a mean of 4,201.75 over 342", 1),
        ("correlate bill length with flipper length", "strongly positively related: the corr", 1),
        ("correlate bill length and bill depth by species", "Chinstrap: 0.65", 1),
        ("what does body mass correlate with", "correlates with flipper length mm: 0.87", 0),
        ("correlations", "flipper length mm and body mass g, 0.87", 1),
        ("correlate bill length, bill depth and body mass", "of bill length mm and body mass g", 1),
        ("mean body mass by species", "Gentoo: 5,076.02, Chinstrap: 3,733.09", 1),
        ("median body mass per island", "Median of body mass g by island: Biscoe: 4,775", 1),
        ("how many per sex", "Rows by sex: male: 168, female: 165", 1),
        ("group by body mass", "and 89 more", 1),
        ("plot bill length against body mass", "bill length mm and body mass g", 1),
        ("a histogram of bill depth", "bill depth mm", 1),
        ("plot species", "Rows by species: Adelie: 152", 1),
        ("a chart of total body mass by island", "Sum of body mass g by island", 1),
    ],
)
def test_penguins(question: str, words: str, n_pictures: int, folder: Path):
    found = penguins(question, folder)
    assert words in found.summary
    assert len(found.pictures) == n_pictures
    assert all(map(is_png, found.pictures))
    assert all(len(row) == len(found.columns) for row in found.rows)
    assert len(found.rows) <= 20
    compile(found.code, "shown", "exec")
    assert "read_csv('p.csv')" in found.code


def test_the_code_that_is_shown_does_the_same_by_itself(folder: Path):
    found = penguins("mean body mass by species", folder)
    space: dict = {}
    exec(found.code, space)
    shown = space["result"]
    assert found.rows == tuple((name, number_text(mean)) for name, mean in shown.to_numpy())


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


TABLES = {
    "a.csv": b"day,size\n2026-01-01,1\n2026-01-03,4\n",
    "b.tsv": "day\tsize\n2026-01-01\t1\n2026-01-03\t4\n".encode("utf-16"),
    "c.csv": "day;size;größe\n2026-01-01;1,0;3,5\n2026-01-03;4,0;5,5\n".encode("cp1252"),
    "d.json": b'[{"day": "2026-01-01", "size": 1}, {"day": "2026-01-03", "size": 4}]',
    "e.json": b'{"n": 2, "rows": [{"day": "2026-01-01", "size": 1},'
    b'{"day": "2026-01-03", "size": 4}]}',
    "f.json": b'\xef\xbb\xbf{"day": ["2026-01-01", "2026-01-03"], "size": [1, 4]}',
    "g.xlsx": book(["day", "size"], ["2026-01-01", 1], ["2026-01-03", 4]),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_kind_of_file_is_read(name: str, folder: Path):
    (folder / name).write_bytes(TABLES[name])
    kind = {"xlsx": "XLSX", "json": "JSON"}.get(name.rpartition(".")[2], "CSV")
    found = analyse("plot size by day", name, kind)
    assert found.rows == (("2026-01-01", "1"), ("2026-01-03", "4"))
    assert as_csv(name, kind).startswith("day,size")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a,a\n1,2\n", ""),  # pandas names the second one anew
        (",".join(f"c{n}" for n in range(600)).encode() + b"\n" + b"1," * 599 + b"1\n", "600"),
        (b"x\n" * 1, "no rows"),
    ],
)
def test_odd_tables(content: bytes, words: str, folder: Path):
    (folder / "odd.csv").write_bytes(content)
    if not words:
        assert "2 columns" in analyse("describe it", "odd.csv", "CSV").summary
        return
    with pytest.raises(RefusedError, match="holds no rows, or more than 500 columns"):
        analyse("describe it", "odd.csv", "CSV")


@pytest.mark.parametrize(
    "name", ["'; import os #", "$a^{b$", "a\\b", "{x}", "__class__", "ünï çødé", "x" * 300]
)
def test_odd_names_of_columns_are_only_names(name: str, folder: Path):
    rows = [{name: n, "size": n % 3, "kind": "ab"[n % 2]} for n in range(6)]
    (folder / "t.json").write_text(json.dumps(rows))
    plain = name.replace("_", " ").strip()
    found = analyse(f"correlate {plain} with size by kind", "t.json", "JSON")
    assert len(found.columns) >= 2


def test_what_pandas_says_is_told_without_its_words(folder: Path):
    (folder / "x.xlsx").write_bytes(b"PK no workbook")
    asked = {"question": "describe it", "name": "x.xlsx", "kind": "XLSX"}
    assert "The table could not be analysed (" in main._answer(asked)["refused"]
    (folder / "x.csv").write_bytes(b"a\n1\n")
    refused = main._answer(asked | {"question": "sing", "name": "x.csv", "kind": "CSV"})
    assert "The columns are: a." in refused["refused"]
    assert main._answer({"name": "x.csv", "kind": "CSV"}) == {"csv": "a\n1\n"}
