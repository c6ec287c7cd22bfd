"""The table of what the window can do by key; menus, buttons and the key help all read it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

# On a Mac "Ctrl" in a key sequence means Command, and Command+Space and Command+M are the
# system's own; "Meta" is the Control key there.
_TALK_MODIFIER = "Meta" if sys.platform == "darwin" else "Ctrl"


class Actions(QObject):
    """Every action of the window, added to ``window`` so that its keys work in all of it.

    Signals:
        keep_chosen(bool): keep this conversation, or do not.
    """

    keep_chosen = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        talk = _TALK_MODIFIER
        self.toggle_talk = self._add(self.tr("Start or end the talk"), f"{talk}+Space")
        self.toggle_mute = self._add(self.tr("Mute the microphone"), f"{talk}+M")
        self.silence = self._add(self.tr("Silence the assistant"), "Esc")
        self.focus_message = self._add(self.tr("Type a message"), "Ctrl+L")
        self.begin_new = self._add(self.tr("New conversation"), "Ctrl+N")
        self.show_history = self._add(self.tr("History"), "Ctrl+H")
        self.show_history.setCheckable(True)
        self.search = self._add(self.tr("Search conversations"), "Ctrl+F")
        self.export = self._add(self.tr("Export the conversation…"), "Ctrl+S")
        self.print = self._add(self.tr("Print the conversation…"), "Ctrl+P")
        self.keep_nothing = self._add(self.tr("Do not keep this conversation"), "")
        self.keep_nothing.setCheckable(True)
        self.keep_nothing.triggered.connect(self._on_keep_nothing)
        self.record = self._add(self.tr("Record talks"), "Ctrl+R")
        self.record.setCheckable(True)
        self.attach_data = self._add(self.tr("Attach data…"), "Ctrl+O")
        self.attach_sample = self._add(self.tr("Try it with sample data"), "")
        self.edit_instructions = self._add(self.tr("Edit instructions…"), "Ctrl+I")
        self.open_settings = self._add(self.tr("Settings…"), "Ctrl+,")
        self.show_keys = self._add(self.tr("Keys…"), "F1")
        self.show_welcome = self._add(self.tr("About practice and keys"), "")
        self.show_about = self._add(self.tr("About LiveDesk…"), "")
        self.quit = self._add(self.tr("Quit"), "Ctrl+Q")
        # Ends the talk only; the button beside the message field. The key is that of the talk.
        self.end_talk = self._add(self.tr("End the talk"), "")

    def with_keys(self) -> tuple[QAction, ...]:
        """What can be done by key, in the order of the key help."""
        return (
            self.toggle_talk,
            self.toggle_mute,
            self.silence,
            self.focus_message,
            self.begin_new,
            self.show_history,
            self.search,
            self.export,
            self.print,
            self.record,
            self.attach_data,
            self.edit_instructions,
            self.open_settings,
            self.show_keys,
            self.quit,
        )

    @Slot(bool)
    def show_keeps(self, keeps: bool) -> None:
        """Whether this conversation is kept."""
        self.keep_nothing.setChecked(not keeps)

    @Slot(bool)
    def _on_keep_nothing(self, checked: bool) -> None:
        self.keep_chosen.emit(not checked)

    def _add(self, text: str, keys: str) -> QAction:
        action = QAction(text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        self._window.addAction(action)
        return action
