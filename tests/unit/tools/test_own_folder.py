"""The person's own tools: nothing of them runs that was not trusted, byte for byte."""

from pathlib import Path

import pytest

from livedesk.core.errors import ToolError
from livedesk.core.tool_types import Risk
from livedesk.tools.own_folder import OwnFile, own_files, own_tools

SOURCE = '''
from pathlib import Path
from textwrap import dedent

Path(__file__ if "__file__" in globals() else "x") and (MARK := Path({mark!r})).write_text("ran")

def shout(text: str) -> str:
    """Say it loudly."""
    return text.upper()

def _hidden() -> None:
    """Not a tool."""

def undocumented() -> None:
    pass
'''


@pytest.fixture
def mark(tmp_path: Path) -> Path:
    return tmp_path / "mark"


@pytest.fixture
def file(tmp_path: Path, mark: Path) -> OwnFile:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "loud.py").write_text(SOURCE.format(mark=str(mark)))
    (folder / "notes.txt").write_text("no tool")
    (found,) = own_files(folder)
    return found


async def test_a_trusted_file_gives_its_documented_functions(file: OwnFile) -> None:
    (tool,) = own_tools(file, file.sha256)
    assert (tool.spec.name, tool.server, tool.risk) == ("shout", "loud.py", Risk.REACHES_OUT)
    assert (await tool.function({"text": "hi"})).output == {"text": "HI"}


def test_looking_runs_nothing(file: OwnFile, mark: Path) -> None:
    assert file.name == "loud.py"
    assert not mark.exists()


@pytest.mark.parametrize("changed", [None, "", "0" * 64])
def test_what_was_not_trusted_as_it_is_does_not_run(file: OwnFile, mark: Path, changed) -> None:
    with pytest.raises(ToolError, match="was not trusted as it is now"):
        own_tools(file, changed)
    other = OwnFile(file.name, file.sha256, file.content + b"\n#")  # claims the old content
    with pytest.raises(ToolError, match="was not trusted"):
        own_tools(other, file.sha256)
    assert not mark.exists()


def test_a_broken_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def (")
    (found,) = own_files(tmp_path)
    with pytest.raises(ToolError, match=r"bad\.py does not work: SyntaxError"):
        own_tools(found, found.sha256)


def test_a_missing_folder_has_no_files(tmp_path: Path) -> None:
    assert own_files(tmp_path / "nowhere") == ()
