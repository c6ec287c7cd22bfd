"""The last seconds of one side, for whoever wants to look."""

from __future__ import annotations

from collections import deque
from itertools import count

import numpy as np

from livedesk.core.audio_format import Samples, samples_in

# More cannot be told apart in a few seconds.
_MOST_MARKS = 16
_numbers = count()


class RecentSamples:
    """Keeps the newest ``window_ms`` of a stream; the oldest is overwritten.

    One thread writes, another may look. A look during a write may see a few samples of the wrong
    age, which no eye can tell; it never fails.

    Attributes:
        number: another one for each stream.
    """

    def __init__(self, window_ms: int, rate_hz: int) -> None:
        self.number = next(_numbers)
        self.rate_hz = rate_hz
        self._capacity = samples_in(window_ms, rate_hz)
        self._samples = np.zeros(self._capacity, np.int16)
        self._written = 0
        self._marks: deque[int] = deque(maxlen=_MOST_MARKS)

    @property
    def capacity(self) -> int:
        """Samples in the window."""
        return self._capacity

    @property
    def written(self) -> int:
        """Samples seen so far."""
        return self._written

    @property
    def marks(self) -> tuple[int, ...]:
        """Positions that were marked, oldest first."""
        return tuple(self._marks)

    def mark(self) -> None:
        """Something happened here, now. On the looking thread."""
        self._marks.append(self._written)

    def write(self, run: Samples) -> None:
        """Append ``run``, which is shorter than the window."""
        start = self._written % self._capacity
        n_first = min(len(run), self._capacity - start)
        self._samples[start : start + n_first] = run[:n_first]
        self._samples[: len(run) - n_first] = run[n_first:]
        self._written += len(run)

    def window(self, end: int, n_samples: int) -> Samples:
        """(n_samples,) int16 that end before position ``end``; silence where there was nothing.

        ``n_samples`` must not exceed the capacity, nor ``end`` what was written.
        """
        start = (end - n_samples) % self._capacity
        n_first = min(n_samples, self._capacity - start)
        return np.concatenate(
            (self._samples[start : start + n_first], self._samples[: n_samples - n_first])
        )
