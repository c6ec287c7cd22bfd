"""Windows and macOS: pynput tells of every key, and all but one are ignored.

macOS asks the person for the permission "Input Monitoring" first; until then it tells of nothing.
"""

from __future__ import annotations

import sys
from typing import Any

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt, Signal, Slot

from livedesk.app.hotkey.way import HotkeySignals

# pynput's names of the keys that have no character.
_NAMES = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Pause: "pause",
    Qt.Key.Key_ScrollLock: "scroll_lock",
    Qt.Key.Key_Home: "home",
    Qt.Key.Key_End: "end",
    Qt.Key.Key_PageUp: "page_up",
    Qt.Key.Key_PageDown: "page_down",
    Qt.Key.Key_Insert: "insert",
    Qt.Key.Key_Print: "print_screen",
    Qt.Key.Key_Menu: "menu",
}
_LAST_F_KEYS = 19
_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: "shift",
    # Qt on a Mac calls the Command key Control and the Control key Meta.
    Qt.KeyboardModifier.ControlModifier: "cmd" if sys.platform == "darwin" else "ctrl",
    Qt.KeyboardModifier.AltModifier: "alt",
    Qt.KeyboardModifier.MetaModifier: "ctrl" if sys.platform == "darwin" else "cmd",
}


class KeyMatch:
    """Whether one key with its modifiers is held, from the names of all keys. Pure."""

    def __init__(self, key: QKeyCombination) -> None:
        self._key = name_of(key.key())
        self._modifiers = frozenset(
            name for modifier, name in _MODIFIERS.items() if modifier & key.keyboardModifiers()
        )
        self._held: set[str] = set()
        self.is_down = False

    def on_key(self, name: str, *, pressed: bool) -> bool:
        """The key called ``name`` went down or up; returns whether ``is_down`` changed."""
        plain = name.removesuffix("_l").removesuffix("_r").removesuffix("_gr")
        before = self.is_down
        if plain in _MODIFIERS.values():
            (self._held.add if pressed else self._held.discard)(plain)
        elif name == self._key:
            self.is_down = pressed and (before or self._held == self._modifiers)
        return self.is_down is not before


def name_of(key: Qt.Key) -> str:
    """The name by which pynput knows Qt's key; "" where there is none."""
    if key in _NAMES:
        return _NAMES[key]
    n_key = int(key)
    f_number = n_key - int(Qt.Key.Key_F1)
    if 0 <= f_number <= _LAST_F_KEYS:
        return f"f{f_number + 1}"
    return chr(n_key).lower() if n_key < 0x100 else ""


class KeyListener(QObject):
    """Listens on a thread of pynput's. Satisfies ``way.HotkeyWay``."""

    # From the listener's thread to the main thread.
    _heard = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.signals = HotkeySignals(self)
        self._match: KeyMatch | None = None
        self._listener: Any = None
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    def start(self, key: QKeyCombination) -> None:
        """Listen for ``key``."""
        # Loaded when it is wanted only: it opens the system's event services on import.
        from pynput import keyboard

        self._match = KeyMatch(key)
        self._listener = keyboard.Listener(on_press=self._on_press, on_release=self._on_release)
        self._listener.start()
        note = ""
        if sys.platform == "darwin":
            note = QCoreApplication.translate(
                "Hotkey", "macOS has to allow it: System Settings, Privacy, Input Monitoring."
            )
        self.signals.told.emit(note)

    def stop(self) -> None:
        """Listen no more. Idempotent."""
        if self._listener is not None:
            self._listener.stop()
            self._listener = None
        match, self._match = self._match, None
        if match is not None and match.is_down:
            self.signals.released.emit()

    def _on_press(self, key: Any) -> None:
        self._heard.emit(_pynput_name(key), True)

    def _on_release(self, key: Any) -> None:
        self._heard.emit(_pynput_name(key), False)

    @Slot(str, bool)
    def _on_heard(self, name: str, pressed: bool) -> None:
        if self._match is not None and self._match.on_key(name, pressed=pressed):
            (self.signals.pressed if self._match.is_down else self.signals.released).emit()


def _pynput_name(key: Any) -> str:
    """``Key.space`` has a name, ``KeyCode`` a character; with Ctrl held that is a control code."""
    if name := getattr(key, "name", None):
        return str(name)
    virtual = getattr(key, "vk", None)
    if sys.platform == "win32" and virtual is not None and 0x30 <= virtual <= 0x5A:
        return chr(virtual).lower()
    return str(getattr(key, "char", None) or "").lower()
