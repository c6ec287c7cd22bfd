"""Tells when microphones and speakers come and go, in the way of each system."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from livedesk.audio.system_sound import ServerWatch

# Where Linux shows sound cards, with a sound server or without.
_CARDS = Path("/dev/snd")


class DeviceWatcher(QObject):
    """Watches from ``start`` to ``aclose``; both are idempotent.

    Linux: the sound server tells, and the kernel of cards that no server knows. Elsewhere Qt does;
    on Linux it would load half of its multimedia for that, in 0.2 s of the window's own thread.

    Signals:
        changed(): something may have changed; there may be many for one device.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = ServerWatch(self.changed.emit)
        self._watching: QObject | None = None

    def start(self) -> None:
        """Begin to watch."""
        if self._watching is None:
            self._server.start()
            self._watching = self._cards() if sys.platform == "linux" else self._by_qt()

    async def aclose(self) -> None:
        """Watch no more."""
        self._watching = None
        await asyncio.to_thread(self._server.stop)

    def _cards(self) -> QObject:
        watcher = QFileSystemWatcher()
        if _CARDS.is_dir():
            watcher.addPath(str(_CARDS))
        watcher.directoryChanged.connect(self.changed)
        return watcher

    def _by_qt(self) -> QObject:
        from PySide6.QtMultimedia import QMediaDevices

        devices = QMediaDevices()
        devices.audioInputsChanged.connect(self.changed)
        devices.audioOutputsChanged.connect(self.changed)
        return devices
