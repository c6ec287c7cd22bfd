"""A microphone whose every frame can be found again at the server."""

from __future__ import annotations

import threading

import numpy as np

from livedesk.audio.backend import OnBlock
from livedesk.audio.backends.paced_stream import PacedStream
from livedesk.audio.backends.silent_backend import SilentBackend
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples

from .guest_book import FRAME_SAMPLES, numbered
from .practice import tone


def short_words() -> Samples:
    """Somebody who says something for half a second and is silent for one, (n,) int16 at 16 kHz."""
    return np.concatenate([tone(0.5, level=0.3), np.zeros(CAPTURE_RATE_HZ, np.int16)])


class NumberedBackend(SilentBackend):
    """Says ``sound`` over and over in frames of 20 ms that bear their number; nothing plays it.

    Attributes:
        n_spoken: frames so far.
    """

    def __init__(self, sound: Samples | None = None) -> None:
        self._frames = np.zeros((1, FRAME_SAMPLES), np.int16)
        if sound is not None:
            n_frames = len(sound) // FRAME_SAMPLES
            self._frames = sound[: n_frames * FRAME_SAMPLES].reshape(n_frames, FRAME_SAMPLES)
        self.n_spoken = 0
        self._is_quiet = threading.Event()

    @property
    def speech(self) -> list[int]:
        """The numbers of the frames so far that were not silent."""
        n_frames = len(self._frames)
        return [n for n in range(self.n_spoken) if self._frames[n % n_frames].any()]

    def __call__(self) -> NumberedBackend:
        return self

    def fall_silent(self) -> None:
        """From now on the device delivers nothing any more that has a number."""
        self._is_quiet.set()

    def open_input(
        self, device_id: str | None, rate_hz: int, block_ms: int, on_block: OnBlock
    ) -> PacedStream:
        def step() -> float:
            if self._is_quiet.is_set():
                on_block(bytes(2 * FRAME_SAMPLES))
                return 1.0
            frame = self._frames[self.n_spoken % len(self._frames)]
            on_block(numbered(frame, self.n_spoken).astype("<i2").tobytes())
            self.n_spoken += 1
            return 1.0

        assert rate_hz == CAPTURE_RATE_HZ
        return PacedStream(rate_hz, FRAME_SAMPLES, step)
