"""From a key and the microphone's frames to marked turns. Pure: time is an argument.

A press is a little late and a release a little early, so a turn begins with what was said just
before the press and ends some time after the release: the server adds no tolerance of its own
(https://ai.google.dev/gemini-api/docs/live-api/capabilities, 2026-09-19).
"""

from __future__ import annotations

from collections import deque
from typing import TypeAlias

from livedesk.core.audio_format import AudioFrame
from livedesk.core.inputs import ActivityEnd, ActivityStart, AudioInput

PRE_ROLL_S = 0.3
HANG_OVER_S = 0.5
# Who has stopped to speak before the release need not wait for all of the hang-over. The speech
# gate itself closes 0.3 s after the last word.
QUIET_S = 0.2
# Frames are a block and a wake late; a microphone that gives none must not keep a turn open.
_FRAMES_LATE_S = 0.15

Sent: TypeAlias = AudioInput | ActivityStart | ActivityEnd


class PushToTalk:
    """What is to be sent, in order.

    Each ``ActivityStart`` is followed by exactly one ``ActivityEnd``; a turn holds at least one
    frame, and each frame from the pre-roll to the end of the hang-over exactly once.
    """

    def __init__(self) -> None:
        self._before: deque[AudioFrame] = deque()
        self._is_down = False
        self._is_open = False
        self._released_s: float | None = None
        self._speech_until_s: float | None = None

    @property
    def in_turn(self) -> bool:
        """Whether the key is down, or was a moment ago."""
        return self._is_down or self._released_s is not None

    def press(self, now_s: float) -> tuple[Sent, ...]:
        """The key went down. During the hang-over of the last press its turn goes on."""
        if self._is_down:
            return ()
        self._is_down = True
        if self._released_s is not None:
            self._released_s = None
            return ()
        self._speech_until_s = None
        self._forget_before(now_s - PRE_ROLL_S)
        sent = [out for frame in self._before for out in self._taken(frame)]
        self._before.clear()
        return tuple(sent)

    def release(self, now_s: float) -> None:
        """The key went up; the turn ends with the hang-over."""
        if self._is_down:
            self._is_down = False
            self._released_s = now_s

    def on_frame(self, frame: AudioFrame) -> tuple[Sent, ...]:
        """The next frame of the microphone."""
        begun_s = frame.captured_at_s - frame.duration_ms / 1000
        end_s = self._end_s()
        if self.in_turn and (end_s is None or begun_s < end_s):
            return self._taken(frame)
        ended = self.end()
        self._before.append(frame)
        self._forget_before(frame.captured_at_s - PRE_ROLL_S)
        return ended

    def on_time(self, now_s: float) -> tuple[Sent, ...]:
        """Time goes by, whether frames come or not."""
        end_s = self._end_s()
        return self.end() if end_s is not None and now_s >= end_s + _FRAMES_LATE_S else ()

    def end(self) -> tuple[Sent, ...]:
        """No more of this turn, not even its hang-over. Idempotent."""
        was_open, self._is_open = self._is_open, False
        self._is_down = False
        self._released_s = None
        return (ActivityEnd(),) if was_open else ()

    def forget(self) -> None:
        """What was said before now must not be sent with a later press."""
        self._before.clear()

    def _end_s(self) -> float | None:
        if self._released_s is None:
            return None
        latest_s = self._released_s + HANG_OVER_S
        if self._speech_until_s is None:
            return latest_s
        return min(latest_s, max(self._released_s, self._speech_until_s + QUIET_S))

    def _taken(self, frame: AudioFrame) -> tuple[Sent, ...]:
        if frame.is_speech:
            self._speech_until_s = frame.captured_at_s
        sound = AudioInput(frame.to_bytes(), frame.rate_hz, frame.captured_at_s)
        was_open, self._is_open = self._is_open, True
        return (sound,) if was_open else (ActivityStart(), sound)

    def _forget_before(self, time_s: float) -> None:
        while self._before and self._before[0].captured_at_s <= time_s:
            self._before.popleft()
