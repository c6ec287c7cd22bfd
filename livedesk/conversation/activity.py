"""Listening, thinking or speaking: what the person is shown. Pure: time is an argument."""

from __future__ import annotations

from livedesk.core.speakers import ActivityState

# A sound that was no question gets no answer; then "thinking" would be a lie.
THINKING_LIMIT_S = 6.0


class ActivityTracker:
    """Follows the talk by its few telling moments."""

    def __init__(self) -> None:
        self._thinking_since_s: float | None = None

    @property
    def asked_at_s(self) -> float | None:
        """When the person finished what is not answered yet; None where nothing waits."""
        return self._thinking_since_s

    def on_question(self, now_s: float) -> None:
        """The person has finished saying or typing something."""
        self._thinking_since_s = now_s

    def on_user_speaking(self) -> None:
        """The person goes on speaking."""
        self._thinking_since_s = None

    def on_answer(self) -> None:
        """The assistant began to answer, or its turn is over."""
        self._thinking_since_s = None

    def state(self, now_s: float, *, is_playing: bool, tools_busy: bool) -> ActivityState:
        """What to show now; ``is_playing`` is whether the assistant can be heard."""
        if is_playing:
            return ActivityState.SPEAKING
        if tools_busy:
            return ActivityState.THINKING
        since_s = self._thinking_since_s
        if since_s is not None and now_s - since_s < THINKING_LIMIT_S:
            return ActivityState.THINKING
        return ActivityState.LISTENING
