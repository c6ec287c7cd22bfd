"""How late the speaker's sound comes back through the microphone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from livedesk.audio.levels import rms_db
from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, duration_ms, samples_in

# Half a second of the microphone is looked for in the last 0.9 s of the reference.
_NEAR = samples_in(512, CAPTURE_RATE_HZ)
_MOST = samples_in(400, CAPTURE_RATE_HZ)
_EVERY = samples_in(500, CAPTURE_RATE_HZ)
_FFT = 16_384
_KEPT_MS = 1_000
# Where loudspeakers of any size still play and speech still is.
_BAND_HZ = (300.0, 3_400.0)
# Less than this is no speech to look for.
_QUIETEST_DB = -55.0
# Half of the evidence is of the last second: a moved laptop is followed within two.
_MEMORY = 0.7
# How far the best lag stands out of all others. Noise alone reaches 5 in one of a thousand looks.
_CLEAR = 9.0
_LOOKS_TO_FORGET = 8


class EchoDelay:
    """Compares both sides by phase alone (GCC-PHAT), twice a second, only while something plays."""

    def __init__(self) -> None:
        self._near = RecentSamples(_KEPT_MS, CAPTURE_RATE_HZ)
        self._far = RecentSamples(_KEPT_MS, CAPTURE_RATE_HZ)
        bins_hz = np.fft.rfftfreq(_FFT, 1 / CAPTURE_RATE_HZ)
        self._band = (bins_hz > _BAND_HZ[0]) & (bins_hz < _BAND_HZ[1])
        self._evidence: NDArray[np.complex64] = np.zeros(len(bins_hz), np.complex64)
        self._next_look = _NEAR + _MOST
        self._unclear = 0
        self._lag_ms: float | None = None

    @property
    def lag_ms(self) -> float | None:
        """How much later than in the reference a sound is in the microphone; None: no echo."""
        return self._lag_ms

    def push(self, near: Samples, far: Samples) -> bool:
        """Take equally long runs of both sides, int16 at 16 000 Hz; True when it was looked."""
        self._near.write(near)
        self._far.write(far)
        if self._near.written < self._next_look:
            return False
        self._next_look = self._near.written + _EVERY
        heard = self._near.window(self._near.written, _NEAR)
        played = self._far.window(self._far.written, _NEAR + _MOST)
        if rms_db(played) < _QUIETEST_DB or not heard.any():
            return False
        self._look(heard, played)
        return True

    def _look(self, heard: Samples, played: Samples) -> None:
        # The microphone's run ends where the reference ends; a lag moves it to the left.
        spectrum = np.fft.rfft(played[::-1].astype(np.float32), _FFT)
        spectrum *= np.conj(np.fft.rfft(heard[::-1].astype(np.float32), _FFT))
        spectrum[~self._band] = 0
        self._evidence *= _MEMORY
        self._evidence += (spectrum / (np.abs(spectrum) + 1.0)).astype(np.complex64)
        likeness = np.abs(np.fft.irfft(self._evidence)[:_MOST])
        best = int(np.argmax(likeness))
        if likeness[best] > _CLEAR * float(np.sqrt(np.mean(likeness**2))):
            self._lag_ms = duration_ms(best, CAPTURE_RATE_HZ)
            self._unclear = 0
            return
        self._unclear += 1
        if self._unclear >= _LOOKS_TO_FORGET:
            self._lag_ms = None
