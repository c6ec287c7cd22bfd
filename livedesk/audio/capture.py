"""Blocks of the microphone become frames for the session."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from livedesk.audio.framer import Framer
from livedesk.audio.gain import Gain
from livedesk.audio.levels import ENVELOPE_WINDOW_MS
from livedesk.audio.recent_samples import RecentSamples
from livedesk.audio.resample import live_resampler
from livedesk.audio.ring_buffer import RingBuffer
from livedesk.audio.speech_gate import SpeechGate
from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, AudioFrame, samples_in
from livedesk.core.clock import Clock

# How long the loop's thread may be busy before speech is lost: longer than any start-up work.
_RING_MS = 10_000


class MicCapture:
    """One open microphone: ``on_block`` on the device's thread, all else on the loop's.

    Args:
        rate_hz: the device's rate.
        clock: tells when a block came.
        wake: called on the device's thread when a frame is complete; must not block.
        gain: applied to each frame.
    """

    def __init__(
        self, rate_hz: int, clock: Clock, wake: Callable[[], None], gain: Gain | None = None
    ) -> None:
        frame_samples = samples_in(FRAME_MS, CAPTURE_RATE_HZ)
        self._rate_hz = rate_hz
        self._clock = clock
        self._wake = wake
        self._gain = gain or Gain()
        self._wake_at = math.ceil(FRAME_MS * rate_hz / 1000)
        self._ring = RingBuffer(samples_in(_RING_MS, rate_hz))
        # Position and monotonic time in seconds of the newest sample, published as one.
        self._newest = (0, 0.0)
        self._resampler = live_resampler(rate_hz, CAPTURE_RATE_HZ)
        self._framer = Framer(frame_samples)
        self._gate = SpeechGate(CAPTURE_RATE_HZ, frame_samples)
        self._framed = 0
        self._blocks = 0
        self._is_speech = False
        self.recent = RecentSamples(ENVELOPE_WINDOW_MS, CAPTURE_RATE_HZ)

    @property
    def blocks(self) -> int:
        """Blocks that came so far; it stands still when the device died."""
        return self._blocks

    @property
    def overruns(self) -> int:
        """Blocks lost because the loop's thread was busy for too long."""
        return self._ring.overruns

    @property
    def is_speech(self) -> bool:
        """Whether the newest frame held speech."""
        return self._is_speech

    def on_block(self, block: bytes) -> None:
        """Take a block from the device. On its thread; copies and returns."""
        self._ring.write(np.frombuffer(block, "<i2"))
        self._newest = (self._ring.written, self._clock.now_s())
        self._blocks += 1
        if self._ring.available >= self._wake_at:
            self._wake()

    def frames(self) -> Iterator[AudioFrame]:
        """The frames that are complete by now, oldest first; each is given out once.

        Lazy: what is not asked for stays. Must be exhausted before it is called again.
        """
        newest, newest_s = self._newest
        for samples in self._framer.push(self._resampler.push(self._ring.read())):
            self._framed += len(samples)
            self._gain.apply(samples)
            age_s = newest / self._rate_hz - self._framed / CAPTURE_RATE_HZ
            self._is_speech = self._gate.is_speech(samples)
            self.recent.write(samples)
            yield AudioFrame(samples, CAPTURE_RATE_HZ, newest_s - max(0.0, age_s), self._is_speech)
