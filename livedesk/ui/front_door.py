"""One window for each person: a second LiveDesk knocks at the first one's door and leaves."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from livedesk.core.log import get_logger
from livedesk.core.paths import data_dir

_log = get_logger("app")
_LIMIT_MS = 500
# A socket's path has room for 107 characters on Linux, and for 103 on a Mac.
_LONGEST_PATH = 100


class FrontDoor(QObject):
    """Listens for other LiveDesks of the same person, and then brings ``window`` to the front.

    Signals:
        knocked(): somebody wanted to see the window.
    """

    knocked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_knock)

    def open(self) -> bool:
        """Begin to listen; False where that is not possible, and then two windows can be open."""
        name = _name()
        if self._server.listen(name):
            return True
        # What is left of a LiveDesk that was killed: it did not answer, or we would not be here.
        QLocalServer.removeServer(name)
        is_open = self._server.listen(name)
        if not is_open:
            _log.info("no front door: %s", self._server.errorString())
        return is_open

    def close(self) -> None:
        """Do not listen any more. Idempotent."""
        self._server.close()

    @Slot()
    def _on_knock(self) -> None:
        while (visitor := self._server.nextPendingConnection()) is not None:
            visitor.disconnected.connect(visitor.deleteLater)
            visitor.disconnectFromServer()
            self._show_window()
            self.knocked.emit()

    def _show_window(self) -> None:
        state = self._window.windowState() & ~Qt.WindowState.WindowMinimized
        self._window.setWindowState(state | Qt.WindowState.WindowActive)
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()


def knock() -> bool:
    """Ask a running LiveDesk to show its window; False if there is none. Waits half a second."""
    socket = QLocalSocket()
    socket.connectToServer(_name())
    is_there = socket.waitForConnected(_LIMIT_MS)
    if is_there and socket.state() is not QLocalSocket.LocalSocketState.UnconnectedState:
        socket.waitForDisconnected(_LIMIT_MS)
    return is_there


def _name() -> str:
    """The same for every LiveDesk that keeps its conversations in the same folder."""
    digest = hashlib.sha256(str(data_dir()).encode()).hexdigest()[:16]
    name = f"livedesk-{digest}"
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.RuntimeLocation)
    path = str(Path(folder) / name) if folder else name
    return path if len(path) <= _LONGEST_PATH else name
