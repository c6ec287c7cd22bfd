"""What the project says of itself is true, and says nothing of a machine or a person."""

from __future__ import annotations

import ast
import re

import pytest
from helpers.source_tree import PACKAGE, ROOT, sources, tracked_files

# Written in two halves so that this file does not find itself.
TRACES = {
    "a machine's folder": re.compile(r"(?<![\w.])/(?:wor" r"k|roo" r"t|hom" r"e/\w+)/"),
    "a registry's host": re.compile(r"pypi\." r"org|files\.python" r"hosted|/sim" r"ple/"),
    "a key": re.compile(r"AI" r"za[0-9A-Za-z_-]{35}|-----BEGIN [A-Z ]*PRIV" r"ATE KEY"),
}
MODULE_IN_TEXT = re.compile(r"`((?:[a-z_]+/)+[a-z_0-9]*(?:\.[a-z]+)?)`")
LISTED_MODULE = re.compile(r"^\* ``(\w+)``", re.MULTILINE)


def _texts():
    for path in tracked_files():
        try:
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


@pytest.mark.parametrize("kind", TRACES)
def test_no_file_carries(kind: str):
    found = [
        f"{name}: {match.group()}"
        for name, text in _texts()
        if (match := TRACES[kind].search(text)) is not None
    ]
    assert not found


def _packages():
    return [s for s in sources() if s.name.endswith("/__init__.py")]


def test_every_package_says_what_it_is_and_what_it_may_import():
    silent = []
    for source in _packages():
        doc = ast.get_docstring(source.tree) or ""
        is_layer = source.name.count("/") == 2
        if not doc or (is_layer and "may import" not in doc.lower()):
            silent.append(source.name)
    assert not silent


def test_a_package_lists_the_modules_it_has():
    wrong = []
    for source in _packages():
        listed = set(LISTED_MODULE.findall(ast.get_docstring(source.tree) or ""))
        folder = (ROOT / source.name).parent
        there = {p.stem for p in folder.glob("*.py")} | {
            p.parent.name for p in folder.glob("*/__init__.py")
        }
        there -= {"__init__", "__main__"}
        if listed and listed != there:
            wrong.append(f"{source.name}: {sorted(listed ^ there)}")
    assert not wrong


def test_documents_name_only_what_exists():
    missing = []
    for document in [ROOT / "README.md", PACKAGE / "ARCHITECTURE.md", *PACKAGE.glob("decisions/*")]:
        text = document.read_text(encoding="utf-8")
        missing += [
            f"{document.name}: {name}"
            for name in MODULE_IN_TEXT.findall(text)
            if not any((base / name).exists() for base in (ROOT, PACKAGE))
        ]
    assert not missing


def test_the_readme_shows_pictures_that_exist():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", text)
    assert pictures
    assert [p for p in pictures if not (ROOT / p).is_file()] == []


def test_every_script_can_be_run():
    scripts = ("packaging/run", "packaging/test", "packaging/lock", ".ci/run")
    assert [s for s in scripts if not (ROOT / s).stat().st_mode & 0o100] == []
