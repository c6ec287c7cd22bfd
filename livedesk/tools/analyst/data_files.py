"""A file from the disk → a table that may be asked about, or a sentence why it is none.

Looks at the outside only: standard library, no parser of a spreadsheet. That runs in the sandbox.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from livedesk.core.analysis import DataFile, DataKind
from livedesk.core.errors import InputFileError
from livedesk.tools.analyst.inside.reading import encoding_of, separator_of, table_key

# Gemini takes requests of 20 MB, and base64 makes four bytes of three (ai.google.dev, 2026-09).
MOST_BYTES = 10_000_000
_MOST_UNPACKED_BYTES = 200_000_000
_KINDS = {
    ".csv": DataKind.CSV,
    ".tsv": DataKind.CSV,
    ".txt": DataKind.CSV,
    ".json": DataKind.JSON,
    ".xlsx": DataKind.XLSX,
}
SUFFIXES = tuple(_KINDS)
_HINT = "LiveDesk reads tables as CSV, XLSX or JSON."


def read_data_file(path: Path) -> DataFile:
    """The table in ``path``. Blocks: call it in a thread.

    Raises:
        InputFileError: it cannot be read, is too large, or is no table.
    """
    name = path.name
    kind = _KINDS.get(path.suffix.lower())
    if kind is None:
        raise InputFileError(f"“{name}” is not of a kind that can be analysed.", _HINT)
    try:
        if not path.is_file():
            raise InputFileError(f"“{name}” is no file.", _HINT)
        if path.stat().st_size > MOST_BYTES:
            most = MOST_BYTES // 1_000_000
            raise InputFileError(
                f"“{name}” is larger than {most} MB.", "Take the rows that matter out of it."
            )
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise InputFileError(
            f"“{name}” cannot be read.", "Check that it is still there.", detail=str(error.errno)
        ) from error
    file = DataFile(name, kind, content)
    check_table(file)
    return file


def check_table(file: DataFile) -> None:
    """Return if ``file`` looks like a table.

    Raises:
        InputFileError: it does not.
    """
    if not file.content.strip():
        raise InputFileError(f"“{file.name}” is empty.", "Choose a file with rows in it.")
    match file.kind:
        case DataKind.CSV:
            _check_csv(file)
        case DataKind.JSON:
            _check_json(file)
        case DataKind.XLSX:
            _check_xlsx(file)


def _check_csv(file: DataFile) -> None:
    try:
        text = file.content.decode(encoding_of(file.content))
    except ValueError:
        raise InputFileError(f"“{file.name}” is no text, so it is no CSV file.", _HINT) from None
    separator = separator_of(text[:20_000])
    try:
        rows = [row for row in csv.reader(io.StringIO(text[:20_000]), delimiter=separator) if row]
    except csv.Error:
        rows = []
    if len(rows) < 2:
        raise InputFileError(
            f"“{file.name}” holds no table: it needs a line of names and rows below it.", _HINT
        )


def _check_json(file: DataFile) -> None:
    try:
        parsed = json.loads(file.content)
    except (ValueError, RecursionError):
        raise InputFileError(f"“{file.name}” is no JSON, or it is damaged.", _HINT) from None
    if table_key(parsed) is None:
        raise InputFileError(
            f"“{file.name}” holds no table.", "A list of objects, one for each row, would be one."
        )


def _check_xlsx(file: DataFile) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
            names = archive.namelist()
            unpacked_bytes = sum(part.file_size for part in archive.infolist())
            archive.getinfo("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError):
        raise InputFileError(
            f"“{file.name}” is no XLSX file, or it is damaged.",
            "Open it in a spreadsheet program and save it again.",
        ) from None
    if unpacked_bytes > _MOST_UNPACKED_BYTES or len(names) > 10_000:
        raise InputFileError(
            f"“{file.name}” unpacks to more than {_MOST_UNPACKED_BYTES // 1_000_000} MB.",
            "Take the rows that matter out of it.",
        )
