"""One system instruction, and the file form it is kept in.

A file is Markdown: its first line ``# Title``, then the text that goes to the model.
"""

from __future__ import annotations

from dataclasses import dataclass

MAX_TITLE_CHARS = 60
# The model's window is 131,072 tokens; an instruction should leave nearly all of it to the talk.
MAX_TEXT_CHARS = 32_000


@dataclass(frozen=True, slots=True)
class Instruction:
    """A system instruction a person can choose.

    ``instruction_id`` is ``builtin:NAME`` or ``own:NAME``; NAME is the file's name without suffix.
    """

    instruction_id: str
    title: str
    text: str
    is_builtin: bool


def parse(instruction_id: str, content: str, *, is_builtin: bool) -> Instruction:
    """Read the file form; without a ``# `` line the file's name serves as title."""
    content = content.lstrip("\ufeff")
    first, _, rest = content.partition("\n")
    if first.startswith("# ") and first[2:].strip():
        return Instruction(instruction_id, first[2:].strip(), rest.strip(), is_builtin)
    name = instruction_id.partition(":")[2]
    return Instruction(instruction_id, name.replace("-", " "), content.strip(), is_builtin)


def render(title: str, text: str) -> str:
    """The file form of an instruction."""
    return f"# {title}\n\n{text.strip()}\n"
