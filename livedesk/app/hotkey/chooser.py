"""Which way to a key in every window this desktop allows."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from livedesk.app.hotkey.way import HotkeyWay


def choose_way(parent: QObject) -> HotkeyWay | None:
    """The way, or None where there is none."""
    platform = QGuiApplication.platformName()
    if sys.platform in ("win32", "darwin"):
        from livedesk.app.hotkey.listener import KeyListener

        return KeyListener(parent)
    if platform == "xcb":
        from livedesk.app.hotkey.x11_grab import X11Grab

        return X11Grab(parent)
    return None
