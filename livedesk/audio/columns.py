"""The drawn shape of one side: one column for every 60 ms of the stream.

Columns are counted from the stream's beginning and never change once they are complete: a view
that keeps what it has drawn asks for the new ones only.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.recent_flags import FrameFlag, RecentFlags
from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import FRAME_MS, FULL_SCALE, duration_ms, samples_in

COLUMN_MS = 60
_FRAMES = COLUMN_MS // FRAME_MS
_NO_PEAKS = np.zeros(0, np.float32)
_NONE = np.zeros(0, np.bool_)


@dataclass(frozen=True, slots=True)
class Columns:
    """The newest columns of one side, oldest first.

    Attributes:
        stream: says which stream they are of; columns of another one are not to be mixed.
        end: number of the column after the last of these.
        position_ms: how long the stream is by now, in milliseconds.
        peaks: (n,) float32, the loudest sample of each column, 0 … 1.
        speech: (n,) bool, whether the speech gate was open.
        clipped: (n,) bool, whether the microphone was overdriven.
        marked: (n,) bool, whether the assistant was cut in it.
    """

    stream: int
    end: int
    position_ms: float
    peaks: NDArray[np.float32]
    speech: NDArray[np.bool_]
    clipped: NDArray[np.bool_]
    marked: NDArray[np.bool_]


def columns(recent: RecentSamples, flags: RecentFlags | None, since: int) -> Columns:
    """The columns that are complete, from number ``since`` on, as far as they are still kept."""
    per_column = samples_in(COLUMN_MS, recent.rate_hz)
    written = recent.written
    end = written // per_column
    # The oldest one kept is being overwritten.
    start = min(end, max(since, end - recent.capacity // per_column + 1, 0))
    n_columns = end - start
    if n_columns == 0:  # as it mostly is: views ask more often than columns are made
        position_ms = duration_ms(written, recent.rate_hz)
        return Columns(recent.number, end, position_ms, _NO_PEAKS, _NONE, _NONE, _NONE)
    samples = recent.window(end * per_column, n_columns * per_column).reshape(-1, per_column)
    loudest = np.abs(samples.astype(np.int32)).max(axis=1)
    found = np.zeros((n_columns, _FRAMES), np.uint8)
    if flags is not None:
        found = flags.between(start * _FRAMES, end * _FRAMES).reshape(n_columns, _FRAMES)
    marked = np.zeros(n_columns, np.bool_)
    for position in recent.marks:
        if start <= position // per_column < end:
            marked[position // per_column - start] = True
    return Columns(
        stream=recent.number,
        end=end,
        position_ms=duration_ms(written, recent.rate_hz),
        peaks=(loudest / FULL_SCALE).astype(np.float32),
        speech=(found & FrameFlag.SPEECH).max(axis=1) > 0,
        clipped=(found & FrameFlag.CLIPPED).max(axis=1) > 0,
        marked=marked,
    )
