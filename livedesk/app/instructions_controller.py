"""The list of system instructions as a Qt object."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.core.errors import InstructionError
from livedesk.instructions.instruction import Instruction
from livedesk.instructions.library import InstructionLibrary


class InstructionsController(QObject):
    """Shows and changes the instruction library.

    Signals:
        instructions_changed(): the list or a text changed.
        failed(InstructionError): a change was not possible; nothing is lost.
    """

    instructions_changed = Signal()
    failed = Signal(object)

    def __init__(self, library: InstructionLibrary, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._library = library

    def instructions(self) -> tuple[Instruction, ...]:
        """Built-in ones first, then own ones."""
        return self._library.all()

    def get(self, instruction_id: str) -> Instruction:
        """One instruction; the first built-in one where the id is gone."""
        return self._library.get(instruction_id)

    @Slot(str, str, result=str)
    def add(self, title: str, text: str) -> str:
        """Keep a new own instruction; returns its id, or "" where it failed."""
        try:
            added = self._library.add(title, text)
        except InstructionError as error:
            self.failed.emit(error)
            return ""
        self.instructions_changed.emit()
        return added.instruction_id

    @Slot(str, str, str, result=bool)
    def update(self, instruction_id: str, title: str, text: str) -> bool:
        """Change an own instruction; returns whether it was kept."""
        try:
            self._library.update(instruction_id, title, text)
        except InstructionError as error:
            self.failed.emit(error)
            return False
        self.instructions_changed.emit()
        return True

    @Slot(str, result=str)
    def duplicate(self, instruction_id: str) -> str:
        """Copy an instruction into an own one; returns its id, or "" where it failed."""
        try:
            copy = self._library.duplicate(instruction_id)
        except InstructionError as error:
            self.failed.emit(error)
            return ""
        self.instructions_changed.emit()
        return copy.instruction_id

    @Slot(str)
    def remove(self, instruction_id: str) -> None:
        """Delete an own instruction."""
        try:
            self._library.remove(instruction_id)
        except InstructionError as error:
            self.failed.emit(error)
            return
        self.instructions_changed.emit()
