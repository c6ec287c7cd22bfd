"""The way to this machine's own devices, as far as it was set up."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable

from livedesk.audio.backend import AudioBackend
from livedesk.core.errors import AudioError
from livedesk.core.log import get_logger

_log = get_logger("audio")
# How long until a sound server that is not there, or ended, is looked for again.
_RETRY_S = 3.0


def system_backend() -> AudioBackend:
    """PortAudio through PyAudio, with the names of a sound server where there is one.

    PyAudio is compiled on the machine and may be missing.

    Raises:
        AudioError: it is missing.
    """
    try:
        from livedesk.audio.backends.pyaudio_backend import PyAudioBackend
    except ImportError as error:
        raise AudioError(
            "There is no sound, because PyAudio is not installed.",
            "Start packaging/run once more to install it; typing works meanwhile.",
            detail=str(error),
        ) from error
    portaudio = PyAudioBackend()
    return _by_server(portaudio) or portaudio


def _by_server(portaudio: AudioBackend) -> AudioBackend | None:
    if sys.platform != "linux":
        return None
    try:
        from livedesk.audio.backends.pulse_backend import PulseBackend
        from livedesk.audio.backends.pulse_devices import ServerGoneError, read_server
    except (ImportError, OSError) as error:  # OSError: libpulse is not on this machine
        _log.info("the devices of a sound server cannot be told apart: %s", error)
        return None
    try:
        read_server()
    except ServerGoneError as error:
        _log.info("no sound server: %s", error)
        return None
    return PulseBackend(portaudio)


class ServerWatch:
    """Tells when devices of the sound server come, go or become the default; Linux only.

    ``on_changed`` is called on a thread of its own; also when the server appears, for the first
    time too, and when it ends. ``start`` and ``stop`` are idempotent.
    """

    def __init__(self, on_changed: Callable[[], None]) -> None:
        self._on_changed = on_changed
        self._is_there = False
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to watch, in the background."""
        if self._thread is None and sys.platform == "linux":
            self._over.clear()
            self._thread = threading.Thread(target=self._main, name="device-watch", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Watch no more; returns within a quarter of a second."""
        self._over.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _main(self) -> None:
        try:
            from livedesk.audio.backends.pulse_devices import ServerGoneError, listen
        except (ImportError, OSError):
            return  # system_backend has logged it
        while not self._over.is_set():
            try:
                listen(self._note, self._over.is_set)
            except ServerGoneError:
                if self._is_there:
                    self._is_there = False
                    self._on_changed()
                self._over.wait(_RETRY_S)

    def _note(self) -> None:
        self._is_there = True
        self._on_changed()
