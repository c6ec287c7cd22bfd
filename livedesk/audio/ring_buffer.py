"""From one thread to another, without a lock."""

from __future__ import annotations

import numpy as np

from livedesk.core.audio_format import Samples


class RingBuffer:
    """(capacity,) int16 samples between one writing and one reading thread.

    The two counts only grow; each is written by one side and published after the samples it
    speaks of, so neither side needs a lock.
    """

    def __init__(self, capacity: int) -> None:
        self._samples = np.zeros(capacity, np.int16)
        self._capacity = capacity
        self._written = 0
        self._read = 0
        self._overruns = 0

    @property
    def available(self) -> int:
        """Samples that can be read."""
        return self._written - self._read

    @property
    def written(self) -> int:
        """Samples taken in so far."""
        return self._written

    @property
    def overruns(self) -> int:
        """Runs that were refused because they did not fit."""
        return self._overruns

    def write(self, samples: Samples) -> bool:
        """Take a run in whole, or refuse it whole and count an overrun. Writing side only."""
        n_samples = len(samples)
        if n_samples > self._capacity - self.available:
            self._overruns += 1
            return False
        start = self._written % self._capacity
        n_first = min(n_samples, self._capacity - start)
        self._samples[start : start + n_first] = samples[:n_first]
        self._samples[: n_samples - n_first] = samples[n_first:]
        self._written += n_samples
        return True

    def read(self) -> Samples:
        """Everything there is, oldest first, as a copy. Reading side only."""
        return self.take(self.available)

    def take(self, n_samples: int) -> Samples:
        """The oldest ``n_samples``, or all if there are fewer, as a copy. Reading side only."""
        n_samples = min(n_samples, self.available)
        start = self._read % self._capacity
        n_first = min(n_samples, self._capacity - start)
        run = np.empty(n_samples, np.int16)
        run[:n_first] = self._samples[start : start + n_first]
        run[n_first:] = self._samples[: n_samples - n_first]
        self._read += n_samples
        return run

    def skip(self, n_samples: int) -> None:
        """Forget the oldest ``n_samples``, or all if there are fewer. Reading side only."""
        self._read += min(n_samples, self.available)
