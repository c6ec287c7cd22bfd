"""Whether a frame shows something else than the last one that was sent."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

# (rows, columns, 3) uint8: mean colours of a coarse grid over the frame.
Thumbnail: TypeAlias = NDArray[np.uint8]

# Noise of a camera and of scaling stays below; a word typed into a cell of the grid is above.
CELL_CHANGED = 6


def is_changed(new: Thumbnail, last: Thumbnail | None) -> bool:
    """Whether ``new`` differs from ``last`` in at least one cell; True without a last one."""
    if last is None or new.shape != last.shape:
        return True
    apart = np.abs(new.astype(np.int16) - last.astype(np.int16))
    return bool(apart.size and apart.max() >= CELL_CHANGED)
