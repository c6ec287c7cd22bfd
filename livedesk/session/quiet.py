"""Which silence need not wait for a connection. Pure.

Silence that waited would hold up the speech behind it by just as long, and tells nobody anything.
What stays is enough to begin a word with, and for the server to hear that a turn is over.
"""

from __future__ import annotations

from collections import deque

from livedesk.core.inputs import AudioInput

BEFORE_SPEECH_S = 0.3
AFTER_SPEECH_S = 1.0


class QuietFilter:
    """Holds silence back until speech follows it. Frames come in order of capture."""

    def __init__(self) -> None:
        self._held: deque[AudioInput] = deque()
        self._speech_until_s: float | None = None

    def passed(self, frame: AudioInput, *, all_of_it: bool) -> tuple[AudioInput, ...]:
        """What is to wait now that ``frame`` has come, in order.

        Args:
            frame: the next frame of the microphone.
            all_of_it: nothing has to wait for long, so let silence through as well.
        """
        if frame.is_speech:
            self._speech_until_s = frame.captured_at_s
        if all_of_it or self._is_near_speech(frame):
            held = tuple(self._held)
            self._held.clear()
            return (*held, frame)
        self._held.append(frame)
        while self._held[0].captured_at_s < frame.captured_at_s - BEFORE_SPEECH_S:
            self._held.popleft()
        return ()

    def _is_near_speech(self, frame: AudioInput) -> bool:
        until_s = self._speech_until_s
        return until_s is not None and frame.captured_at_s - until_s <= AFTER_SPEECH_S

    def take_back(self, frame: AudioInput) -> None:
        """``frame``, the last one, did not come after all."""
        if self._held and self._held[-1] is frame:
            self._held.pop()

    def take_held(self) -> tuple[AudioInput, ...]:
        """The silence that was held back last, to be used otherwise."""
        held = tuple(self._held)
        self._held.clear()
        return held
