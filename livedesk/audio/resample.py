"""Between the devices' sample rates and ours, as a stream."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import soxr

from livedesk.core.audio_format import Samples


class Resampler(Protocol):
    """Converts a stream run by run; the runs' borders leave no trace in the result."""

    def push(self, run: Samples) -> Samples:
        """What can be given out after ``run``; some of it may come with later runs."""
        ...

    def finish(self) -> Samples:
        """The rest of the stream; the next ``push`` begins a new one."""
        ...

    def reset(self) -> None:
        """Forget the stream; the next ``push`` begins a new one."""
        ...


class _Unchanged:
    """Both rates are the same."""

    def push(self, run: Samples) -> Samples:
        return run

    def finish(self) -> Samples:
        return np.empty(0, np.int16)

    def reset(self) -> None:
        pass


class _Soxr:
    def __init__(self, stream: soxr.ResampleStream) -> None:
        self._stream = stream

    def push(self, run: Samples) -> Samples:
        converted: Samples = self._stream.resample_chunk(run)
        return converted

    def finish(self) -> Samples:
        converted: Samples = self._stream.resample_chunk(np.empty(0, np.int16), last=True)
        self._stream.clear()
        return converted

    def reset(self) -> None:
        self._stream.clear()


def live_resampler(from_hz: int, to_hz: int) -> Resampler:
    """For sound that somebody waits for: at most about 13 ms late for device rates of 44.1 kHz up.

    soxr's block transforms hold 20 to 40 ms back and give them out in bursts; its variable-rate
    engine works sample by sample (measured with soxr 1.1: 60 µs for 20 ms at 48 kHz).
    """
    if from_hz == to_hz:
        return _Unchanged()
    return _Soxr(soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="HQ", vr=True))


def queue_resampler(from_hz: int, to_hz: int) -> Resampler:
    """For sound that is queued anyway: the best quality; up to 40 ms wait for the next run."""
    if from_hz == to_hz:
        return _Unchanged()
    return _Soxr(soxr.ResampleStream(from_hz, to_hz, 1, dtype="int16", quality="HQ"))


def resampled(samples: Samples, from_hz: int, to_hz: int) -> Samples:
    """A whole recording at another rate, its length kept to within one sample."""
    resampler = queue_resampler(from_hz, to_hz)
    return np.concatenate((resampler.push(samples), resampler.finish()))
