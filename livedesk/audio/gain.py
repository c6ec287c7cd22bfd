"""Louder or softer, without a click."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.core.audio_format import Samples

_LOWEST, _HIGHEST = -32_768.0, 32_767.0


class Gain:
    """Scales a stream block by block; a new target is reached by a ramp of one block.

    ``set`` may be called from any thread, ``apply`` from one. Neither waits.
    """

    def __init__(self) -> None:
        self._target = 1.0
        self._current = 1.0
        self._ramp: NDArray[np.float32] = np.empty(0, np.float32)
        self._wide: NDArray[np.float32] = np.empty(0, np.float32)

    @property
    def target(self) -> float:
        """The factor that holds from the next block on."""
        return self._target

    def set(self, factor: float) -> None:
        """Scale by ``factor``, 0 or more, from the next block on."""
        self._target = factor

    def apply(self, block: Samples) -> None:
        """Scale (n,) int16 in place; what is too loud for 16 bits is clipped."""
        target, current = self._target, self._current
        if target == current == 1.0:
            return
        if len(self._ramp) != len(block):
            n_samples = len(block)
            self._ramp = np.arange(1, n_samples + 1, dtype=np.float32) / np.float32(n_samples or 1)
            self._wide = np.empty(n_samples, np.float32)
        wide = self._wide
        if target == current:
            np.multiply(block, np.float32(target), out=wide)
        else:
            np.multiply(self._ramp, np.float32(target - current), out=wide)
            wide += np.float32(current)
            wide *= block
            self._current = target
        if max(target, current) > 1.0:
            np.clip(wide, _LOWEST, _HIGHEST, out=wide)
        block[:] = wide
