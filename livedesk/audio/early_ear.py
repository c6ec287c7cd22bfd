"""The early onset, fed with what is captured and what is played."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from livedesk.audio.early_onset import STEP_MS, WINDOW_MS, EarlyOnset, bands_db
from livedesk.audio.playback import SpeakerPlayback
from livedesk.audio.recent_samples import RecentSamples
from livedesk.core.audio_format import CAPTURE_RATE_HZ, Samples, samples_in

_STEP, _WINDOW = samples_in(STEP_MS, CAPTURE_RATE_HZ), samples_in(WINDOW_MS, CAPTURE_RATE_HZ)
# What was played before the microphone was listened to: as long as an echo may be on its way.
_LONGEST_MS = 500


class EarlyEar:
    """Tells that the person begins to speak over the assistant. Used on the dsp thread.

    Does nothing while nothing is played.

    Args:
        playback: what is played.
        tell: called in the instant; must not block.
    """

    def __init__(self, playback: SpeakerPlayback, tell: Callable[[], None]) -> None:
        self._playback = playback
        self._tell = tell
        self._onset = EarlyOnset()
        self._near = np.zeros(_WINDOW, np.int16)
        self._heard: RecentSamples | None = None
        self._far_position = 0

    def hear(
        self, samples: Samples, n_later: int, *, is_speech: bool, delay_ms: float | None
    ) -> None:
        """Take 20 ms of the microphone, (320,) int16 at 16 000 Hz, as they came.

        Args:
            samples: the frame.
            n_later: samples that are there already, after this frame.
            is_speech: what the speech gate thinks at this time.
            delay_ms: how late the speaker is heard, as far as known.
        """
        recent = self._playback.recent
        if not self._playback.is_playing:
            self._near[:] = samples[-_WINDOW:]
            self._heard = None
            return
        self._hear_far(recent)
        self._onset.set_delay_ms(delay_ms)
        for start in range(0, len(samples), _STEP):
            self._near = np.concatenate((self._near[_STEP:], samples[start : start + _STEP]))
            later = (n_later + len(samples) - start - _STEP) // _STEP
            bands = bands_db(self._near, CAPTURE_RATE_HZ)
            if self._onset.begins(bands, is_speech=is_speech, n_later=later):
                self._tell()

    def _hear_far(self, recent: RecentSamples) -> None:
        step, window = (samples_in(ms, recent.rate_hz) for ms in (STEP_MS, WINDOW_MS))
        oldest = recent.written - samples_in(_LONGEST_MS, recent.rate_hz)
        if self._heard is not recent:
            self._heard = recent
            self._far_position = oldest
        self._far_position = max(self._far_position, oldest)
        while self._far_position + step <= recent.written:
            self._far_position += step
            if self._far_position > 0:
                run = recent.window(self._far_position, window)
                self._onset.hear_far(bands_db(run, recent.rate_hz))
