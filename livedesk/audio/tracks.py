"""Puts what each side said where it belongs on one clock. Pure: time is in what comes."""

from __future__ import annotations

from collections import deque

import numpy as np

from livedesk.audio.resample import Resampler, live_resampler
from livedesk.audio.sound_file import RECORDING_RATE_HZ
from livedesk.audio.tape import Run
from livedesk.core.audio_format import Samples, samples_in

# A callback may be late by so much on a busy machine, and still plays without a gap: within this,
# what comes is taken to follow what came.
_PATIENCE = samples_in(100, RECORDING_RATE_HZ)
# Devices have clocks of their own, some 0.01 % apart; what has gathered is made good in a silence,
# where nobody hears it.
_SLACK = samples_in(15, RECORDING_RATE_HZ)
_SILENCE = 32  # of 32768


class Track:
    """One side of a recording that began at ``began_s``, monotonic time in seconds."""

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s
        self._runs: deque[Samples] = deque()
        self._n_taken = 0
        self._n_placed = 0
        self._rate_hz = 0
        self._resampler: Resampler = live_resampler(RECORDING_RATE_HZ, RECORDING_RATE_HZ)

    def add(self, run: Run) -> None:
        """Take the next run; the runs of a side come in order."""
        if run.rate_hz != self._rate_hz:
            self._rate_hz = run.rate_hz
            self._resampler = live_resampler(run.rate_hz, RECORDING_RATE_HZ)
        samples = self._resampler.push(run.samples)
        ends = round((run.ends_at_s - self._began_s) * RECORDING_RATE_HZ)
        gap = ends - len(samples) - self._n_placed
        is_silent = len(samples) > 0 and int(np.abs(samples).max()) <= _SILENCE
        if abs(gap) > (_SLACK if is_silent else _PATIENCE):
            self._put(np.zeros(max(0, gap), np.int16))
            samples = samples[max(0, -gap) :]
        self._put(samples)

    def take(self, until: int) -> Samples:
        """(n,) int16 up to sample ``until``; what nobody said by then is silence."""
        n_missing = until - self._n_placed
        self._put(np.zeros(max(0, n_missing), np.int16))
        wanted = max(0, until - self._n_taken)
        parts = []
        while wanted > 0:
            run = self._runs.popleft()
            if len(run) > wanted:
                self._runs.appendleft(run[wanted:])
                run = run[:wanted]
            parts.append(run)
            wanted -= len(run)
        taken = np.concatenate(parts) if parts else np.empty(0, np.int16)
        self._n_taken += len(taken)
        return taken

    def _put(self, samples: Samples) -> None:
        if len(samples):
            self._runs.append(samples)
            self._n_placed += len(samples)


class Tracks:
    """Both sides of one recording."""

    def __init__(self, began_s: float) -> None:
        self._began_s = began_s
        self.person = Track(began_s)
        self.assistant = Track(began_s)
        self._n_taken = 0

    def take(self, until_s: float) -> Samples:
        """(n, 2) int16 at 24 000 Hz up to that monotonic time: the person, the assistant."""
        until = max(self._n_taken, round((until_s - self._began_s) * RECORDING_RATE_HZ))
        self._n_taken = until
        return np.stack((self.person.take(until), self.assistant.take(until)), axis=1)
