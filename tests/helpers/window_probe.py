"""Notes, inside the program, when sound crosses its seams. Put in place by the benchmarks only."""

from __future__ import annotations

import time
from typing import Any


class Probe:
    """Times on the clock that all processes of a machine share, in seconds."""

    def __init__(self) -> None:
        self.mic_to_wire_ms: list[float] = []
        self.turns_began_s: list[float] = []
        self.interrupted_s: list[float] = []

    def install(self) -> None:
        """Wrap the seams. The SDK must be loaded already, or the start is not what it was."""
        from livedesk.audio.engine import AudioEngine
        from livedesk.conversation.audio_path import AudioPath
        from livedesk.session.gemini.wire import GeminiConnection

        self._after(GeminiConnection, "send", self._on_send)
        self._before(AudioEngine, "begin_turn", self._on_turn)
        self._before(AudioPath, "on_interrupted", self._on_interrupted)

    def _on_send(self, item: Any) -> None:
        captured_at_s = getattr(item, "captured_at_s", None)
        if captured_at_s is not None:
            self.mic_to_wire_ms.append((time.monotonic() - captured_at_s) * 1000)

    def _on_turn(self, *_: Any) -> None:
        self.turns_began_s.append(time.monotonic())

    def _on_interrupted(self, *_: Any) -> None:
        self.interrupted_s.append(time.monotonic())

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
