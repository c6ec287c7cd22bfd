"""How patient a Live session is: what a person may set, apart from what is said on the wire."""

from __future__ import annotations

from dataclasses import dataclass, field

from livedesk.core.backoff import BackoffPolicy


@dataclass(frozen=True, slots=True)
class SessionPolicy:
    """Times and bounds of a session. How the context is compressed belongs to ``SessionSetup``.

    Attributes:
        backoff: how long to wait between attempts.
        audio_bound_s: for how many seconds what was said may wait for a connection.
        silence_s: how long the server may leave speech or a typed turn without any sign before
            the connection is made again.
        thinking_silence_s: the same for a model that thinks before it answers.
        max_age_s: the age at which a connection is left at the next pause, goAway or not.
    """

    backoff: BackoffPolicy = field(default_factory=BackoffPolicy)
    audio_bound_s: float = 15.0
    silence_s: float = 12.0
    thinking_silence_s: float = 45.0
    # Connections to 3.8 models were cut after 58:00 without a goAway (forum t/186392, 2026).
    max_age_s: float = 55 * 60.0
