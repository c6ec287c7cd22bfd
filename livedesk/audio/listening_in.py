"""Opens microphones for a moment beside the one in use, to learn how loud they are."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack

import numpy as np

from livedesk.audio.backend import AudioBackend, DeviceId, InputStream
from livedesk.audio.device_thread import DeviceThread
from livedesk.audio.mic_meter import MicMeter, MicReading
from livedesk.core.audio_format import BYTES_PER_SAMPLE, CAPTURE_RATE_HZ, FRAME_MS
from livedesk.core.errors import AudioError
from livedesk.core.log import get_logger

_log = get_logger("audio")


class _Ear:
    """One open microphone and what came of it."""

    def __init__(self) -> None:
        self._blocks: list[bytes] = []
        self._stream: InputStream | None = None
        self._rate_hz = CAPTURE_RATE_HZ

    def open(self, backend: AudioBackend, device_id: DeviceId) -> bool:
        """Whether it could be opened; called on the devices' thread."""
        try:
            stream = backend.open_input(
                device_id, CAPTURE_RATE_HZ, FRAME_MS, lambda block: self._blocks.append(block)
            )
            self._stream = stream
            self._rate_hz = stream.rate_hz
            stream.start()
        except AudioError as error:
            _log.info("it cannot be listened to: %s", error.detail)
            self.close()
        return self._stream is not None

    def close(self) -> None:
        """Give it back; called on the devices' thread. Idempotent."""
        stream, self._stream = self._stream, None
        if stream is not None:
            stream.close()

    def reading(self) -> MicReading:
        """What it gave, once it is closed."""
        sound = b"".join(self._blocks)
        samples = np.frombuffer(sound[: len(sound) // BYTES_PER_SAMPLE * BYTES_PER_SAMPLE], "<i2")
        meter = MicMeter()
        frame = self._rate_hz * FRAME_MS // 1000
        for start in range(0, len(samples) - frame + 1, frame):
            meter.note(samples[start : start + frame])
        return meter.reading


async def listen_in(
    thread: DeviceThread, device_ids: Sequence[DeviceId], duration_s: float
) -> dict[DeviceId, MicReading]:
    """What each of these microphones gives within ``duration_s`` seconds.

    One that cannot be opened beside the others is left out.
    """
    ears: dict[DeviceId, _Ear] = {}

    def open_all(backend: AudioBackend) -> None:
        for device_id in device_ids:
            ear = _Ear()
            if ear.open(backend, device_id):
                ears[device_id] = ear

    def close_all() -> None:
        with ExitStack() as stack:
            for ear in ears.values():
                stack.callback(ear.close)

    try:
        await thread.run(open_all, undo=lambda _: close_all())
        await asyncio.sleep(duration_s)
    except asyncio.CancelledError:
        thread.post(close_all)
        raise
    await thread.run(lambda _: close_all())
    return {device_id: ear.reading() for device_id, ear in ears.items()}
