"""Runs of any length become frames of one length."""

from __future__ import annotations

import numpy as np

from livedesk.core.audio_format import Samples


class Framer:
    """Cuts a stream into frames of ``frame_samples``; what is left over waits for the next run."""

    def __init__(self, frame_samples: int) -> None:
        self._frame_samples = frame_samples
        self._rest = np.empty(0, np.int16)

    @property
    def n_waiting(self) -> int:
        """Samples that wait for the next run."""
        return len(self._rest)

    def push(self, run: Samples) -> list[Samples]:
        """The frames that are complete with ``run``, in order, each its own copy."""
        joined = np.concatenate((self._rest, run))
        n_frames = len(joined) // self._frame_samples
        end = n_frames * self._frame_samples
        self._rest = joined[end:].copy()
        return [frame.copy() for frame in joined[:end].reshape(n_frames, self._frame_samples)]
