"""Files that are no tables are told by one clear sentence each."""

import io
import os
import zipfile
from pathlib import Path

import pytest

from livedesk.core.analysis import DataKind
from livedesk.core.errors import InputFileError
from livedesk.tools.analyst import data_files
from livedesk.tools.analyst.data_files import read_data_file
from livedesk.tools.analyst.sandbox import plain_name


def workbook(*names: str, n_bytes: int = 10) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, b"0" * n_bytes)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.csv", b"x,y\n1,2\n", DataKind.CSV),
        ("A.CSV", "größe;y\n1;2\n".encode("cp1252"), DataKind.CSV),
        ("b.tsv", "x\ty\n1\t2\n".encode("utf-16"), DataKind.CSV),
        ("c.json", b'[{"x": 1}]', DataKind.JSON),
        ("d.xlsx", workbook("xl/workbook.xml"), DataKind.XLSX),
    ],
)
def test_tables_are_read(tmp_path: Path, name, content, kind):
    (tmp_path / name).write_bytes(content)
    file = read_data_file(tmp_path / name)
    assert (file.name, file.kind, file.content) == (name, kind, content)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF", "not of a kind"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b" \n\n ", "is empty"),
        ("a.csv", b"x,y\n", "holds no table"),
        ("a.csv", b"PK\0\0binary\nmore\n", "is no text"),
        ("a.json", b"{", "is no JSON"),
        ("a.json", b"[" * 100_000, "is no JSON"),
        ("a.json", b'"just words"', "holds no table"),
        ("a.xlsx", b"no zip at all", "is no XLSX file"),
        ("a.xlsx", workbook("word/document.xml"), "is no XLSX file"),
        ("a.xlsx", workbook("xl/workbook.xml")[:-30], "is no XLSX file"),
        ("a.xlsx", workbook("xl/workbook.xml", n_bytes=201_000_000), "unpacks to more"),
    ],
)
def test_what_is_no_table_is_told(tmp_path: Path, name, content, words):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputFileError, match=words) as told:
        read_data_file(tmp_path / name)
    assert told.value.user_message.endswith(".")
    assert told.value.hint
    assert str(tmp_path) not in str(told.value)


def test_a_file_that_is_too_large_gone_or_no_file_is_told(tmp_path: Path, monkeypatch):
    monkeypatch.setattr(data_files, "MOST_BYTES", 1_000_000)
    (tmp_path / "a.csv").write_bytes(b"x,y\n" + b"1,2\n" * 250_000)
    with pytest.raises(InputFileError, match="larger than 1 MB"):
        read_data_file(tmp_path / "a.csv")
    with pytest.raises(InputFileError, match="is no file"):
        read_data_file(tmp_path / "gone.csv")
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(InputFileError, match="is no file"):
        read_data_file(tmp_path / "folder.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_does_not_hold_anything_up(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.csv")
    with pytest.raises(InputFileError, match="is no file"):
        read_data_file(tmp_path / "pipe.csv")


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("sales 2026.csv", "sales 2026.csv"),
        ("../../etc/passwd.csv", "_.._etc_passwd.csv"),
        ("-rf.csv", "rf.csv"),
        ("a'b\n.csv", "a_b_.csv"),
        ("größe.csv", "größe.csv"),
        ("...", "table"),
        ("x" * 300 + ".csv", "x" * 76 + ".csv"),
    ],
)
def test_a_name_cannot_lead_anywhere(name, plain):
    assert plain_name(name) == plain
