"""Whether a frame of the microphone holds speech."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from livedesk.audio.levels import SILENCE_DB
from livedesk.core.audio_format import FULL_SCALE, Samples

# Where speech has its energy; mains hum and hiss lie outside.
_BAND_HZ = (200.0, 4000.0)
# Below this nobody speaks into a working microphone.
_QUIETEST_SPEECH_DB = -54.0
# Opening needs to stand out clearly, staying open less so: the edges do not flutter.
_OPEN_ABOVE_NOISE_DB = 10.0
_STAY_ABOVE_NOISE_DB = 5.0
# Two frames in a row: a click is one.
_FRAMES_TO_OPEN = 2
# 300 ms bridges the stops and breaths inside a sentence.
_FRAMES_TO_CLOSE = 15
# Speech dips to the background at least once in 1.6 s; a steady noise never does, and is noise.
_NOISE_WINDOW_FRAMES = 80
# Until a window's worth was heard, a room is not believed to be louder than this.
_LOUDEST_UNPROVEN_NOISE_DB = -45.0


# While the assistant speaks, what a canceller leaves is the person's only where it leaves most of
# what was there. In simulated rooms (echo up to 0 dB, 20 to 250 ms late, 100 ppm of drift) no echo
# did so for two frames in a row, and a person who speaks as loud as the echo does within two frames
# of being louder than it.
_OPEN_LEFT_DB = -8.0
_STAY_LEFT_DB = -12.0


# As long as the canceller learns the room, a short rest of echo is to be expected.
_FRAMES_TO_BELIEVE = 8
_FRAMES_TO_DOUBT = 12


@dataclass(frozen=True, slots=True)
class Echo:
    """What is known of the assistant's voice in a frame.

    Attributes:
        before_db: ``SpeechGate.level_db`` of what the canceller was given.
        is_learned: the canceller knows the room.
        is_all: whether the frame is nothing but what was played; asked only where it matters.
    """

    before_db: float
    is_learned: bool
    is_all: Callable[[], bool]


class SpeechGate:
    """Decides frame by frame, from the frames alone; 20 ms at 16 kHz are what it is tuned to.

    The noise floor is the quietest frame of the last 1.6 s; speech stands out of it.
    """

    def __init__(self, rate_hz: int, frame_samples: int) -> None:
        self._window = np.hanning(frame_samples).astype(np.float32)
        bins_hz = np.fft.rfftfreq(frame_samples, 1 / rate_hz)
        low, high = np.searchsorted(bins_hz, _BAND_HZ)
        self._band = slice(int(low), int(high))
        # A full-scale sine then measures about -3 dB, as its RMS does.
        self._scale = 2.0 / (FULL_SCALE**2 * frame_samples * float(np.sum(self._window**2)))
        self._loud: deque[bool] = deque(maxlen=_FRAMES_TO_DOUBT)
        self._recent_db: deque[float] = deque(maxlen=_NOISE_WINDOW_FRAMES)
        self._is_open = False
        self._run = 0

    def is_speech(self, samples: Samples, echo: Echo | None = None) -> bool:
        """Whether the person speaks in this frame, (frame_samples,) int16.

        Args:
            samples: one frame of the microphone.
            echo: what is known of the assistant's voice in it, while that is heard.
        """
        level_db = self.level_db(samples)
        self._recent_db.append(level_db)
        noise_db = min(self._recent_db)
        if len(self._recent_db) < _NOISE_WINDOW_FRAMES:
            noise_db = min(noise_db, _LOUDEST_UNPROVEN_NOISE_DB)
        above_db = _STAY_ABOVE_NOISE_DB if self._is_open else _OPEN_ABOVE_NOISE_DB
        is_loud = level_db > max(noise_db + above_db, _QUIETEST_SPEECH_DB)
        if echo is not None:
            left_db = _STAY_LEFT_DB if self._is_open else _OPEN_LEFT_DB
            is_loud = is_loud and level_db - echo.before_db > left_db and not echo.is_all()
        self._loud.append(is_loud)
        is_doubted = echo is not None and not echo.is_learned
        self._run = self._run + 1 if is_loud is not self._is_open else 0
        if self._is_open:
            turns = self._run >= _FRAMES_TO_CLOSE
        elif is_doubted:
            # Speech has dips, so not in a row.
            turns = is_loud and sum(self._loud) >= _FRAMES_TO_BELIEVE
        else:
            turns = self._run >= _FRAMES_TO_OPEN
        if turns:
            self._is_open = not self._is_open
            self._run = 0
        return self._is_open

    def level_db(self, samples: Samples) -> float:
        """Loudness of a frame in the band of speech, in dBFS."""
        spectrum = np.fft.rfft(samples * self._window)[self._band]
        power = float(np.vdot(spectrum, spectrum).real) * self._scale
        return max(SILENCE_DB, 10 * float(np.log10(power))) if power > 0 else SILENCE_DB
