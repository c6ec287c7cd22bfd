"""Wayland: the desktop's portal is asked for a shortcut, and the person may choose its key."""

from __future__ import annotations

import asyncio

from PySide6.QtCore import QCoreApplication, QKeyCombination, QObject, Qt

from livedesk.app.hotkey.portal_session import PortalError, open_portal
from livedesk.app.hotkey.way import HotkeySignals
from livedesk.core.log import get_logger
from livedesk.core.tasks import TaskSet

_log = get_logger("ui")

_SHORTCUT = "talk"
# By https://specifications.freedesktop.org/shortcuts-spec/latest/ (2026-11-23).
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "CTRL",
    Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT",
    Qt.KeyboardModifier.MetaModifier: "LOGO",
}
_KEYS = {
    Qt.Key.Key_Space: "space",
    Qt.Key.Key_Pause: "Pause",
    Qt.Key.Key_ScrollLock: "Scroll_Lock",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "Prior",
    Qt.Key.Key_PageDown: "Next",
    Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Print: "Print",
    Qt.Key.Key_Menu: "Menu",
}


class PortalShortcut(QObject):
    """One shortcut of the portal's. Satisfies ``way.HotkeyWay``; needs the running loop."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.signals = HotkeySignals(self)
        self._tasks = TaskSet()
        self._following: asyncio.Task[None] | None = None
        self._is_held = False

    @property
    def is_connected(self) -> bool:
        """Whether a session bus is still used, for a moment also after ``stop``."""
        return len(self._tasks) > 0

    def start(self, key: QKeyCombination) -> None:
        """Ask for ``key``; what becomes of it is told when the desktop has answered."""
        self._following = self._tasks.spawn(self._follow(trigger_of(key)), name="portal shortcut")

    def stop(self) -> None:
        """Leave the bus, which gives the shortcut back. Idempotent."""
        if self._following is not None:
            self._following.cancel()
            self._following = None
        self._up()

    async def _follow(self, trigger: str) -> None:
        words = _tr("Talk to the assistant")
        is_bound = False
        try:
            async with open_portal() as portal:
                given = await portal.bind(_SHORTCUT, words, trigger)
                is_bound = True
                self.signals.told.emit(_tr("This desktop gave the key: %1").replace("%1", given))
                async for is_down in portal.presses():
                    (self._down if is_down else self._up)()
        except PortalError as error:
            _log.info("no key by the portal: %s", error)
            self._up()
            self.signals.told.emit(
                _tr("This desktop took the key back. Switch it off and on to ask once more.")
                if is_bound
                else _tr("This desktop gives LiveDesk no key in every window. With X11 it works.")
            )

    def _down(self) -> None:
        if not self._is_held:
            self._is_held = True
            self.signals.pressed.emit()

    def _up(self) -> None:
        if self._is_held:
            self._is_held = False
            self.signals.released.emit()


def trigger_of(key: QKeyCombination) -> str:
    """Qt's key in the words of the shortcuts specification; "" where it has none known here."""
    code = key.key()
    if Qt.Key.Key_F1 <= code <= Qt.Key.Key_F35:
        name = f"F{int(code) - int(Qt.Key.Key_F1) + 1}"
    elif code in _KEYS:
        name = _KEYS[code]
    else:
        name = chr(int(code)).lower() if int(code) < 0x100 and chr(int(code)).isalnum() else ""
    held = [word for modifier, word in _MODIFIERS.items() if modifier & key.keyboardModifiers()]
    return "+".join((*held, name)) if name else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Hotkey", text)
