"""X11: the server is asked for one key, and tells of no other."""

from __future__ import annotations

from itertools import combinations

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, QSocketNotifier, Qt, Slot
from Xlib import X, display, error

from livedesk.app.hotkey.way import HotkeySignals
from livedesk.core.log import get_logger

_log = get_logger("ui")

# What changes the state of a key event without being held: Caps Lock and, by custom, Num Lock.
_LOCKS = (X.LockMask, X.Mod2Mask)
_MASKS = {
    Qt.KeyboardModifier.ShiftModifier: X.ShiftMask,
    Qt.KeyboardModifier.ControlModifier: X.ControlMask,
    Qt.KeyboardModifier.AltModifier: X.Mod1Mask,
    Qt.KeyboardModifier.MetaModifier: X.Mod4Mask,
}
# keysymdef.h; letters, digits and signs are their own Latin-1 code.
_KEYSYMS = {
    Qt.Key.Key_Pause: 0xFF13,
    Qt.Key.Key_ScrollLock: 0xFF14,
    Qt.Key.Key_Home: 0xFF50,
    Qt.Key.Key_PageUp: 0xFF55,
    Qt.Key.Key_PageDown: 0xFF56,
    Qt.Key.Key_End: 0xFF57,
    Qt.Key.Key_Print: 0xFF61,
    Qt.Key.Key_Insert: 0xFF63,
    Qt.Key.Key_Menu: 0xFF67,
}
_F1 = 0xFFBE
_LAST_F_KEYS = 34


class X11Grab(QObject):
    """Grabs one key on the root window. Satisfies ``way.HotkeyWay``."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.signals = HotkeySignals(self)
        self._display: display.Display | None = None
        self._notifier: QSocketNotifier | None = None
        self._code = 0
        self._is_held = False

    def start(self, key: QKeyCombination) -> None:
        """Grab ``key``; a key of another program's is told."""
        try:
            self._display = display.Display()
        except (error.DisplayError, OSError) as failure:
            _log.info("no X server for the key: %s", type(failure).__name__)
            self.signals.told.emit(_tr("The screen's server cannot be asked for a key."))
            return
        symbol = keysym_of(key.key())
        self._code = self._display.keysym_to_keycode(symbol) if symbol else 0
        if not self._code:
            self.signals.told.emit(_tr("This keyboard has no such key. Choose another one."))
            self.stop()
        elif not self._grab(mask_of(key.keyboardModifiers())):
            self.signals.told.emit(_tr("Another program has taken this key. Choose another one."))
            self.stop()
        else:
            self.signals.told.emit("")
            self._notifier = QSocketNotifier(
                self._display.fileno(), QSocketNotifier.Type.Read, self
            )
            self._notifier.activated.connect(self._on_readable)

    def stop(self) -> None:
        """Give the key back; closing the connection does. Idempotent."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        if self._display is not None:
            self._display.close()
            self._display = None
        self._up()

    def _grab(self, mask: int) -> bool:
        if self._display is None:
            return False
        root = self._display.screen().root
        refused = error.CatchError(error.BadAccess)
        for n_locks in range(len(_LOCKS) + 1):
            for locks in combinations(_LOCKS, n_locks):
                root.grab_key(
                    self._code, mask | sum(locks), True, X.GrabModeAsync, X.GrabModeAsync, refused
                )
        self._display.sync()
        return refused.get_error() is None

    @Slot()
    def _on_readable(self) -> None:
        try:
            while self._display is not None and self._display.pending_events():
                self._on_event(self._display.next_event())
        except (error.ConnectionClosedError, OSError) as failure:
            _log.info("the X server left: %s", type(failure).__name__)
            self.stop()

    def _on_event(self, event: object) -> None:
        kind, code = getattr(event, "type", None), getattr(event, "detail", None)
        if code != self._code:
            return
        if kind == X.KeyPress and not self._is_held:
            self._is_held = True
            self.signals.pressed.emit()
        elif kind == X.KeyRelease and not self._is_really_down():
            self._up()

    def _is_really_down(self) -> bool:
        """A key that repeats is reported released and pressed again; the keymap knows better."""
        if self._display is None:
            return False
        keymap = self._display.query_keymap()
        return bool(keymap[self._code // 8] & (1 << self._code % 8))

    def _up(self) -> None:
        if self._is_held:
            self._is_held = False
            self.signals.released.emit()


def keysym_of(key: Qt.Key) -> int:
    """X's name for Qt's key; 0 where it has none that is known here."""
    if key in _KEYSYMS:
        return _KEYSYMS[key]
    n_key = int(key)
    f_number = n_key - int(Qt.Key.Key_F1)
    if 0 <= f_number <= _LAST_F_KEYS:
        return _F1 + f_number
    return ord(chr(n_key).lower()) if n_key < 0x100 else 0


def mask_of(modifiers: Qt.KeyboardModifier) -> int:
    """X's mask for Qt's modifiers."""
    return sum(mask for modifier, mask in _MASKS.items() if modifier & modifiers)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hotkey", text)
