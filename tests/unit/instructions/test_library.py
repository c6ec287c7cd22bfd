"""Built-in instructions are there; own ones can be made, changed and removed, and survive."""

from pathlib import Path

import pytest

from livedesk.core.errors import InstructionError
from livedesk.core.paths import resource_path
from livedesk.instructions.instruction import MAX_TEXT_CHARS, parse, render
from livedesk.instructions.library import InstructionLibrary

PROMPTS = resource_path("prompts")


@pytest.fixture
def library(tmp_path: Path) -> InstructionLibrary:
    return InstructionLibrary(PROMPTS, tmp_path / "own")


def test_built_in_ones_come_in_menu_order(library: InstructionLibrary) -> None:
    assert [one.title for one in library.all()] == [
        "General assistant",
        "Concise assistant",
        "Language tutor",
        "Writing coach",
        "Interview partner",
    ]
    assert all(one.is_builtin and len(one.text) > 100 for one in library.all())


def test_own_one_survives_a_restart(library: InstructionLibrary, tmp_path: Path) -> None:
    made = library.add("  Küchen  Hilfe ", "Speak like a cook.\n\nBe kind.")
    again = InstructionLibrary(PROMPTS, tmp_path / "own")
    assert again.get(made.instruction_id) == made
    assert made.title == "Küchen Hilfe"
    assert made.instruction_id == "own:kuchen-hilfe"


def test_same_title_twice_keeps_both(library: InstructionLibrary) -> None:
    first, second = library.add("Cook", "a"), library.add("Cook", "b")
    assert first.instruction_id != second.instruction_id
    assert library.get(first.instruction_id).text == "a"


def test_title_without_latin_letters_gets_a_file(library: InstructionLibrary) -> None:
    assert library.add("料理人", "text").instruction_id == "own:instruction"


def test_update_keeps_the_id(library: InstructionLibrary) -> None:
    made = library.add("Cook", "a")
    library.update(made.instruction_id, "Chef", "b")
    changed = library.get(made.instruction_id)
    assert (changed.title, changed.text) == ("Chef", "b")


def test_duplicate_of_built_in_can_be_changed(library: InstructionLibrary) -> None:
    copy = library.duplicate("builtin:assistant")
    assert copy.title == "General assistant (copy)"
    library.update(copy.instruction_id, "Mine", "text")


def test_removed_one_falls_back_to_the_first(library: InstructionLibrary) -> None:
    made = library.add("Cook", "a")
    library.remove(made.instruction_id)
    assert library.get(made.instruction_id).instruction_id == "builtin:assistant"


@pytest.mark.parametrize(
    ("title", "text"), [("", "a"), ("  ", "a"), ("t" * 61, "a"), ("t", " "), ("t", "x" * 32_001)]
)
def test_unfit_ones_are_refused(library: InstructionLibrary, title: str, text: str) -> None:
    assert MAX_TEXT_CHARS == 32_000
    with pytest.raises(InstructionError):
        library.add(title, text)
    assert len(library.all()) == 5


def test_built_in_ones_cannot_be_changed(library: InstructionLibrary) -> None:
    with pytest.raises(InstructionError, match="Duplicate it"):
        library.update("builtin:assistant", "t", "x")
    with pytest.raises(InstructionError):
        library.remove("builtin:assistant")
    with pytest.raises(InstructionError, match="not there"):
        library.remove("own:gone")


def test_folder_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("a file where the folder should be")
    library = InstructionLibrary(PROMPTS, tmp_path / "own")
    with pytest.raises(InstructionError, match="could not be kept"):
        library.add("Cook", "a")


def test_unreadable_file_is_left_out(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "bad.md").write_bytes(b"\xff\xfe\x00bad")
    (own / "good.md").write_text("no title line")
    library = InstructionLibrary(PROMPTS, own)
    assert [one.title for one in library.all() if not one.is_builtin] == ["good"]


def test_parse_undoes_render() -> None:
    one = parse("own:x", "\ufeff" + render("A title", " line 1\n# line 2 "), is_builtin=False)
    assert (one.title, one.text) == ("A title", "line 1\n# line 2")


def test_a_folder_that_may_not_be_looked_into_is_told(
    library: InstructionLibrary, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(InstructionError, match="could not be kept"):
        library.add("Pirate", "Talk like a pirate.")
