"""Sample rates, audio frames, and the arithmetic between samples, bytes and milliseconds.

All audio inside LiveDesk is signed 16-bit little-endian mono PCM. The Live API takes 16 kHz and
gives 24 kHz (https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Samples: TypeAlias = NDArray[np.int16]

CAPTURE_RATE_HZ = 16_000
PLAYBACK_RATE_HZ = 24_000
# 20 ms is the lower end of the advised 20-40 ms: the least latency at a fair message rate.
FRAME_MS = 20
BYTES_PER_SAMPLE = 2
FULL_SCALE = 32_768


def samples_in(duration_ms: float, rate_hz: int) -> int:
    """Whole samples of one channel in ``duration_ms`` milliseconds."""
    return round(duration_ms * rate_hz / 1000)


def duration_ms(n_samples: int, rate_hz: int) -> float:
    """Milliseconds that ``n_samples`` of one channel last."""
    return n_samples * 1000 / rate_hz


def samples_from_bytes(chunk: bytes) -> Samples:
    """View a PCM chunk as (n,) int16 mono; a dangling odd byte is left out."""
    usable = len(chunk) - len(chunk) % BYTES_PER_SAMPLE
    return np.frombuffer(chunk[:usable], dtype="<i2").astype(np.int16, copy=False)


@dataclass(frozen=True, slots=True)
class AudioFrame:
    """A fixed, short run of microphone samples on its way to the session.

    Attributes:
        samples: (n,) int16 mono at ``rate_hz``; usually 20 ms. Must not be written to.
        rate_hz: sample rate in hertz.
        captured_at_s: monotonic time in seconds at which the last sample was taken.
        is_speech: what the local speech gate thinks of it.
    """

    samples: Samples
    rate_hz: int
    captured_at_s: float
    is_speech: bool = False

    @property
    def n_samples(self) -> int:
        """Samples in the frame."""
        return int(self.samples.shape[0])

    @property
    def duration_ms(self) -> float:
        """Length of the frame in milliseconds."""
        return duration_ms(self.n_samples, self.rate_hz)

    def to_bytes(self) -> bytes:
        """The samples as little-endian PCM."""
        return self.samples.astype("<i2", copy=False).tobytes()
