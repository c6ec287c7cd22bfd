"""All system instructions: built-in ones from ``resources/prompts``, own ones from a folder."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from livedesk.core.errors import InstructionError
from livedesk.core.log import get_logger
from livedesk.core.paths import write_atomically
from livedesk.instructions.instruction import (
    MAX_TEXT_CHARS,
    MAX_TITLE_CHARS,
    Instruction,
    parse,
    render,
)

_log = get_logger("settings")
# The order of the menu; further files in resources/prompts follow by name.
_BUILTIN_ORDER = ("assistant", "concise", "language-tutor", "writing-coach", "interview-partner")


class InstructionLibrary:
    """The built-in instructions, and the person's own as one editable file each.

    Changes are written at once. Used by one thread at a time; the files are small.
    """

    def __init__(self, builtin_dir: Path, own_dir: Path) -> None:
        self._builtin_dir = builtin_dir
        self._own_dir = own_dir
        self._by_id: dict[str, Instruction] = {}
        self.reload()

    def reload(self) -> None:
        """Read all files anew. A file that cannot be read is left out and logged."""
        builtin = self._read(self._builtin_dir, "builtin")
        rank = {f"builtin:{name}": index for index, name in enumerate(_BUILTIN_ORDER)}
        builtin.sort(key=lambda one: (rank.get(one.instruction_id, len(rank)), one.title))
        own = sorted(self._read(self._own_dir, "own"), key=lambda one: one.title.casefold())
        self._by_id = {one.instruction_id: one for one in [*builtin, *own]}

    def all(self) -> tuple[Instruction, ...]:
        """Built-in ones in menu order, then own ones by title."""
        return tuple(self._by_id.values())

    def get(self, instruction_id: str) -> Instruction:
        """The instruction of that id, or the first built-in one where it is gone."""
        found = self._by_id.get(instruction_id)
        return found if found is not None else next(iter(self._by_id.values()))

    def add(self, title: str, text: str) -> Instruction:
        """Keep a new own instruction.

        Raises:
            InstructionError: title or text is empty or too long, or the file cannot be written.
        """
        title = _checked(title, text)
        try:
            instruction_id = f"own:{self._free_name(title)}"
        except OSError as error:  # the folder may not even be looked into
            raise _not_kept(self._own_dir, error) from error
        self._write(instruction_id, title, text)
        return self._by_id[instruction_id]

    def update(self, instruction_id: str, title: str, text: str) -> None:
        """Change an own instruction; its id stays.

        Raises:
            InstructionError: it is built in or gone, or as ``add``.
        """
        self._own(instruction_id)
        self._write(instruction_id, _checked(title, text), text)

    def duplicate(self, instruction_id: str) -> Instruction:
        """Copy any instruction into an own one that can be changed.

        Raises:
            InstructionError: as ``add``.
        """
        original = self.get(instruction_id)
        suffix = " (copy)"
        return self.add(original.title[: MAX_TITLE_CHARS - len(suffix)] + suffix, original.text)

    def remove(self, instruction_id: str) -> None:
        """Delete an own instruction.

        Raises:
            InstructionError: it is built in or gone, or its file cannot be deleted.
        """
        self._own(instruction_id)
        try:
            self._path(instruction_id).unlink(missing_ok=True)
        except OSError as error:
            raise _not_kept(self._own_dir, error) from error
        self.reload()

    def _own(self, instruction_id: str) -> Instruction:
        found = self._by_id.get(instruction_id)
        if found is None:
            raise InstructionError("This instruction is not there any more.")
        if found.is_builtin:
            raise InstructionError(
                "Built-in instructions cannot be changed.", "Duplicate it and change the copy."
            )
        return found

    def _write(self, instruction_id: str, title: str, text: str) -> None:
        try:
            self._own_dir.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path(instruction_id), render(title, text).encode())
        except OSError as error:
            raise _not_kept(self._own_dir, error) from error
        self.reload()

    def _path(self, instruction_id: str) -> Path:
        return self._own_dir / (instruction_id.partition(":")[2] + ".md")

    def _free_name(self, title: str) -> str:
        plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "instruction"
        name, number = stem, 2
        while f"own:{name}" in self._by_id or (self._own_dir / f"{name}.md").exists():
            name, number = f"{stem}-{number}", number + 1
        return name

    def _read(self, folder: Path, kind: str) -> list[Instruction]:
        found = []
        for path in sorted(folder.glob("*.md")):
            try:
                content = path.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                _log.info("instruction %s left out: %s", path.name, type(error).__name__)
                continue
            found.append(parse(f"{kind}:{path.stem}", content, is_builtin=kind == "builtin"))
        return found


def _checked(title: str, text: str) -> str:
    title = " ".join(title.split())
    if not title:
        raise InstructionError("The instruction needs a title.")
    if len(title) > MAX_TITLE_CHARS:
        raise InstructionError(f"The title is longer than {MAX_TITLE_CHARS} characters.")
    if not text.strip():
        raise InstructionError("The instruction has no text yet.", "Write what the model shall do.")
    if len(text) > MAX_TEXT_CHARS:
        raise InstructionError(f"The text is longer than {MAX_TEXT_CHARS:,} characters.")
    return title


def _not_kept(folder: Path, error: OSError) -> InstructionError:
    return InstructionError(
        f"The instruction could not be kept in {folder}.",
        "Check that the folder can be written and the disk is not full.",
        detail=f"{type(error).__name__}: {error}",
    )
