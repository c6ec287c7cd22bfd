"""The end of the person's turn, heard here before the server hears it. Pure; frames are the time.

A server waits longer than a room with a known noise floor needs to. Told that the stream has
ended it answers at once, and the next sound simply opens the stream again
(https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19: "hybrid").
"""

from __future__ import annotations

# The local speech gate stays open for so long after the last loud frame, in milliseconds.
GATE_CLOSES_MS = 300.0
# A cough, or a door: the server may make of it what it likes.
_LEAST_SPEECH_MS = 160.0


class EarlyEnd:
    """Says once for each utterance that it is over."""

    def __init__(self, silence_ms: float) -> None:
        """Wait for ``silence_ms`` milliseconds of silence, at least what the gate takes."""
        self._closed_for_ms = max(0.0, silence_ms - GATE_CLOSES_MS)
        self._open_ms = 0.0
        self._closed_ms = 0.0

    def on_frame(self, duration_ms: float, *, is_speech: bool) -> bool:
        """Whether with this frame the utterance is over."""
        if is_speech:
            self._open_ms += duration_ms
            self._closed_ms = 0.0
            return False
        self._closed_ms += duration_ms
        if self._open_ms == 0 or self._closed_ms < self._closed_for_ms:
            return False
        was_speech = self._open_ms - GATE_CLOSES_MS >= _LEAST_SPEECH_MS
        self._open_ms = 0.0
        return was_speech
