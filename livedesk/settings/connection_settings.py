"""What of the connection is chosen: how patient a talk is, and how much of it is remembered."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from livedesk.core.backoff import BackoffPolicy
from livedesk.core.session_policy import SessionPolicy
from livedesk.core.setup import Compression

# The server shortens to less than what it shortens from, or it would do so with every turn.
_MOST_KEPT = 0.8


class Connection(BaseModel):
    """The connection; times in seconds. What contradicts itself is made to fit, not refused."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    first_wait_s: float = Field(default=0.5, ge=0.1, le=30, description="before the 2nd attempt")
    longest_wait_s: float = Field(default=20.0, ge=1, le=300)
    attempts: int = Field(default=10, ge=1, le=100)
    speech_kept_s: float = Field(default=15.0, ge=1, le=60, description="while away")
    silence_s: float = Field(default=12.0, ge=5, le=120, description="until it is given up")
    shorten_at_tokens: int = Field(default=25_000, ge=5_000, le=128_000)
    shorten_to_tokens: int = Field(default=8_000, ge=1_000, le=100_000)

    @property
    def policy(self) -> SessionPolicy:
        """How patient a session is with it."""
        usual = SessionPolicy()
        return SessionPolicy(
            backoff=BackoffPolicy(
                initial_s=self.first_wait_s,
                cap_s=max(self.first_wait_s, self.longest_wait_s),
                max_attempts=self.attempts,
            ),
            audio_bound_s=self.speech_kept_s,
            silence_s=self.silence_s,
            thinking_silence_s=max(self.silence_s, usual.thinking_silence_s),
        )

    @property
    def compression(self) -> Compression:
        """When the server shortens the context."""
        most = int(self.shorten_at_tokens * _MOST_KEPT)
        return Compression(self.shorten_at_tokens, min(self.shorten_to_tokens, most))
