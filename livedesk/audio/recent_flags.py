"""What was found in each of the last frames of one side, for whoever wants to look."""

from __future__ import annotations

from enum import IntFlag

import numpy as np
from numpy.typing import NDArray


class FrameFlag(IntFlag):
    """Found in one frame."""

    SPEECH = 1
    CLIPPED = 2


class RecentFlags:
    """Keeps the newest ``n_frames`` flags; the oldest is overwritten.

    One thread writes, another may look, as with ``RecentSamples``: write flags before samples, so
    that whoever sees the samples finds their flags.
    """

    def __init__(self, n_frames: int) -> None:
        self._flags = np.zeros(n_frames, np.uint8)
        self._written = 0

    def write(self, flags: FrameFlag) -> None:
        """Append the flags of one frame."""
        self._flags[self._written % len(self._flags)] = flags
        self._written += 1

    def between(self, start: int, stop: int) -> NDArray[np.uint8]:
        """(stop − start,) uint8 flags of those frames; 0 of what is not known any more, or yet."""
        numbers = np.arange(start, stop)
        known = (numbers >= max(0, self._written - len(self._flags))) & (numbers < self._written)
        return np.where(known, self._flags[numbers % len(self._flags)], 0).astype(np.uint8)
