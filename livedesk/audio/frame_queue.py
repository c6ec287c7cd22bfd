"""Finished frames on their way from the dsp thread to the loop."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator

from livedesk.core.audio_format import FRAME_MS, AudioFrame

# How long the loop's thread may be busy before speech is lost: longer than any start-up work.
_LONGEST_MS = 10_000


class FrameQueue:
    """``put`` on one thread, ``taken`` on another; nobody waits.

    Args:
        wake: called after each frame; must not block.
    """

    def __init__(self, wake: Callable[[], None]) -> None:
        self._wake = wake
        self._frames: deque[AudioFrame] = deque()
        self._overruns = 0

    @property
    def overruns(self) -> int:
        """Frames that were lost because nobody took them for ten seconds."""
        return self._overruns

    def put(self, frame: AudioFrame) -> None:
        """Append a frame, or lose it and count it."""
        if len(self._frames) * FRAME_MS < _LONGEST_MS:
            self._frames.append(frame)
            self._wake()
        else:
            self._overruns += 1

    def taken(self) -> Iterator[AudioFrame]:
        """The frames that wait, oldest first. Lazy: what is not asked for stays."""
        while self._frames:
            yield self._frames.popleft()
