"""When an open connection is silent for too long. Pure; time is an argument.

Sockets were seen to stay open while the server said nothing any more (forum t/180230, 2026), and a
line whose packets vanish looks the same. The keepalive is no help: its pongs take up to 30 s on a
healthy connection. So somebody must have asked for something: typed, sent a result, or spoken.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.core.events import (
    GoAway,
    Interrupted,
    ResumptionUpdate,
    SessionEvent,
    TurnComplete,
    Unrecognised,
    Usage,
)
from livedesk.core.inputs import ClientInput, TextInput, ToolResultInput
from livedesk.core.tool_types import ToolScheduling
from livedesk.session.pauses import TurnWatch

# Shorter sounds need not be words.
_WORDS_S = 0.5
# Who goes on speaking is interrupted by nobody; so long after they have paused it may be done.
_BREATH_S = 2.0
# A server that is only slow is not asked again and again: each time it gets twice as long.
_MOST_DOUBLINGS = 3
# They may have been under way long before, and say nothing about what was asked.
_NO_SIGN = (ResumptionUpdate, GoAway, Usage, Unrecognised)


@dataclass(frozen=True, slots=True)
class SilenceWatch:
    """What the server owes a sign to, and since when.

    Attributes:
        asked_s: when something that must be answered was sent.
        spoken_s: when the person first ended a phrase to which nothing came.
        paused_s: when the person last ended one.
        speaking_since_s: when the person began to speak, while they do.
        words_s: seconds of speech since the server last gave a sign.
        heard_s: when the server last gave a sign.
        n_silences: connections that were left because of silence, in a row.
    """

    asked_s: float | None = None
    spoken_s: float | None = None
    paused_s: float = 0.0
    speaking_since_s: float | None = None
    words_s: float = 0.0
    heard_s: float = 0.0
    n_silences: int = 0

    def due_s(self, watch: TurnWatch, silence_s: float) -> float | None:
        """When the silence has lasted too long; None while nothing is owed.

        Args:
            watch: whose turn it is.
            silence_s: how long the server may take.
        """
        if watch.pending_calls:
            return None
        limit_s = silence_s * 2 ** min(self.n_silences, _MOST_DOUBLINGS)
        times_s = []
        if self.asked_s is not None:
            times_s.append(self.asked_s + limit_s)
        if watch.user_speaking:
            return min(times_s, default=None)
        # What is heard need not be meant for the assistant, so it is tried once only.
        if self.spoken_s is not None and self.n_silences == 0:
            # Who never pauses for long is waited for twice as long.
            rested_s = min(self.paused_s + _BREATH_S, self.spoken_s + 2 * limit_s)
            times_s.append(max(self.spoken_s + limit_s, rested_s))
        if watch.is_answer_due_more:
            since_s = max(self.heard_s, self.paused_s, watch.playing_until_s)
            times_s.append(since_s + limit_s)
        return min(times_s, default=None)

    def reconnected(self) -> SilenceWatch:
        """A new connection owes nothing yet."""
        return SilenceWatch(speaking_since_s=self.speaking_since_s, n_silences=self.n_silences)

    def after_opened(self, now_s: float) -> SilenceWatch:
        """The connection is there; what was said before reaches the server only now."""
        spoken_s = None if self.spoken_s is None else now_s
        return replace(self, spoken_s=spoken_s, paused_s=max(self.paused_s, now_s))

    def after_silence(self) -> SilenceWatch:
        """The connection is left because of it."""
        return replace(self, n_silences=self.n_silences + 1)

    def after_sent(self, item: ClientInput, now_s: float) -> SilenceWatch:
        """``item`` was handed to the wire."""
        match item:
            case TextInput():
                return replace(self, asked_s=now_s)
            case ToolResultInput(result):
                is_awaited = result.scheduling is not ToolScheduling.SILENT
                # An answer that waited for the tool goes on from here.
                return replace(self, asked_s=now_s if is_awaited else self.asked_s, heard_s=now_s)
            case _:
                return self

    def after_speech_gate(self, speaking: bool, now_s: float) -> SilenceWatch:
        """The local speech gate opened or closed."""
        since_s = self.speaking_since_s
        if speaking:
            return replace(self, speaking_since_s=now_s if since_s is None else since_s)
        if since_s is None:
            return self
        words_s = self.words_s + now_s - since_s
        first_s = now_s if self.spoken_s is None and words_s >= _WORDS_S else self.spoken_s
        return replace(
            self, speaking_since_s=None, words_s=words_s, spoken_s=first_s, paused_s=now_s
        )

    def after_event(self, event: SessionEvent, before: TurnWatch, now_s: float) -> SilenceWatch:
        """The server said ``event``; ``before`` is whose turn it was until then."""
        if isinstance(event, _NO_SIGN):
            # An answer may be on its way: what was said is waited for anew.
            spoken_s = None if self.spoken_s is None else now_s
            return replace(self, spoken_s=spoken_s, words_s=0.0, heard_s=now_s)
        # The end of the answer before is no answer to what was asked meanwhile.
        is_owed = isinstance(event, TurnComplete | Interrupted) and before.asked_meanwhile
        return replace(
            self,
            asked_s=now_s if is_owed else None,
            spoken_s=None,
            words_s=0.0,
            heard_s=now_s,
            n_silences=0,
        )
