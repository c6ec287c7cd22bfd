"""The speaker: opened, watched and closed."""

from __future__ import annotations

from collections.abc import Callable

from livedesk.audio.backend import DeviceId, OutputStream
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.playback import SpeakerPlayback
from livedesk.audio.watchdog import Watchdog
from livedesk.core.audio_format import PLAYBACK_RATE_HZ
from livedesk.core.errors import SpeakerError

# A flush is heard one block and the device's own buffer (two blocks) later at the most. Measured on
# a virtual device: 33 ms at 10 ms, 38 ms at 15 ms, and 15 ms survive another thread of this process
# that holds the interpreter for 30 ms, which 10 ms do not.
_BLOCK_MS = 15


class Loudspeaker:
    """The engine's side of the speaker. Calls of ``open`` and ``close`` must not overlap.

    ``on_lost`` gets the error and what closes the device, which is to run on the devices' thread.
    """

    def __init__(
        self,
        devices: DeviceThread,
        playback: SpeakerPlayback,
        on_lost: Callable[[SpeakerError, Callable[[], None]], None],
    ) -> None:
        self._devices = devices
        self._playback = playback
        self._on_lost = on_lost
        self._stream: OutputStream | None = None
        self._last_device_id: DeviceId | None = None
        self._watchdog = Watchdog(self._n_blocks, self._lost)
        self._earlier_lost_blocks = 0

    @property
    def is_open(self) -> bool:
        """Whether sound can be heard."""
        return self._stream is not None

    @property
    def device_id(self) -> DeviceId | None:
        """Where it is open, as far as known; where it was, while closed."""
        return self._stream.device_id if self._stream is not None else self._last_device_id

    @property
    def lost_blocks(self) -> int:
        """Blocks that the devices had to do without so far."""
        return self._earlier_lost_blocks + (self._stream.lost_blocks if self._stream else 0)

    async def open(self, device_id: DeviceId | None = None) -> None:
        """Begin to play what is queued, there or on the system's own device. Idempotent.

        Raises:
            SpeakerError: there is none, or it cannot be used.
        """
        if self._stream is not None:
            return
        stream = await self._devices.run(
            lambda backend: backend.open_output(
                device_id, PLAYBACK_RATE_HZ, _BLOCK_MS, self._playback.fill
            ),
            undo=_close,
        )
        # Between opening and starting, and on this thread: nobody drains, nobody feeds.
        self._playback.set_rate(stream.rate_hz)
        self._playback.reference.open(stream.rate_hz, stream.latency_s)
        self._playback.tape.open(stream.rate_hz, stream.latency_s)
        await self._devices.run(lambda _: _start(stream), undo=lambda _: stream.close())
        self._stream = stream
        self._watchdog.start()

    async def close(self) -> None:
        """Give the device back; what waits is not played. Idempotent."""
        self._playback.flush()
        await self.release()

    async def release(self) -> None:
        """Give the device back for a moment; what waits is played on the next one."""
        stream = self.forget()
        if stream is not None:
            await self._devices.run(lambda _: stream.close())

    def forget(self) -> OutputStream | None:
        """Be closed without asking the device; what waits is kept."""
        self._last_device_id = self.device_id
        self._earlier_lost_blocks = self.lost_blocks
        stream, self._stream = self._stream, None
        self._watchdog.stop()
        self._playback.reference.close()
        self._playback.tape.close()
        return stream

    def _n_blocks(self) -> int:
        return self._playback.blocks

    def _lost(self) -> None:
        stream = self.forget()
        if stream is not None:
            self._on_lost(
                SpeakerError(
                    "The speaker stopped working.",
                    "Check that it is still connected, then try again.",
                ),
                stream.close,
            )


def _start(stream: OutputStream) -> None:
    try:
        stream.start()
    except BaseException:
        stream.close()
        raise


def _close(stream: OutputStream) -> None:
    stream.close()
