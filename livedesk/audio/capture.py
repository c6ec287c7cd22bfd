"""Blocks of the microphone become frames at 16 kHz, stamped with the time they were taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from livedesk.audio.framer import Framer
from livedesk.audio.resample import live_resampler
from livedesk.audio.ring_buffer import RingBuffer
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, Samples, samples_in
from livedesk.core.clock import Clock

# How long the thread behind may be busy before speech is lost: longer than loading a library.
_RING_MS = 10_000


@dataclass(frozen=True, slots=True)
class RawFrame:
    """20 ms of the microphone as they came.

    Attributes:
        samples: (320,) int16 at 16 000 Hz; belongs to whoever took it.
        captured_at_s: monotonic time in seconds at which the last sample was taken.
    """

    samples: Samples
    captured_at_s: float


class MicCapture:
    """One open microphone: ``on_block`` on the device's thread, ``take`` on one other.

    Args:
        rate_hz: the device's rate.
        clock: tells when a block came.
        wake: called on the device's thread when something may be taken; must not block.
        latency_s: what the device says of its own delay, in seconds.

    Attributes:
        ear: gets each frame as soon as it is taken, and how many samples came in after it.
    """

    def __init__(
        self, rate_hz: int, clock: Clock, wake: Callable[[], None], *, latency_s: float = 0.0
    ) -> None:
        self.latency_s = latency_s
        self.ear: Callable[[Samples, int], None] | None = None
        self._rate_hz = rate_hz
        self._clock = clock
        self._wake = wake
        self._frame_samples = samples_in(FRAME_MS, CAPTURE_RATE_HZ)
        self._ring = RingBuffer(samples_in(_RING_MS, rate_hz))
        # Position and monotonic time in seconds of the newest sample, published as one.
        self._newest = (0, 0.0)
        self._resampler = live_resampler(rate_hz, CAPTURE_RATE_HZ)
        self._framer = Framer(self._frame_samples)
        self._framed = 0
        self._blocks = 0

    @property
    def blocks(self) -> int:
        """Blocks that came so far; it stands still when the device died."""
        return self._blocks

    @property
    def overruns(self) -> int:
        """Blocks lost because nobody took them for ten seconds."""
        return self._ring.overruns

    @property
    def n_waiting(self) -> int:
        """Samples at 16 000 Hz that are there but make no frame yet."""
        return self._framer.n_waiting

    def on_block(self, block: bytes) -> None:
        """Take a block from the device. On its thread; copies and returns."""
        self._ring.write(np.frombuffer(block, "<i2"))
        self._newest = (self._ring.written, self._clock.now_s())
        self._blocks += 1
        self._wake()

    def take(self) -> list[RawFrame]:
        """The frames that are complete by now, oldest first; each is given out once."""
        newest, newest_s = self._newest
        taken = []
        frames = self._framer.push(self._resampler.push(self._ring.read()))
        for n_before, samples in enumerate(frames, 1):
            self._framed += len(samples)
            if self.ear is not None:
                n_later = (len(frames) - n_before) * self._frame_samples
                self.ear(samples, n_later + self._framer.n_waiting)
            age_s = newest / self._rate_hz - self._framed / CAPTURE_RATE_HZ
            taken.append(RawFrame(samples, newest_s - max(0.0, age_s)))
        return taken
