"""Sends long silence in fewer, longer messages. Pure.

A message costs a millisecond of the processor whether it holds 20 ms or 80, and fifty of them a
second are most of what a silent talk takes. Speech, and the silence in which the server finds its
end, are never held up.
"""

from __future__ import annotations

from livedesk.core.audio_format import BYTES_PER_SAMPLE, duration_ms
from livedesk.core.inputs import AudioInput

BATCH_MS = 80.0
# By then the server knows that an utterance is over.
_AFTER_SPEECH_S = 1.5


class QuietBatch:
    """Takes the microphone's frames in order; what it holds back is silent, and 80 ms at most."""

    def __init__(self) -> None:
        self._held: list[AudioInput] = []
        self._speech_until_s = float("-inf")

    def push(self, frame: AudioInput) -> tuple[AudioInput, ...]:
        """What is to be sent now that ``frame`` has come, in order."""
        if frame.is_speech:
            self._speech_until_s = frame.captured_at_s
        if frame.captured_at_s - self._speech_until_s <= _AFTER_SPEECH_S:
            return (*self.flush(), frame)
        if self._held and self._held[0].rate_hz != frame.rate_hz:
            return (*self.flush(), *self.push(frame))
        self._held.append(frame)
        return self.flush() if self._held_ms() >= BATCH_MS else ()

    def note_onset(self, now_s: float) -> tuple[AudioInput, ...]:
        """Somebody may begin to speak: hold nothing back for a while; gives what is held."""
        self._speech_until_s = max(self._speech_until_s, now_s)
        return self.flush()

    def flush(self) -> tuple[AudioInput, ...]:
        """All that is held, as one message; nothing is held any more."""
        held, self._held = self._held, []
        if len(held) <= 1:
            return tuple(held)
        newest = held[-1]
        chunk = b"".join(frame.chunk for frame in held)
        return (AudioInput(chunk, newest.rate_hz, newest.captured_at_s, is_speech=False),)

    def _held_ms(self) -> float:
        n_bytes = sum(len(frame.chunk) for frame in self._held)
        return duration_ms(n_bytes // BYTES_PER_SAMPLE, self._held[0].rate_hz)
