"""How one takes the turn: way to talk, patience, interrupting, keys."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QKeySequenceEdit, QRadioButton, QWidget

from livedesk.core.turn_taking import Patience, TalkMode
from livedesk.settings.schema import Talking
from livedesk.ui.panels.talk_texts import mode_name
from livedesk.ui.settings_pages.page import SettingsPage

_PORTABLE = QKeySequence.SequenceFormat.PortableText
_LEAST_HEIGHT_PX = 32
_KEY_WIDTH_PX = 240


class TalkingPage(SettingsPage):
    """Every control takes effect at once.

    Signals:
        mode_chosen(str): a value of ``TalkMode``.
        patience_chosen(str): a value of ``Patience``.
        interruptible_chosen(bool): whether speaking silences the assistant.
        key_chosen(str): the key to talk, in Qt's portable spelling; "" for none.
        hotkey_enabled_chosen(bool): whether a key works in every window.
        hotkey_chosen(str): which one.
    """

    icon_name = "microphone"

    mode_chosen = Signal(str)
    patience_chosen = Signal(str)
    interruptible_chosen = Signal(bool)
    key_chosen = Signal(str)
    hotkey_enabled_chosen = Signal(bool)
    hotkey_chosen = Signal(str)

    def __init__(self, talking: Talking, note: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Talking")
        self._values: dict[QRadioButton, str] = {}
        self.modes = QButtonGroup(self)
        self.patiences = QButtonGroup(self)
        self.interrupt_box = QCheckBox(self.tr("Let me interrupt the assistant"), self)
        self.key_field = QKeySequenceEdit(self)
        self.hotkey_box = QCheckBox(self.tr("Use a key in every window"), self)
        self.hotkey_field = QKeySequenceEdit(self)
        self._build()
        self.note_label = self.add_words(note, "muted")
        self.column.addStretch(1)
        self._connect()
        self.show_talking(talking)

    def _build(self) -> None:
        self.add_words(self.tr("Way to talk"), "strong")
        for mode in TalkMode:
            self._add_choice(self.modes, mode.value, mode_name(mode))
        self.column.addSpacing(12)
        self.add_words(self.tr("Pauses while you speak"), "strong")
        for patience, text in (
            (Patience.PATIENT, self.tr("Patient: wait while I think")),
            (Patience.NORMAL, self.tr("Normal")),
            (Patience.QUICK, self.tr("Quick: answer as soon as I stop")),
        ):
            self._add_choice(self.patiences, patience.value, text)
        self.column.addSpacing(12)
        self.add_words(self.tr("Interrupting"), "strong")
        self._add_box(self.interrupt_box, self.tr("Otherwise it always finishes what it says"))
        self.column.addSpacing(12)
        self.add_words(self.tr("Key to hold or press"), "strong")
        self._add_key(self.key_field, self.tr("Key to talk"))
        self.column.addSpacing(12)
        self.add_words(self.tr("While another window is in front"), "strong")
        self._add_box(self.hotkey_box, self.tr("The key is then taken from all other programs"))
        self._add_key(self.hotkey_field, self.tr("Key to talk in every window"))

    def _add_choice(self, group: QButtonGroup, value: str, text: str) -> None:
        button = QRadioButton(text, self)
        button.setAccessibleName(text)
        button.setToolTip(self.tr("Takes effect with the next pause of the talk"))
        self._values[button] = value
        group.addButton(button)
        self.column.addWidget(button)

    def _add_box(self, box: QCheckBox, tip: str) -> None:
        box.setMinimumHeight(_LEAST_HEIGHT_PX)
        box.setAccessibleName(box.text())
        box.setToolTip(tip)
        self.column.addWidget(box)

    def _add_key(self, field: QKeySequenceEdit, name: str) -> None:
        field.setMaximumSequenceLength(1)
        field.setClearButtonEnabled(True)
        field.setMinimumHeight(_LEAST_HEIGHT_PX)
        field.setMaximumWidth(_KEY_WIDTH_PX)
        field.setAccessibleName(name)
        field.setToolTip(self.tr("Press the key that it shall be"))
        self.column.addWidget(field)

    def _connect(self) -> None:
        self.modes.buttonClicked.connect(self._on_mode)
        self.patiences.buttonClicked.connect(self._on_patience)
        self.interrupt_box.clicked.connect(self.interruptible_chosen)
        self.key_field.editingFinished.connect(self._on_key)
        self.hotkey_box.clicked.connect(self.hotkey_enabled_chosen)
        self.hotkey_field.editingFinished.connect(self._on_hotkey)

    @Slot(object)
    def show_talking(self, talking: Talking) -> None:
        """Show what is chosen, and leave open what makes sense with it."""
        self._check(self.modes, talking.mode.value)
        self._check(self.patiences, talking.patience.value)
        for button in self.patiences.buttons():
            button.setEnabled(not talking.mode.is_manual)
        self.interrupt_box.setChecked(talking.interruptible)
        self.key_field.setKeySequence(QKeySequence.fromString(talking.key, _PORTABLE))
        self.key_field.setEnabled(talking.mode.is_manual)
        self.hotkey_box.setChecked(talking.hotkey_enabled)
        self.hotkey_field.setKeySequence(QKeySequence.fromString(talking.hotkey, _PORTABLE))
        self.hotkey_field.setEnabled(talking.hotkey_enabled)

    @Slot(str)
    def show_note(self, note: str) -> None:
        """What there is to say about the key in every window."""
        self.note_label.setText(note)

    def _check(self, group: QButtonGroup, value: str) -> None:
        for button in group.buttons():
            if isinstance(button, QRadioButton) and self._values[button] == value:
                button.setChecked(True)

    @Slot(QRadioButton)
    def _on_mode(self, button: QRadioButton) -> None:
        self.mode_chosen.emit(self._values[button])

    @Slot(QRadioButton)
    def _on_patience(self, button: QRadioButton) -> None:
        self.patience_chosen.emit(self._values[button])

    @Slot()
    def _on_key(self) -> None:
        self.key_chosen.emit(self.key_field.keySequence().toString(_PORTABLE))

    @Slot()
    def _on_hotkey(self) -> None:
        self.hotkey_chosen.emit(self.hotkey_field.keySequence().toString(_PORTABLE))
