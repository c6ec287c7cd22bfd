"""Notes, inside the program, when sound crosses its seams. Put in place by the benchmarks only."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

# Speech begins with its first 5 ms above -40 dBFS; what follows a longer pause is another sentence.
_LOUD = 0.01
_LOUD_MS = 5
_PAUSE_S = 0.6


class Probe:
    """Times on the clock that all processes of a machine share, in seconds."""

    def __init__(self) -> None:
        self.mic_to_wire_ms: list[float] = []
        self.turns_began_s: list[float] = []
        self.interrupted_s: list[float] = []
        self.duck_after_onset_ms: list[float] = []
        self.ducked_s: list[float] = []
        self._loud_s = self._onset_s = float("-inf")
        self._was_ducked = False

    def install(self) -> None:
        """Wrap the seams. The SDK must be loaded already, or the start is not what it was."""
        from livedesk.audio.capture import MicCapture
        from livedesk.audio.engine import AudioEngine
        from livedesk.conversation.audio_path import AudioPath
        from livedesk.session.gemini.wire import GeminiConnection

        self._after(GeminiConnection, "send", self._on_send)
        self._follow_blocks(MicCapture)
        self._before(AudioEngine, "begin_turn", self._on_turn)
        self._before(AudioPath, "on_interrupted", self._on_interrupted)
        self._before(AudioEngine, "set_ducked", self._on_ducked)

    def _on_send(self, item: Any) -> None:
        # What is held back while only the assistant is heard is silence, and late on purpose.
        if getattr(item, "is_speech", False):
            self.mic_to_wire_ms.append((time.monotonic() - item.captured_at_s) * 1000)

    def _on_turn(self, *_: Any) -> None:
        self.turns_began_s.append(time.monotonic())

    def _on_interrupted(self, *_: Any) -> None:
        self.interrupted_s.append(time.monotonic())

    def _follow_blocks(self, capture: Any) -> None:
        """Note the onset where sound comes from the device: behind that it is worked on."""
        original = capture.on_block

        def noted(itself: Any, block: bytes) -> None:
            # First, for the block may be heard, and the duck be done, before the call returns.
            self._follow_onset(np.frombuffer(block, "<i2"), itself._rate_hz, time.monotonic())
            original(itself, block)

        capture.on_block = noted

    def _follow_onset(self, samples: Any, rate_hz: int, captured_at_s: float) -> None:
        power = np.square(samples.astype(np.float64) / 32_768)
        window = rate_hz * _LOUD_MS // 1000
        loud = np.flatnonzero(np.convolve(power, np.ones(window) / window, "valid") > _LOUD**2)
        if not len(loud):
            return
        begun_s = captured_at_s - (len(samples) - int(loud[0])) / rate_hz
        if begun_s - self._loud_s > _PAUSE_S:
            self._onset_s = begun_s
        self._loud_s = captured_at_s

    def _on_ducked(self, ducked: bool) -> None:
        now_s = time.monotonic()
        if ducked and not self._was_ducked:
            # Once for each onset: a duck that was undone may follow again.
            if not self.ducked_s or self.ducked_s[-1] < self._onset_s:
                self.duck_after_onset_ms.append((now_s - self._onset_s) * 1000)
            self.ducked_s.append(now_s)
        self._was_ducked = ducked

    @staticmethod
    def _before(owner: type, name: str, note: Any) -> None:
        original = getattr(owner, name)

        def noted(self: Any, *arguments: Any, **keywords: Any) -> Any:
            note(*arguments)
            return original(self, *arguments, **keywords)

        setattr(owner, name, noted)

    @staticmethod
    def _after(owner: type, name: str, note: Any) -> None:
        original = getattr(owner, name)

        async def noted(self: Any, *arguments: Any, **keywords: Any) -> Any:
            result = await original(self, *arguments, **keywords)
            note(*arguments)
            return result

        setattr(owner, name, noted)
