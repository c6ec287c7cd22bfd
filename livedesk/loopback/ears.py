"""Listens to one client: audio in, turns and recognised phrases out. Sans-I/O, in audio time."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from livedesk.core.audio_format import CAPTURE_RATE_HZ, FRAME_MS, Samples
from livedesk.loopback.client_messages import Detection
from livedesk.loopback.recogniser import Recogniser
from livedesk.loopback.sample_rate import RateChanger
from livedesk.loopback.vad import FRAME_SAMPLES, Change, TurnDetector

# Audio from before the first loud frame: soft consonants are not loud.
_PRE_ROLL_MS = 300
# A guess per fifth of a second is as fast as anybody reads.
_GUESS_EVERY_MS = 200
# Anything shorter is a cough or a click, not a word.
_LEAST_VOICED_MS = 160


@dataclass(frozen=True, slots=True)
class SpeechStarted:
    """The person began to speak."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What they may be saying so far."""

    text: str


@dataclass(frozen=True, slots=True)
class SpeechEnded:
    """The person has finished.

    Attributes:
        text: the phrase; empty where it was none of those known.
        is_noise: it was too short to have been words.
    """

    text: str
    is_noise: bool


Heard: TypeAlias = SpeechStarted | Guess | SpeechEnded


class Ears:
    """Cuts audio into frames, finds turns, recognises phrases. ``close`` gives all back."""

    def __init__(self, detection: Detection, recogniser: Recogniser) -> None:
        self._detection = detection
        self._recogniser = recogniser
        self._detector = TurnDetector(detection)
        self._rates = RateChanger(CAPTURE_RATE_HZ)
        self._rest: Samples = np.zeros(0, np.int16)
        self._before: deque[Samples] = deque(
            maxlen=round(_PRE_ROLL_MS + detection.prefix_ms) // FRAME_MS
        )
        self._is_open = False
        self._guess = ""
        self._since_guess_ms = 0

    @property
    def is_open(self) -> bool:
        """Whether the person is speaking."""
        return self._is_open

    def feed(self, samples: Samples, rate_hz: int) -> list[Heard]:
        """Take (n,) int16 mono at ``rate_hz`` of any length."""
        joined = self._rates.feed(samples, rate_hz)
        if self._rest.size:
            joined = np.concatenate([self._rest, joined])
        n_whole = len(joined) - len(joined) % FRAME_SAMPLES
        self._rest = joined[n_whole:]
        heard: list[Heard] = []
        for start in range(0, n_whole, FRAME_SAMPLES):
            heard += self._feed_frame(joined[start : start + FRAME_SAMPLES])
        return heard

    def start(self) -> list[Heard]:
        """The client says that speech begins."""
        if self._is_open:
            return []
        self._detector.reset()
        return self._open()

    def end(self) -> list[Heard]:
        """The client says that speech is over, or that no more audio comes."""
        if not self._is_open:
            self._detector.reset()
            return []
        return self._close_turn(is_noise=False)

    def close(self) -> None:
        """Stop listening. Idempotent."""
        self._is_open = False
        self._recogniser.close()

    def _feed_frame(self, frame: Samples) -> list[Heard]:
        if not self._detection.automatic:
            return self._follow(frame) if self._is_open else []
        change = self._detector.feed(frame)
        if change is Change.STARTED:
            return [*self._open(), *self._follow(frame)]
        if change is Change.ENDED:
            return self._close_turn(is_noise=self._detector.voiced_ms < _LEAST_VOICED_MS)
        if self._is_open:
            return self._follow(frame)
        self._before.append(frame)
        return []

    def _open(self) -> list[Heard]:
        self._is_open = True
        self._guess = ""
        self._since_guess_ms = 0
        self._recogniser.start()
        for frame in self._before:
            self._recogniser.feed(frame)
        self._before.clear()
        return [SpeechStarted()]

    def _follow(self, frame: Samples) -> list[Heard]:
        self._recogniser.feed(frame)
        self._since_guess_ms += FRAME_MS
        if self._since_guess_ms < _GUESS_EVERY_MS:
            return []
        self._since_guess_ms = 0
        guess = self._recogniser.guess()
        if not guess or guess == self._guess:
            return []
        self._guess = guess
        return [Guess(guess)]

    def _close_turn(self, *, is_noise: bool) -> list[Heard]:
        self._is_open = False
        self._detector.reset()
        return [SpeechEnded(self._recogniser.finish(), is_noise)]
