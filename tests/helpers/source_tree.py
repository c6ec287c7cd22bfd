"""The project's own sources, parsed once, for the tests of its architecture."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "livedesk"


@dataclass(frozen=True)
class Source:
    """One Python file: its path below the project's root, its text and its syntax tree."""

    name: str
    text: str
    tree: ast.Module

    @property
    def n_lines(self) -> int:
        return self.text.count("\n")

    def is_in(self, *places: str) -> bool:
        """Whether this is one of ``places``: files, or folders that end in a slash."""
        return any(self.name == p or (p.endswith("/") and self.name.startswith(p)) for p in places)


@cache
def sources(folder: str = "livedesk") -> tuple[Source, ...]:
    """Every Python file below ``folder``."""
    found = []
    for path in sorted((ROOT / folder).rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        found.append(Source(path.relative_to(ROOT).as_posix(), text, ast.parse(text)))
    return tuple(found)


def imported_names(source: Source) -> Iterator[tuple[str, int]]:
    """Every dotted name that ``source`` imports, with its line; ``from a import b`` is ``a.b``."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno


def calls(source: Source) -> Iterator[ast.Call]:
    """Every call in ``source``."""
    return (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))


def called_name(call: ast.Call) -> str:
    """The last part of what is called: ``exec`` for ``dialog.exec()``."""
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


@cache
def tracked_files() -> tuple[Path, ...]:
    """What belongs to the project: what git tracks or would track; without git, all but caches."""
    # A checkout may belong to somebody else than the one who tests it.
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT)]
    listing = [*git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(listing, capture_output=True, check=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        made = ("__pycache__", "build", "dist")
        folders = [p for p in ROOT.iterdir() if p.name == ".ci" or not p.name.startswith(".")]
        paths = [p for f in folders if f.name not in made for p in (f, *f.rglob("*"))]
        return tuple(p for p in paths if p.is_file() and p.suffix != ".pyc")
    paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
    return tuple(path for path in paths if path.is_file())
