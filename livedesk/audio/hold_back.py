"""Silence for the session while only the assistant is heard, and nothing of the person lost. Pure.

A server cannot know that a faint rest of echo is none of the person's; so while the assistant is
heard and the speech gate is closed, silence is sent. The gate needs some frames to be sure of the
person, so frames wait that long before they are silenced: when the gate opens, they go out as they
are, all at once, and the first sound of a barge-in is whole. What waits is silence otherwise, so
nothing that matters is late.
"""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np

from livedesk.core.audio_format import AudioFrame

# 240 ms: a soft first sound, and the gate's own doubts.
_FRAMES = 12


class HoldBack:
    """A queue of frames; as long as the assistant is not heard, nothing waits in it."""

    def __init__(self) -> None:
        self._waiting: deque[AudioFrame] = deque()

    def push(self, frame: AudioFrame, *, is_assistant_heard: bool) -> list[AudioFrame]:
        """Take the next frame; the frames to send now, in order, each given out once."""
        self._waiting.append(frame)
        if frame.is_speech or not is_assistant_heard:
            ready = list(self._waiting)
            self._waiting.clear()
            return ready
        if len(self._waiting) <= _FRAMES:
            return []
        return [_silenced(self._waiting.popleft())]


def _silenced(frame: AudioFrame) -> AudioFrame:
    return replace(frame, samples=np.zeros_like(frame.samples))
