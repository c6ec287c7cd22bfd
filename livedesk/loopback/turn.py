"""One turn of the assistant: sentences to be spoken, sound to be sent, an end to wait for. Pure."""

from __future__ import annotations

from collections import deque

from livedesk.core.audio_format import Samples
from livedesk.loopback.playout import DEFAULT_SPEED, Chunk, Playout


class Turn:
    """Collects an answer sentence by sentence and lets it out in time.

    Attributes:
        number: counts the turns of a connection.
        is_generated: generationComplete has been sent.
    """

    def __init__(self, number: int, speed: float = DEFAULT_SPEED) -> None:
        self.number = number
        self.is_generated = False
        self._playout = Playout(speed)
        self._unspoken: deque[str] = deque()
        self._awaited: str | None = None

    @property
    def has_reply(self) -> bool:
        """Whether it is known what to say."""
        return bool(self._unspoken) or self._awaited is not None or self._playout.is_speaking

    @property
    def answer_s(self) -> float:
        """Seconds of sound that were sent."""
        return self._playout.sent_s

    def add(self, sentences: list[str]) -> None:
        """Append what is to be said; nothing at all ends the turn as well."""
        self._unspoken.extend(sentences)
        if not self._unspoken and self._awaited is None:
            self._playout.finish()

    def next_sentence(self) -> str | None:
        """The sentence to turn into sound now; one is made while the one before is sent."""
        if self._awaited is not None or not self._unspoken:
            return None
        self._awaited = self._unspoken.popleft()
        return self._awaited

    def take_sound(self, samples: Samples, now_s: float) -> None:
        """The awaited sentence has become (n,) int16 mono at 24 kHz."""
        if self._awaited is None:
            return
        self._playout.add(self._awaited, samples, now_s)
        self._awaited = None
        if not self._unspoken:
            self._playout.finish()

    def due(self, now_s: float) -> list[Chunk]:
        """What is to be sent by now."""
        return self._playout.due(now_s)

    @property
    def is_sent(self) -> bool:
        """Whether all of it has left."""
        return self._playout.is_sent

    def is_over(self, now_s: float) -> bool:
        """Whether the client has played all of it."""
        return self.is_generated and now_s >= self._playout.played_until_s

    def next_due_s(self) -> float | None:
        """When something changes by itself."""
        return self._playout.played_until_s if self.is_generated else self._playout.next_due_s

    def heard_text(self, now_s: float) -> str:
        """The words that have been heard by now."""
        return self._playout.heard_text(now_s)
