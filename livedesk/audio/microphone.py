"""The microphone: opened, watched, muted and closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from livedesk.audio.backend import AudioBackend
from livedesk.audio.capture import MicCapture
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.gain import Gain
from livedesk.audio.loop_wake import LoopWake
from livedesk.audio.watchdog import Watchdog
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, AudioFrame
from livedesk.core.clock import Clock
from livedesk.core.errors import MicrophoneError
from livedesk.core.listeners import Listener


class Microphone:
    """The engine's side of the microphone. Calls of ``open`` and ``close`` must not overlap.

    ``on_lost`` gets the error and what closes the device, which is to run on the devices' thread.

    Attributes:
        on_frame: takes the frames; None keeps them back.
        gain: applied to what is captured; outlasts closing.
    """

    def __init__(
        self,
        devices: DeviceThread,
        clock: Clock,
        on_lost: Callable[[MicrophoneError, Callable[[], None]], None],
    ) -> None:
        self.on_frame: Listener[AudioFrame] | None = None
        self.gain = Gain()
        self._devices = devices
        self._clock = clock
        self._on_lost = on_lost
        self._open: _Open | None = None
        self._watchdog: Watchdog | None = None
        self._is_muted = False
        self._heard_from_s = float("-inf")
        self._earlier_overruns = 0

    @property
    def is_open(self) -> bool:
        """Whether sound is captured."""
        return self._open is not None

    @property
    def capture(self) -> MicCapture | None:
        """What was captured lately; None while closed."""
        return self._open.capture if self._open is not None else None

    @property
    def muted(self) -> bool:
        """Whether frames are kept back."""
        return self._is_muted

    @property
    def overruns(self) -> int:
        """Blocks lost so far because the loop's thread was busy for too long."""
        return self._earlier_overruns + (self._open.capture.overruns if self._open else 0)

    def set_muted(self, muted: bool) -> None:
        """Keep frames back, or give them out again; nothing said in between ever comes out."""
        if self._is_muted and not muted:
            self._heard_from_s = self._clock.now_s()
        self._is_muted = muted

    async def open(self) -> None:
        """Begin to capture. Idempotent.

        Raises:
            MicrophoneError: there is none, or it cannot be used.
        """
        if self._open is not None:
            return
        wake = LoopWake(asyncio.get_running_loop(), self._deliver)
        opened = await self._devices.run(
            lambda backend: _Open(backend, self._clock, wake.wake, self.gain), undo=_Open.close
        )
        self._open = opened
        self._watchdog = Watchdog(lambda: opened.capture.blocks, self._lost)
        self._watchdog.start()
        self._deliver()

    async def close(self) -> None:
        """Give the device back. Idempotent."""
        opened = self.forget()
        if opened is not None:
            await self._devices.run(lambda _: opened.close())

    def forget(self) -> _Open | None:
        """Be closed without asking the device."""
        opened, self._open = self._open, None
        if opened is not None:
            self._earlier_overruns += opened.capture.overruns
        if self._watchdog is not None:
            self._watchdog.stop()
        return opened

    def _deliver(self) -> None:
        if self._open is None:
            return
        for frame in self._open.capture.frames():
            # Asked for each frame: the receiver may close or mute with the one before.
            begun_at_s = frame.captured_at_s - frame.duration_ms / 1000
            is_muted = self._is_muted or begun_at_s < self._heard_from_s
            if not is_muted and self.on_frame is not None:
                self.on_frame(frame)

    def _lost(self) -> None:
        opened = self.forget()
        if opened is not None:
            self.on_frame = None
            self._on_lost(
                MicrophoneError(
                    "The microphone stopped working.",
                    "Check that it is still connected, then try again.",
                ),
                opened.close,
            )


class _Open:
    """One open device with its capture. Built and closed on the devices' thread."""

    def __init__(
        self, backend: AudioBackend, clock: Clock, wake: Callable[[], None], gain: Gain
    ) -> None:
        self._stream = backend.open_input(None, CAPTURE_RATE_HZ, FRAME_MS, self._on_block)
        self.capture = MicCapture(self._stream.rate_hz, clock, wake, gain)
        try:
            self._stream.start()
        except BaseException:
            self._stream.close()
            raise

    def close(self) -> None:
        self._stream.close()

    def _on_block(self, block: bytes) -> None:
        self.capture.on_block(block)
