"""How fast a device really is, by the times of its blocks. Pure."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.passage import Passage

# At first blocks come faster than they are played, and later than they were taken.
_BEGIN_S = 1.0


@dataclass(frozen=True, slots=True)
class RateTruth:
    """How fast a device really is.

    Attributes:
        rate_hz: what it says.
        off_ppm: by how much it is faster than that, in millionths, by the system's clock.
        error_ppm: how far that may be wrong.
    """

    rate_hz: int
    off_ppm: float
    error_ppm: float


def rate_truth(passage: Passage) -> RateTruth:
    """By a straight line through all blocks: jitter of single ones averages out."""
    slope, _, error = line(*running(passage))
    return RateTruth(
        passage.rate_hz,
        (slope / passage.rate_hz - 1) * 1e6,
        2 * error / passage.rate_hz * 1e6,
    )


def running(passage: Passage) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Times in seconds and counts of the blocks, once the device's own buffers are filled."""
    counts, times_s = (np.array(side, float) for side in zip(*passage.blocks, strict=True))
    runs = times_s >= times_s[0] + _BEGIN_S
    return times_s[runs], counts[runs]


def line(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[float, float, float]:
    """Slope, value at 0, and the slope's standard error."""
    middle = x.mean()
    spread = float(np.sum((x - middle) ** 2))
    slope = float(np.sum((x - middle) * (y - y.mean())) / spread)
    at_zero = float(y.mean() - slope * middle)
    residual = y - (slope * x + at_zero)
    error = float(np.sqrt(np.sum(residual**2) / max(1, len(x) - 2) / spread))
    return slope, at_zero, error
