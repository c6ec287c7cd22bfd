"""Notes, inside the program, when sound crosses its seams. Put in place by the benchmarks only."""

from __future__ import annotations

import time
from typing import Any

import numpy as np

# As loud as the softest syllable, of 32 768; what follows a longer pause is another sentence.
_LOUD = 400
_PAUSE_S = 0.6


class Probe:
    """Times on the clock that all processes of a machine share, in seconds."""

    def __init__(self) -> None:
        self.mic_to_wire_ms: list[float] = []
        self.turns_began_s: list[float] = []
        self.interrupted_s: list[float] = []
        self.duck_after_onset_ms: list[float] = []
        self._loud_s = self._onset_s = float("-inf")
        self._was_ducked = False

    def install(self) -> None:
        """Wrap the seams. The SDK must be loaded already, or the start is not what it was."""
        from livedesk.audio.engine import AudioEngine
        from livedesk.conversation.audio_path import AudioPath
        from livedesk.session.gemini.wire import GeminiConnection

        self._after(GeminiConnection, "send", self._on_send)
        self._before(AudioEngine, "begin_turn", self._on_turn)
        self._before(AudioPath, "on_interrupted", self._on_interrupted)
        self._before(AudioEngine, "set_ducked", self._on_ducked)

    def _on_send(self, item: Any) -> None:
        captured_at_s = getattr(item, "captured_at_s", None)
        if captured_at_s is not None:
            self.mic_to_wire_ms.append((time.monotonic() - captured_at_s) * 1000)
            self._follow_onset(item.chunk, item.rate_hz, captured_at_s)

    def _on_turn(self, *_: Any) -> None:
        self.turns_began_s.append(time.monotonic())

    def _on_interrupted(self, *_: Any) -> None:
        self.interrupted_s.append(time.monotonic())

    def _follow_onset(self, chunk: bytes, rate_hz: int, captured_at_s: float) -> None:
        samples = np.frombuffer(chunk, "<i2").astype(np.int32)
        if int(abs(samples).max()) < _LOUD:
            return
        begun_s = captured_at_s - len(samples) / rate_hz
        if begun_s - self._loud_s > _PAUSE_S:
            self._onset_s = begun_s
        self._loud_s = captured_at_s

    def _on_ducked(self, ducked: bool) -> None:
        if ducked and not self._was_ducked:
            self.duck_after_onset_ms.append((time.monotonic() - self._onset_s) * 1000)
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
