"""Which line of pandas reads a file, and which JSON is a table. Pure; standard library only."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from typing import Any

_SEPARATORS = ",;\t|"


def encoding_of(content: bytes) -> str:
    """The encoding of a text, as Python calls it.

    Raises:
        ValueError: it is no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        content.decode("utf-16")
        return "utf-16"
    if b"\0" in content:
        raise ValueError("zero bytes")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content.decode("cp1252")
        return "cp1252"
    return "utf-8-sig" if content.startswith(b"\xef\xbb\xbf") else "utf-8"


def separator_of(head: str) -> str:
    """What parts the cells of a CSV file that begins like this; a comma where nothing does."""
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    if not lines:
        return ","
    counts = {sign: [_cells(line, sign) for line in lines] for sign in _SEPARATORS}
    # The sign that parts every line into as many cells as the first, and into the most of them.
    even = {sign: of[0] for sign, of in counts.items() if min(of) == max(of) > 1}
    return max(even or {sign: of[0] for sign, of in counts.items()}, key=_by_count(even, counts))


def _by_count(even: Mapping[str, int], counts: Mapping[str, list[int]]) -> Any:
    return lambda sign: even.get(sign, counts[sign][0])


def _cells(line: str, separator: str) -> int:
    return len(next(csv.reader([line], delimiter=separator), []))


def table_key(parsed: object) -> str | None:
    """Where in a parsed JSON file the table is: the key of its list, or "" for the whole.

    None means that there is no table. A list of objects is one, also as the only such list of an
    object; and so is an object of lists that are of one length.
    """
    if _is_rows(parsed):
        return ""
    if not isinstance(parsed, Mapping):
        return None
    lists = {key: of for key, of in parsed.items() if isinstance(of, list)}
    tables = [key for key, of in lists.items() if _is_rows(of)]
    if len(tables) == 1:
        return str(tables[0])
    lengths = {len(of) for of in lists.values()}
    is_columns = not tables and len(lists) == len(parsed) and len(lengths) == 1 and lengths != {0}
    return "" if is_columns else None


def reading_code(name: str, kind: str, content: bytes, parsed: object = None) -> str:
    """The lines that read the file ``name`` into ``data``; ``parsed`` is the content of JSON."""
    if kind == "XLSX":
        return f"data = pd.read_excel({name!r})"
    if kind == "JSON":
        key = table_key(parsed)
        part = f"[{key!r}]" if key else ""
        made = "pd.json_normalize" if key or isinstance(parsed, list) else "pd.DataFrame"
        return (
            f"with open({name!r}, encoding={encoding_of(content)!r}) as file:\n"
            f"    data = {made}(json.load(file){part})"
        )
    encoding = encoding_of(content)
    head = content[:20_000].decode(encoding, "ignore")
    separator = separator_of(head)
    options = "" if separator == "," else f", sep={separator!r}"
    if separator == ";" and "," in head:
        options += ', decimal=","'
    if encoding != "utf-8":
        options += f", encoding={encoding!r}"
    return f"data = pd.read_csv({name!r}{options})"


def _is_rows(value: object) -> bool:
    return (
        isinstance(value, list) and bool(value) and all(isinstance(row, Mapping) for row in value)
    )
