"""The key to talk, held or pressed anywhere in the window where it means nothing else."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from livedesk.app.hotkey.way import combination
from livedesk.conversation.talk_key import KeySource

_TEXT_FIELDS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox)
_TYPING = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier


class TalkKeyFilter(QObject):
    """Watches the window's keys while a key makes turns, and costs nothing otherwise.

    A release is seen wherever it goes: while the key is held, all of the program's events are
    watched for it.

    Signals:
        pressed(KeySource): the key went down.
        released(KeySource): it went up.
        lost(): the window is not in front any more; whether the key is held cannot be known.
    """

    pressed = Signal(object)
    released = Signal(object)
    lost = Signal()

    def __init__(self, message_editor: QPlainTextEdit, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = message_editor
        self._window: QWindow | None = None
        self._key: QKeyCombination | None = None
        self._is_held = False
        _application().focusWindowChanged.connect(self._on_focus_window)

    @property
    def is_watching(self) -> bool:
        """Whether the window's keys are looked at."""
        return self._window is not None

    def watch(self, window: QWindow | None, key: str) -> None:
        """Take ``key``, in Qt's portable spelling, for the key to talk; no window: no key."""
        self._let_go()
        if self._window is not None:
            self._window.removeEventFilter(self)
        self._key = combination(key)
        self._window = None if self._key is None else window
        if self._window is not None:
            self._window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the key where it is meant; leave all else alone."""
        kind = event.type()
        if kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._on_press(event) if watched is self._window else False
        if kind is QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._on_release(event)
        return False

    @Slot(QWindow)
    def _on_focus_window(self, window: QWindow | None) -> None:
        if self._window is not None and window is not self._window:
            self._let_go()
            self.lost.emit()

    def _on_press(self, event: QKeyEvent) -> bool:
        key = self._key
        if key is None or event.key() != key.key():
            return False
        if self._is_held:
            return True
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        is_meant = modifiers == key.keyboardModifiers() and not event.isAutoRepeat()
        if not is_meant or self._is_wanted_elsewhere(key):
            return False
        self._is_held = True
        _application().installEventFilter(self)
        self.pressed.emit(KeySource.KEYBOARD)
        return True

    def _on_release(self, event: QKeyEvent) -> bool:
        if not self._is_held or self._key is None or event.key() != self._key.key():
            return False
        if not event.isAutoRepeat():
            self._let_go()
            self.released.emit(KeySource.KEYBOARD)
        return True

    def _let_go(self) -> None:
        if self._is_held:
            self._is_held = False
            _application().removeEventFilter(self)

    def _is_wanted_elsewhere(self, key: QKeyCombination) -> bool:
        """Whether something else in the window has a use for it."""
        if QApplication.activePopupWidget() or QApplication.activeModalWidget():
            return True
        focus = QApplication.focusWidget()
        is_typed = not key.keyboardModifiers() & ~_TYPING and key.key() < Qt.Key.Key_Escape
        if focus is None or not is_typed:
            return False
        is_space = key.key() == Qt.Key.Key_Space
        if focus is self._editor:
            # Nobody begins a message with a space.
            return not (is_space and not self._editor.toPlainText())
        return isinstance(focus, _TEXT_FIELDS) or (is_space and isinstance(focus, QAbstractButton))


def _application() -> QGuiApplication:
    """The running one."""
    running = QGuiApplication.instance()
    if not isinstance(running, QGuiApplication):
        raise RuntimeError("a key needs a QGuiApplication")
    return running
