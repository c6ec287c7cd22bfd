"""The person's own tools: Python files in a folder, of which each is trusted by its content.

Every public function of a file that has a docstring becomes a tool, as ``from_function`` says. Such
a file is a program that may do anything, so nothing of it runs until the person has trusted exactly
these bytes; changed by one letter, it has to be trusted again.
"""

from __future__ import annotations

import hashlib
import importlib.abc
import importlib.util
import inspect
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool

_MOST_FILES = 100
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of the folder as it is now; ``sha256`` is of its content, in hexadecimal digits."""

    name: str
    sha256: str
    content: bytes


def own_files(folder: Path) -> tuple[OwnFile, ...]:
    """The Python files of ``folder``, by name; nothing of them is run.

    Raises:
        ToolError: the folder cannot be read.
    """
    try:
        paths = sorted(path for path in folder.glob("*.py") if path.is_file())[:_MOST_FILES]
        contents = [(path.name, path.read_bytes()) for path in paths]
    except OSError as error:
        raise ToolError(f"The folder {folder} cannot be read: {error.strerror}.") from error
    return tuple(
        OwnFile(name, hashlib.sha256(content).hexdigest(), content)
        for name, content in contents
        if len(content) <= _MOST_BYTES
    )


def own_tools(file: OwnFile, trusted_sha256: str | None) -> tuple[Tool, ...]:
    """The tools of a file. Runs the file, so it must have been trusted.

    Raises:
        ToolError: it was not trusted as it is, or does not work.
    """
    # Reckoned anew from the very bytes that are run.
    if hashlib.sha256(file.content).hexdigest() != trusted_sha256:
        raise ToolError(f"{file.name} was not trusted as it is now.")
    stem = Path(file.name).stem
    loader = _Loader(file)
    spec = importlib.util.spec_from_loader(f"livedesk_own_{stem}", loader)
    if spec is None:
        raise ToolError(f"{file.name} cannot be loaded.")
    module = importlib.util.module_from_spec(spec)
    try:
        loader.exec_module(module)
        return tuple(
            tool_from(function, Risk.REACHES_OUT, server=file.name)
            for name, function in inspect.getmembers(module, inspect.isfunction)
            if not name.startswith("_") and function.__module__ == module.__name__
            if function.__doc__
        )
    except Exception as error:
        raise ToolError(f"{file.name} does not work: {type(error).__name__}: {error}.") from error


class _Loader(importlib.abc.InspectLoader):
    """Runs the bytes that were looked at, whatever the file holds by now."""

    def __init__(self, file: OwnFile) -> None:
        self._file = file

    def get_source(self, fullname: str) -> str:
        return importlib.util.decode_source(self._file.content)

    def create_module(self, spec: object) -> ModuleType | None:
        return None

    def is_package(self, fullname: str) -> bool:
        return False
