"""Whether a frame is due. Pure: time is an argument."""

from __future__ import annotations

from dataclasses import dataclass

# The API takes one frame a second (https://ai.google.dev/gemini-api/docs/live-api/capabilities).
FRAME_INTERVAL_S = 1.0
# What is shown right after a sentence still belongs to it.
AFTER_SPEECH_S = 2.0


@dataclass(frozen=True, slots=True)
class Hearing:
    """What is heard now: ``is_speech`` of the person; ``is_always`` if frames are wanted anyway.

    Muted is silent, even for a mode that always wants frames.
    """

    is_speech: bool
    is_muted: bool = False
    is_always: bool = False


class FramePace:
    """Asked often; at most one frame a second, on change and at the beginning of speech."""

    def __init__(self) -> None:
        self._sent_s: float | None = None
        self._speech_s: float | None = None
        self._is_speaking = False
        self._owes_first = True

    def note(self, now_s: float, hearing: Hearing) -> None:
        """Say what is heard at ``now_s`` (monotonic seconds)."""
        is_speaking = hearing.is_speech and not hearing.is_muted
        if is_speaking:
            self._owes_first |= not self._is_speaking
            self._speech_s = now_s
        elif hearing.is_muted:
            self._speech_s = None
        self._is_speaking = is_speaking

    def is_due(self, now_s: float, hearing: Hearing, *, is_changed: bool) -> bool:
        """Whether a frame taken at ``now_s`` is to be sent. Asking does not count as sending."""
        self.note(now_s, hearing)
        if hearing.is_muted or not self._may_follow(now_s):
            return False
        is_near = self._speech_s is not None and now_s - self._speech_s <= AFTER_SPEECH_S
        if not (is_near or hearing.is_always):
            return False
        return is_changed or self._owes_first

    def sent(self, now_s: float) -> None:
        """A frame was handed over at ``now_s``."""
        self._sent_s = now_s
        self._owes_first = False

    def on_cut(self) -> None:
        """The connection is another one, which knows no frame: owe it one. The rate still holds."""
        self._owes_first = True

    def _may_follow(self, now_s: float) -> bool:
        return self._sent_s is None or now_s - self._sent_s >= FRAME_INTERVAL_S
