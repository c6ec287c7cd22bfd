"""Both ends of a measured stream: what went through a device, and when."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import numpy as np

from livedesk.core.audio_format import Samples


@dataclass(frozen=True, slots=True)
class Passage:
    """Samples that went through one device, and when.

    Attributes:
        samples: (n,) int16 mono at ``rate_hz``.
        rate_hz: what the device says its rate is.
        blocks: (samples so far, monotonic time in seconds), one for each block: before it where it
            was asked for, after it where it was given.
    """

    samples: Samples
    rate_hz: int
    blocks: tuple[tuple[int, float], ...]


class Ear:
    """Takes blocks on the device's thread."""

    def __init__(self) -> None:
        self.taken: list[Samples] = []
        self.blocks: list[tuple[int, float]] = []
        self._n_taken = 0

    def on_block(self, block: bytes) -> None:
        """Take PCM int16 mono."""
        samples = np.frombuffer(block, "<i2").astype(np.int16)
        self._n_taken += len(samples)
        self.taken.append(samples)
        self.blocks.append((self._n_taken, time.monotonic()))

    def passage(self, rate_hz: int) -> Passage:
        """What was taken so far, by a device of that rate."""
        taken = np.concatenate(self.taken) if self.taken else np.zeros(0, np.int16)
        return Passage(taken, rate_hz, tuple(self.blocks))


class Mouth:
    """Gives blocks on the device's thread; silence when all was given."""

    def __init__(self) -> None:
        self.sound: Samples = np.zeros(0, np.int16)
        self.blocks: list[tuple[int, float]] = []
        self.is_over = threading.Event()
        self._n_given = 0

    def fill(self, n_samples: int) -> bytes:
        """Give PCM int16 mono."""
        if self._n_given < len(self.sound):
            self.blocks.append((self._n_given, time.monotonic()))
        block = np.zeros(n_samples, np.int16)
        part = self.sound[self._n_given : self._n_given + n_samples]
        block[: len(part)] = part
        self._n_given += n_samples
        if self._n_given >= len(self.sound):
            self.is_over.set()
        return block.astype("<i2").tobytes()

    def passage(self, rate_hz: int) -> Passage:
        """The sound and what was given of it, to a device of that rate."""
        return Passage(self.sound, rate_hz, tuple(self.blocks))
