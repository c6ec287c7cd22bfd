"""When something was heard at the virtual speaker, and when it was silent."""

from __future__ import annotations

import time
import wave
from pathlib import Path

import numpy as np
from helpers.virtual_sound import Recorder

_BLOCK_MS = 5
# Speech of espeak-ng lies some 30 dB above this, a null sink's silence infinitely far below.
_SOUND_DB = -55.0
_POLL_S = 0.02
# 40 ms at 48 kHz: two periods of the lowest voice.
_PITCH_WINDOW = 1_920
_PITCH_RANGE_HZ = (60, 400)


class SpeakerMonitor:
    """Follows a recording while it runs.

    Times are those of ``time.monotonic``, taken when a block arrives: they are late by the
    recorder's own delay, which is asked to be 5 ms.
    """

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._n_seen = 0
        self._sound_times_s: list[float] = []

    def sound_times(self, after_s: float) -> list[float]:
        """When blocks with sound came, later than ``after_s``."""
        self._follow()
        return [at_s for at_s in self._sound_times_s if at_s > after_s]

    def wait_for_sound(self, after_s: float, timeout_s: float = 20.0) -> float:
        """When sound was heard first after ``after_s``."""
        deadline_s = time.monotonic() + timeout_s
        while not (times := self.sound_times(after_s)):
            assert time.monotonic() < deadline_s, "nothing was heard"
            time.sleep(_POLL_S)
        return times[0]

    def wait_for_silence(
        self, after_s: float, quiet_s: float = 0.5, timeout_s: float = 30.0
    ) -> float:
        """When the last sound was heard before ``quiet_s`` seconds without any."""
        deadline_s = time.monotonic() + timeout_s
        while True:
            last_s = max(self.sound_times(after_s), default=after_s)
            if time.monotonic() - last_s > quiet_s:
                return last_s
            assert time.monotonic() < deadline_s, "it was never silent"
            time.sleep(_POLL_S)

    def heard_s(self, after_s: float) -> float:
        """Seconds of sound since ``after_s``."""
        return len(self.sound_times(after_s)) * _BLOCK_MS / 1000

    def pitch_hz(self, after_s: float, before_s: float) -> float:
        """Median pitch of the voice that was heard in between, in hertz."""
        rate_hz = self._recorder.rate_hz
        positions = [
            position
            for position in range(0, self._recorder.n_samples - _PITCH_WINDOW, _PITCH_WINDOW)
            if after_s < self._recorder.arrival_s(position) < before_s
        ]
        samples = self._recorder.samples
        shortest, longest = rate_hz // _PITCH_RANGE_HZ[1], rate_hz // _PITCH_RANGE_HZ[0]
        pitches = []
        for position in positions:
            window = samples[position : position + _PITCH_WINDOW].astype(np.float64)
            window -= window.mean()
            likeness = np.correlate(window, window, "full")[len(window) - 1 :]
            lag = shortest + int(np.argmax(likeness[shortest:longest]))
            if likeness[lag] > 0.5 * likeness[0] > 0:
                pitches.append(rate_hz / lag)
        return float(np.median(pitches))

    def save(self, path: Path) -> Path:
        """Everything heard so far, as a WAV file."""
        with wave.open(str(path), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(self._recorder.rate_hz)
            file.writeframes(self._recorder.samples.astype("<i2").tobytes())
        return path

    def _follow(self) -> None:
        block = self._recorder.rate_hz * _BLOCK_MS // 1000
        new = self._recorder.samples[self._n_seen :]
        for start in range(0, len(new) - block + 1, block):
            samples = new[start : start + block].astype(np.float64) / 32_768
            self._n_seen += block
            if 10 * np.log10(np.mean(samples**2) + 1e-12) > _SOUND_DB:
                self._sound_times_s.append(self._recorder.arrival_s(self._n_seen - 1))
