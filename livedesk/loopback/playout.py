"""Cuts an answer into timed chunks, with the words that are heard in each. Pure.

Audio leaves faster than it is played, as the real server's does; the words go along with the
chunk in which they begin.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

import numpy as np

from livedesk.core.audio_format import PLAYBACK_RATE_HZ, Samples, duration_ms, samples_in

# Within the 100-240 ms of real messages; the first is short because it decides the delay heard.
_FIRST_CHUNK_MS = 100
_CHUNK_MS = 200
# How much faster than real time an answer is sent.
DEFAULT_SPEED = 4.0
# The pause that a comma or a full stop makes, in letters.
_PAUSE_LETTERS = {",": 3, ";": 4, ":": 4, ".": 6, "!": 6, "?": 6}


@dataclass(frozen=True, slots=True)
class Chunk:
    """(n,) int16 mono at 24 kHz and the words that begin in it."""

    samples: Samples
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    first_sample: int


class Playout:
    """One answer on its way: sentences in, chunks out when they are due."""

    def __init__(self, speed: float = DEFAULT_SPEED) -> None:
        self._speed = speed
        self._waiting: Samples = np.zeros(0, np.int16)
        self._words: deque[_Word] = deque()
        self._sent: list[_Word] = []
        self._n_added = 0
        self._n_sent = 0
        self._started_s: float | None = None
        self._next_s = 0.0
        self._is_finished = False

    @property
    def is_sent(self) -> bool:
        """Whether the whole answer has left."""
        return self._is_finished and self._waiting.size == 0

    @property
    def is_speaking(self) -> bool:
        """Whether any sound has left."""
        return self._started_s is not None

    @property
    def sent_s(self) -> float:
        """Seconds of sound that have left."""
        return duration_ms(self._n_sent, PLAYBACK_RATE_HZ) / 1000

    @property
    def played_until_s(self) -> float:
        """When a client that began at once will have played what it got."""
        return (self._started_s or 0.0) + self.sent_s

    @property
    def next_due_s(self) -> float | None:
        """When the next chunk is due; None while there is none."""
        return self._next_s if self._waiting.size else None

    def add(self, sentence: str, samples: Samples, now_s: float) -> None:
        """Append a spoken sentence."""
        spoken = sentence.split()
        weights = [len(word) + 1 + _PAUSE_LETTERS.get(word[-1], 0) for word in spoken]
        total = sum(weights) or 1
        before = 0
        for word, weight in zip(spoken, weights, strict=True):
            self._words.append(_Word(word, self._n_added + before * len(samples) // total))
            before += weight
        if self._waiting.size == 0:
            self._next_s = max(self._next_s, now_s)
        self._waiting = np.concatenate([self._waiting, samples])
        self._n_added += len(samples)

    def finish(self) -> None:
        """Nothing more is added."""
        self._is_finished = True

    def due(self, now_s: float) -> list[Chunk]:
        """The chunks that are due by now."""
        chunks = []
        while self._waiting.size and self._next_s <= now_s:
            if self._started_s is None:
                self._started_s = now_s
            length_ms = _CHUNK_MS if self._n_sent else _FIRST_CHUNK_MS
            samples = self._waiting[: samples_in(length_ms, PLAYBACK_RATE_HZ)]
            self._waiting = self._waiting[len(samples) :]
            self._n_sent += len(samples)
            self._next_s += duration_ms(len(samples), PLAYBACK_RATE_HZ) / 1000 / self._speed
            chunks.append(Chunk(samples, self._words_until(self._n_sent)))
        return chunks

    def heard_text(self, now_s: float) -> str:
        """The words that a client that plays along has begun to play."""
        started_s = now_s if self._started_s is None else self._started_s
        heard_s = min(now_s - started_s, self.sent_s)
        n_heard = samples_in(heard_s * 1000, PLAYBACK_RATE_HZ)
        return " ".join(word.text for word in self._sent if word.first_sample < n_heard)

    def _words_until(self, n_samples: int) -> str:
        text = ""
        while self._words and self._words[0].first_sample < n_samples:
            word = self._words.popleft()
            text += f" {word.text}" if self._sent else word.text
            self._sent.append(word)
        return text
