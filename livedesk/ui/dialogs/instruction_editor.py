"""The instructions: read all of them; add, change, duplicate and delete one's own."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.instructions_controller import InstructionsController
from livedesk.core.errors import LiveDeskError
from livedesk.instructions.instruction import Instruction
from livedesk.ui.dialogs.calm_dialog import CalmDialog
from livedesk.ui.dialogs.instruction_form import InstructionForm
from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.icon_button import IconButton
from livedesk.ui.widgets.notice_strip import NoticeStrip

_ID_ROLE = Qt.ItemDataRole.UserRole
_DRAFT_ID = ""


class _Offer(Enum):
    """What the strip's buttons are about."""

    NOTHING = "nothing"
    UNDO = "bring a deleted one back"
    LEAVE = "keep changes before leaving"


class InstructionEditor(CalmDialog):
    """Edits through ``controller``; nothing is changed before "Save".

    Signals:
        instruction_chosen(str): the person wants to talk with this one.
    """

    instruction_chosen = Signal(str)

    def __init__(
        self, controller: InstructionsController, theme: Theme, shown_id: str, parent: QWidget
    ) -> None:
        super().__init__("", parent)
        self._controller = controller
        self._shown_id = shown_id
        self._next_id: str | None = None
        self._offer = _Offer.NOTHING
        self._deleted: Instruction | None = None
        self.list = QListWidget(self)
        self.form = InstructionForm(self)
        self.strip = NoticeStrip(self)
        self.add_button = QPushButton(self.tr("New"), self)
        self.duplicate_button = IconButton("duplicate", self.tr("Duplicate"), self)
        self.delete_button = IconButton("delete", self.tr("Delete"), self)
        self.use_button = QPushButton(self.tr("Use this one"), self)
        self.save_button = QPushButton(self.tr("Save"), self)
        self._build(theme)
        self._connect()
        self._show_list()
        self._show(shown_id)

    def _build(self, theme: Theme) -> None:
        self.setWindowTitle(self.tr("Instructions"))
        self.setAccessibleName(self.tr("Instructions"))
        self.add_title(self.tr("Instructions"))
        self.list.setProperty("kind", "plain")
        self.list.setAccessibleName(self.tr("Instructions"))
        self.list.setToolTip(self.tr("Built-in ones first, then your own"))
        self.list.setMinimumWidth(200)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tips = {
            self.add_button: self.tr("Write an instruction of your own"),
            self.use_button: self.tr("Talk with this instruction"),
            self.save_button: self.tr("Keep the changes"),
        }
        for button, tip in tips.items():
            button.setToolTip(tip)
            button.setAccessibleName(button.text())
            button.setAutoDefault(False)
        self.save_button.setProperty("kind", "primary")
        for icon_button in (self.duplicate_button, self.delete_button):
            icon_button.set_theme(theme)
        tools = QHBoxLayout()
        tools.setSpacing(4)
        tools.addWidget(self.add_button, 1)
        tools.addWidget(self.duplicate_button)
        tools.addWidget(self.delete_button)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addLayout(tools)
        halves = QHBoxLayout()
        halves.setSpacing(24)
        halves.addLayout(left, 2)
        halves.addWidget(self.form, 5)
        self.column.addLayout(halves, 1)
        self.column.addWidget(self.strip)
        close = self.add_close_row()
        close.setDefault(False)
        close.setAutoDefault(False)
        self.close_row.insertWidget(0, self.use_button)
        self.close_row.addWidget(self.save_button)
        self.resize(QSize(800, 560))

    def _connect(self) -> None:
        self.list.currentItemChanged.connect(self._on_current_changed)
        self.form.edited.connect(self._on_edited)
        self.add_button.clicked.connect(self._on_add)
        self.duplicate_button.clicked.connect(self._on_duplicate)
        self.delete_button.clicked.connect(self._on_delete)
        self.use_button.clicked.connect(self._on_use)
        self.save_button.clicked.connect(self._on_save)
        self.strip.accepted.connect(self._on_strip_accepted)
        self.strip.declined.connect(self._on_strip_declined)

    @Slot(object)
    def show_failure(self, error: LiveDeskError) -> None:
        """A change could not be kept; the form still holds it."""
        self._offer = _Offer.NOTHING
        self.strip.say(str(error))

    def reject(self) -> None:
        """Leave, unless something would be lost without being asked."""
        if self.form.is_changed and self._offer is not _Offer.LEAVE:
            self._ask_to_leave(None)
            return
        super().reject()

    def accept(self) -> None:
        """The same as ``reject``: everything is kept already, or asked about."""
        self.reject()

    def _show_list(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        own = self.tr("your own")
        for one in self._controller.instructions():
            item = QListWidgetItem(one.title, self.list)
            item.setData(_ID_ROLE, one.instruction_id)
            if not one.is_builtin:
                item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, own)
        if self._shown_id == _DRAFT_ID:
            QListWidgetItem(self.tr("New instruction"), self.list).setData(_ID_ROLE, _DRAFT_ID)
        self._mark_current()
        self.list.blockSignals(False)

    def _mark_current(self) -> None:
        for row in range(self.list.count()):
            if self.list.item(row).data(_ID_ROLE) == self._shown_id:
                self.list.setCurrentRow(row)

    def _show(self, instruction_id: str) -> None:
        self._shown_id = instruction_id
        if instruction_id == _DRAFT_ID:
            self.form.show_instruction(Instruction(_DRAFT_ID, "", "", is_builtin=False))
        else:
            self.form.show_instruction(self._controller.get(instruction_id))
        self._show_list()
        self._on_edited()

    def _is_builtin(self) -> bool:
        is_kept = self._shown_id != _DRAFT_ID
        return is_kept and self._controller.get(self._shown_id).is_builtin

    def _leave_for(self, instruction_id: str) -> None:
        if self.form.is_changed:
            self._ask_to_leave(instruction_id)
            self.list.blockSignals(True)
            self._mark_current()
            self.list.blockSignals(False)
            return
        self._show(instruction_id)

    def _ask_to_leave(self, next_id: str | None) -> None:
        self._next_id = next_id
        self._offer = _Offer.LEAVE
        self.strip.say(
            self.tr("The changes are not saved yet."), self.tr("Save"), self.tr("Discard")
        )

    def _keep(self) -> bool:
        form = self.form
        if self._shown_id == _DRAFT_ID:
            added = self._controller.add(form.title, form.text)
            self._shown_id = added or _DRAFT_ID
            kept = bool(added)
        else:
            kept = self._controller.update(self._shown_id, form.title, form.text)
        if kept:
            self._offer = _Offer.NOTHING
            self._show(self._shown_id)
        return kept

    @Slot()
    def _on_edited(self) -> None:
        builtin = self._is_builtin()
        changed = self.form.is_changed
        complete = bool(self.form.title and self.form.text) and not self.form.is_too_long
        self.save_button.setVisible(not builtin)
        self.save_button.setEnabled(changed and complete)
        self.use_button.setEnabled(self._shown_id != _DRAFT_ID and not changed)
        self.delete_button.setEnabled(not builtin)
        self.duplicate_button.setEnabled(self._shown_id != _DRAFT_ID)
        if self._offer is _Offer.LEAVE:
            self._offer = _Offer.NOTHING
            self.strip.hide()

    @Slot(QListWidgetItem)
    def _on_current_changed(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_ID_ROLE) != self._shown_id:
            self._leave_for(item.data(_ID_ROLE))

    @Slot()
    def _on_add(self) -> None:
        self._leave_for(_DRAFT_ID)
        self.form.title_field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_duplicate(self) -> None:
        copy_id = self._controller.duplicate(self._shown_id)
        if copy_id:
            self._leave_for(copy_id)

    @Slot()
    def _on_delete(self) -> None:
        if self._shown_id != _DRAFT_ID and not self._delete(self._controller.get(self._shown_id)):
            return
        self._show(self._controller.instructions()[-1].instruction_id)

    def _delete(self, instruction: Instruction) -> bool:
        self._controller.remove(instruction.instruction_id)
        if instruction in self._controller.instructions():
            return False  # it failed, and the failure is shown
        self._deleted = instruction
        self._offer = _Offer.UNDO
        sentence = self.tr("“{title}” is deleted.").format(title=instruction.title)
        self.strip.say(sentence, self.tr("Undo"))
        return True

    @Slot()
    def _on_use(self) -> None:
        self.instruction_chosen.emit(self._shown_id)

    @Slot()
    def _on_save(self) -> None:
        self._keep()

    @Slot()
    def _on_strip_accepted(self) -> None:
        offer, self._offer = self._offer, _Offer.NOTHING
        if offer is _Offer.UNDO and self._deleted is not None:
            back = self._controller.add(self._deleted.title, self._deleted.text)
            self._deleted = None
            if back:
                self._leave_for(back)
        elif offer is _Offer.LEAVE and self._keep():
            self._go_on()

    @Slot()
    def _on_strip_declined(self) -> None:
        if self._offer is _Offer.LEAVE:
            self._offer = _Offer.NOTHING
            self._show(self._shown_id if self._next_id is None else self._next_id)
            self._go_on()

    def _go_on(self) -> None:
        if self._next_id is None:
            super().reject()
        else:
            self._show(self._next_id)
