"""Talking while muted: when to say so. Pure: time is an argument, and no sound is kept."""

from __future__ import annotations

# Longer than a cough or a chair; short enough to save the sentence.
SPEECH_S = 0.6
# Once for each mute, and again for who goes on talking to nobody.
AGAIN_S = 30.0


class MutedHint:
    """Asked now and then while the microphone is muted."""

    def __init__(self) -> None:
        self._since_s: float | None = None
        self._said_s: float | None = None

    def on_mute(self) -> None:
        """The microphone was muted or unmuted: begin anew."""
        self._since_s = self._said_s = None

    def is_due(self, now_s: float, *, is_speech: bool) -> bool:
        """Whether to say now that nobody hears this."""
        if not is_speech:
            self._since_s = None
            return False
        if self._since_s is None:
            self._since_s = now_s
        is_recent = self._said_s is not None and now_s - self._said_s < AGAIN_S
        if now_s - self._since_s < SPEECH_S or is_recent:
            return False
        self._said_s = now_s
        return True
