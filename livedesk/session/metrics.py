"""How long the assistant takes to answer, and how many tokens a talk uses. Pure.

What the server counts comes with ``Usage``, one for each turn, measured to be increments that are
to be added up (interpretab, 2026). Models that send none are reckoned by the clock: sound is 25
tokens a second, in and out (https://ai.google.dev/gemini-api/docs/live-api/best-practices,
2026-09-21). That is too little where each turn bills all of the talk before it again, so such
figures are marked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from livedesk.core.events import Usage
from livedesk.core.tokens import Tokens

AUDIO_TOKENS_PER_S = 25
_KIND_IN = {"AUDIO": "audio_in", "IMAGE": "picture_in", "VIDEO": "picture_in"}


def tokens_of(usage: Usage) -> Tokens:
    """What one turn used. What the details leave out, and thoughts, are taken for text."""
    heard = _by_kind(usage.prompt_by_modality)
    tool_use = _by_kind(usage.tool_use_by_modality)
    spoken = usage.response_by_modality.get("AUDIO", 0)
    read = usage.prompt_tokens - heard["audio_in"] - heard["picture_in"]
    used = usage.tool_use_tokens - tool_use["audio_in"] - tool_use["picture_in"]
    return Tokens(
        text_in=max(0, read) + max(0, used),
        audio_in=heard["audio_in"] + tool_use["audio_in"],
        picture_in=heard["picture_in"] + tool_use["picture_in"],
        text_out=max(0, usage.response_tokens - spoken) + usage.thoughts_tokens,
        audio_out=spoken,
    )


def _by_kind(details: Mapping[str, int]) -> dict[str, int]:
    counts = {"audio_in": 0, "picture_in": 0}
    for modality, count in details.items():
        kind = _KIND_IN.get(modality)
        if kind is not None:
            counts[kind] += count
    return counts


class TokenCounter:
    """Counts a talk turn by turn: by the server's figures, else by the clock.

    The server tells a turn's tokens with its end, or a little later. Where it has not done so
    before the next turn is over, or the connection is, the clock's figure is taken.
    """

    def __init__(self) -> None:
        self._now = _Sound()
        self._over = _Sound()
        self._was_told = False

    @property
    def unsettled(self) -> Tokens:
        """What was used since the last figure, by the clock."""
        return self._over.tokens() + (self._now.tokens() if self._now_counts else Tokens())

    def on_sent(self, duration_ms: float) -> None:
        """So much of the microphone's sound was sent; less than nothing takes some of it back."""
        self._now.sent_ms = max(0.0, self._now.sent_ms + duration_ms)

    def on_heard(self, duration_ms: float) -> None:
        """So much of the assistant's speech arrived."""
        self._now.heard_ms += duration_ms

    def on_usage(self, usage: Usage) -> Tokens:
        """The server told what was used; returns that, and forgets what it covers."""
        self._was_told = True
        if self._over.is_empty:
            self._now = _Sound()
        self._over = _Sound()
        return tokens_of(usage)

    def on_turn_over(self) -> Tokens:
        """A turn is over; returns what the one before it used, if nobody told."""
        untold, self._over, self._now = self._over, self._now, _Sound()
        return untold.tokens()

    def on_connection_over(self) -> Tokens:
        """Nobody will tell any more; returns what is not counted yet."""
        untold = self.unsettled
        self._now, self._over = _Sound(), _Sound()
        return untold

    @property
    def _now_counts(self) -> bool:
        """A server that counts has counted silence that was listened to, or will not charge it."""
        return not self._was_told or self._now.heard_ms > 0


@dataclass(slots=True)
class _Sound:
    sent_ms: float = 0.0
    heard_ms: float = 0.0

    @property
    def is_empty(self) -> bool:
        return not (self.sent_ms or self.heard_ms)

    def tokens(self) -> Tokens:
        if self.is_empty:
            return Tokens()
        return Tokens(
            audio_in=round(self.sent_ms * AUDIO_TOKENS_PER_S / 1000),
            audio_out=round(self.heard_ms * AUDIO_TOKENS_PER_S / 1000),
            from_clock=True,
        )


class RoundTrips:
    """Times from the end of what the person said to the first sound of the answer."""

    def __init__(self) -> None:
        self._asked_at_s: float | None = None
        self._all_ms: list[float] = []

    @property
    def last_ms(self) -> float | None:
        """That of the last turn, in milliseconds; None before the first answer."""
        return self._all_ms[-1] if self._all_ms else None

    @property
    def median_ms(self) -> float | None:
        """The one in the middle, in milliseconds; None before the first answer."""
        return median(self._all_ms) if self._all_ms else None

    @property
    def count(self) -> int:
        """How many answers were timed."""
        return len(self._all_ms)

    def on_question(self, at_s: float) -> None:
        """The person stopped to speak, or sent what was typed, at that monotonic time."""
        self._asked_at_s = at_s

    def on_person_speaks(self) -> None:
        """What seemed to be the end was a pause."""
        self._asked_at_s = None

    def on_sound(self, at_s: float) -> None:
        """An answer became audible. Without a question before it, it is no answer."""
        if self._asked_at_s is not None:
            self._all_ms.append(max(0.0, at_s - self._asked_at_s) * 1000)
            self._asked_at_s = None
