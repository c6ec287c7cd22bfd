"""WebRTC's audio processing (AEC3 and noise suppression) as the ``livekit`` package brings it.

The only module that imports ``livekit``, and only ``rtc.AudioProcessingModule`` of it: no room, no
network. Loading takes 60 to 100 ms, 17 MB and four idle native threads, so it is done when the
first microphone is opened, on the thread that needs it.
"""

from __future__ import annotations

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

from livedesk.core.audio_format import BYTES_PER_SAMPLE, CAPTURE_RATE_HZ, Samples
from livedesk.core.audio_processing import Processing

# Frames of 10 ms, which is all that the module takes.
_FRAME = CAPTURE_RATE_HZ // 100
# AEC3 takes no more.
_LONGEST_DELAY_MS = 500


class ApmCanceller:
    """One instance of the audio processing module. Used by one thread.

    Its gain control is never switched on: it cannot be held while the assistant speaks and costs
    13 dB of cancellation; see ``level_control``.

    Raises:
        ImportError: the native library does not load on this machine.
    """

    def __init__(self, processing: Processing) -> None:
        self._apm = rtc.AudioProcessingModule(
            echo_cancellation=processing.echo_cancelling,
            noise_suppression=processing.noise_suppression,
            high_pass_filter=True,
        )
        self._takes_far = processing.echo_cancelling
        self._near, self._near_samples = _frame()
        self._far, self._far_samples = _frame()

    def process(self, near: Samples, far: Samples | None) -> None:
        """Clean ``near`` in place."""
        if self._takes_far and far is not None:
            self._far_samples[:] = far
            self._apm.process_reverse_stream(self._far)
        self._near_samples[:] = near
        self._apm.process_stream(self._near)
        near[:] = self._near_samples

    def set_delay_ms(self, delay_ms: float) -> None:
        """A first guess; the canceller finds and follows the true delay by itself."""
        if self._takes_far:
            self._apm.set_stream_delay_ms(round(min(_LONGEST_DELAY_MS, max(0.0, delay_ms))))


def _frame() -> tuple[rtc.AudioFrame, NDArray[np.int16]]:
    """A frame of the library's, and its samples to read and write."""
    frame = rtc.AudioFrame(bytearray(_FRAME * BYTES_PER_SAMPLE), CAPTURE_RATE_HZ, 1, _FRAME)
    return frame, np.frombuffer(frame.data, np.int16)
