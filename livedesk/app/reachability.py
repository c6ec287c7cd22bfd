"""Notices that the computer woke up or that its network changed, before any time limit does."""

from __future__ import annotations

import time

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QAbstractSocket, QNetworkInformation, QNetworkInterface

from livedesk.app.clock_jump import ClockJump
from livedesk.core.log import get_logger

_log = get_logger("app")

_TICK_MS = 1000
_ONLINE = (QNetworkInformation.Reachability.Online, QNetworkInformation.Reachability.Site)


class Reachability(QObject):
    """Watches while it is switched on; a talk that is not held needs no watching.

    Works without the system's network information as well: then addresses and clocks tell.

    Signals:
        changed(): whatever was connected may be so no more, or may be again.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jump = ClockJump()
        self._addresses: frozenset[str] = frozenset()
        self._information: QNetworkInformation | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._on_tick)

    @property
    def is_watching(self) -> bool:
        """Whether it is switched on."""
        return self._timer.isActive()

    @Slot(bool)
    def watch(self, watching: bool) -> None:
        """Switch it on or off. Idempotent."""
        if watching == self.is_watching:
            return
        if not watching:
            self._timer.stop()
            return
        self._jump = ClockJump()
        self._jump.on_tick(time.monotonic(), _always_s())
        self._addresses = _own_addresses()
        self._timer.start()

    def prepare(self) -> None:
        """Ask the system for its network information; takes about 20 ms, so at the start. Once."""
        if not QNetworkInformation.loadBackendByFeatures(QNetworkInformation.Feature.Reachability):
            _log.info("the system gives no network information")
            return
        self._information = QNetworkInformation.instance()
        if self._information is not None:
            self._information.reachabilityChanged.connect(self._on_reachability)

    @Slot(QNetworkInformation.Reachability)
    def _on_reachability(self, reachability: QNetworkInformation.Reachability) -> None:
        if self.is_watching and reachability in _ONLINE:
            self._tell("the network is back")

    @Slot()
    def _on_tick(self) -> None:
        if self._jump.on_tick(time.monotonic(), _always_s()):
            self._tell("the computer slept")
        addresses = _own_addresses()
        if addresses != self._addresses:
            self._addresses = addresses
            if addresses:  # without any there is nothing to be tried
                self._tell("the computer has another address")

    def _tell(self, reason: str) -> None:
        _log.info("%s", reason)
        self.changed.emit()


def _always_s() -> float:
    """Seconds of a clock that goes on while the computer sleeps."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.time() if boot is None else time.clock_gettime(boot)


def _own_addresses() -> frozenset[str]:
    """The addresses by which this computer is reached from elsewhere.

    Of IPv6 only the network counts: the rest is changed every day for privacy's sake.
    """
    return frozenset(
        _network_of(address.toString())
        if address.protocol() is QAbstractSocket.NetworkLayerProtocol.IPv6Protocol
        else address.toString()
        for address in QNetworkInterface.allAddresses()
        if not (address.isLoopback() or address.isLinkLocal())
    )


def _network_of(address: str) -> str:
    return ":".join(address.split(":")[:4])
