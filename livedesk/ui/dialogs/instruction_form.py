"""Title and text of one instruction, and how long the text is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from livedesk.instructions.instruction import MAX_TEXT_CHARS, MAX_TITLE_CHARS, Instruction

# English prose has about four characters to a token (https://ai.google.dev/gemini-api/docs/tokens,
# 2026-09); other scripts have fewer, so it is said to be about.
_CHARS_PER_TOKEN = 4


class InstructionForm(QWidget):
    """Shows one instruction; a built-in one cannot be changed.

    Signals:
        edited(): title or text differ from what was shown, or do not any more.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Instruction("", "", "", is_builtin=False)
        self.title_field = QLineEdit(self)
        self.text_field = QPlainTextEdit(self)
        self.length_label = QLabel(self)
        self._build()
        self.title_field.textEdited.connect(self.edited)
        self.text_field.textChanged.connect(self._on_text_changed)

    def _build(self) -> None:
        caption = QLabel(self.tr("Title"), self)
        caption.setProperty("kind", "caption")
        caption.setBuddy(self.title_field)
        what = QLabel(self.tr("What the assistant shall be and do"), self)
        what.setProperty("kind", "caption")
        what.setBuddy(self.text_field)
        self.title_field.setMaxLength(MAX_TITLE_CHARS)
        self.title_field.setAccessibleName(self.tr("Title"))
        self.title_field.setToolTip(self.tr("The name in the menu"))
        self.text_field.setAccessibleName(self.tr("Text of the instruction"))
        self.text_field.setToolTip(self.tr("Goes to the model before the talk begins"))
        self.text_field.setTabChangesFocus(True)
        self.length_label.setProperty("kind", "caption")
        self.length_label.setAlignment(Qt.AlignmentFlag.AlignTrailing)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(caption)
        column.addWidget(self.title_field)
        column.addSpacing(8)
        column.addWidget(what)
        column.addWidget(self.text_field, 1)
        column.addWidget(self.length_label)

    @property
    def title(self) -> str:
        """The title as it stands."""
        return self.title_field.text().strip()

    @property
    def text(self) -> str:
        """The text as it stands."""
        return self.text_field.toPlainText().strip()

    @property
    def is_changed(self) -> bool:
        """Whether something would be lost."""
        return (self.title, self.text) != (self._shown.title, self._shown.text)

    @property
    def is_too_long(self) -> bool:
        """Whether the text is longer than can be kept."""
        return len(self.text) > MAX_TEXT_CHARS

    def show_instruction(self, instruction: Instruction) -> None:
        """Show ``instruction``, as it is kept."""
        self._shown = instruction
        for field in (self.title_field, self.text_field):
            field.setReadOnly(instruction.is_builtin)
            field.style().unpolish(field)
            field.style().polish(field)
        self.title_field.setText(instruction.title)
        self.text_field.setPlainText(instruction.text)
        self.edited.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        n_chars = len(self.text)
        n_tokens = round(n_chars / _CHARS_PER_TOKEN)
        length = self.tr("{chars} characters, about {tokens} tokens").format(
            chars=f"{n_chars:,}", tokens=f"{n_tokens:,}"
        )
        if self.is_too_long:
            limit = self.tr("too long by {chars}").format(chars=f"{n_chars - MAX_TEXT_CHARS:,}")
            length = f"{length} – {limit}"
        self.length_label.setText(length)
        self.edited.emit()
