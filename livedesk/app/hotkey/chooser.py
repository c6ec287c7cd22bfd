"""Which way to a key in every window this desktop allows."""

from __future__ import annotations

import os
import sys

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from livedesk.app.hotkey.way import HotkeyWay


def choose_way(parent: QObject) -> HotkeyWay | None:
    """The way, or None where there is none."""
    platform = QGuiApplication.platformName()
    # A window of XWayland grabs in vain while a window of Wayland is in front.
    is_wayland = os.environ.get("XDG_SESSION_TYPE") == "wayland" or platform == "wayland"
    if sys.platform in ("win32", "darwin"):
        from livedesk.app.hotkey.listener import KeyListener

        return KeyListener(parent)
    if is_wayland:
        from livedesk.app.hotkey.portal import PortalShortcut

        return PortalShortcut(parent)
    if platform == "xcb":
        from livedesk.app.hotkey.x11_grab import X11Grab

        return X11Grab(parent)
    return None
