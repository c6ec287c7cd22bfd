"""What a talk's answers take and use: joins what is said, sent and heard."""

from __future__ import annotations

from livedesk.audio.engine import AudioEngine
from livedesk.conversation.audio_path import AudioPath
from livedesk.conversation.early_end import GATE_CLOSES_MS
from livedesk.conversation.events import ConversationEvent, TokensUsed
from livedesk.core.audio_format import BYTES_PER_SAMPLE, duration_ms
from livedesk.core.clock import Clock
from livedesk.core.events import AudioOutput, TurnComplete, Usage
from livedesk.core.listeners import Listener
from livedesk.core.reports import (
    AudioLost,
    SessionReport,
    SessionState,
    SetupApplied,
    StateChanged,
)
from livedesk.core.tokens import Tokens
from livedesk.session.metrics import RoundTrips, TokenCounter

_OPEN = (SessionState.LIVE, SessionState.DRAINING)


class MetricsPath:
    """Follows one session. All methods run on the loop's thread.

    Attributes:
        round_trips: from the end of what was said to the first sound.
    """

    def __init__(
        self,
        sound: AudioPath,
        audio: AudioEngine,
        clock: Clock,
        model_id: str,
        listener: Listener[ConversationEvent],
    ) -> None:
        self.round_trips = RoundTrips()
        self._sound = sound
        self._audio = audio
        self._clock = clock
        self._listener = listener
        self._model_id = model_id
        self._counter = TokenCounter()
        self._sent_ms = 0.0
        self._typed_at_s: float | None = None
        self._awaits_sound = False

    @property
    def unsettled(self) -> TokensUsed:
        """What was used since the last ``TokensUsed``, by the clock."""
        self._count_sent()
        return TokensUsed(self._model_id, self._counter.unsettled)

    def on_typed(self, now_s: float) -> None:
        """A typed turn was sent."""
        self._typed_at_s = now_s

    def take(self, report: SessionReport, asked_at_s: float | None) -> None:
        """The session reported; to be called after everybody else has taken it.

        Args:
            report: what it reported.
            asked_at_s: the question that was open before that, as the activity tracker tells it.
        """
        match report:
            case AudioOutput(chunk, rate_hz):
                self._counter.on_heard(duration_ms(len(chunk) // BYTES_PER_SAMPLE, rate_hz))
                self._on_chunk(asked_at_s)
            case Usage():
                self._use(self._counter.on_usage(report))
            case TurnComplete():
                self._count_sent()
                self._use(self._counter.on_turn_over())
            case SetupApplied(setup):
                self._model_id = setup.model_id
            case AudioLost(lost_ms):
                self._counter.on_sent(-lost_ms)
            case StateChanged(state, previous) if previous in _OPEN and state not in _OPEN:
                self._count_sent()
                self._use(self._counter.on_connection_over())
            case _:
                pass

    def on_time(self) -> None:
        """To be called now and then: what is played is asked for, it does not tell."""
        played_ms = self._audio.played_ms
        if self._awaits_sound and played_ms > 0:
            self._awaits_sound = False
            self.round_trips.on_sound(self._clock.now_s() - played_ms / 1000)

    def _on_chunk(self, asked_at_s: float | None) -> None:
        if asked_at_s is None or self._sound.activity.asked_at_s is not None:
            return  # nobody asked, or this chunk belongs to an answer that was cut
        is_spoken = asked_at_s != self._typed_at_s
        if is_spoken and self._sound.speech.hears_ends:
            asked_at_s -= GATE_CLOSES_MS / 1000
        self.round_trips.on_question(asked_at_s)
        if self._audio.speaker_open:
            self._awaits_sound = True
        else:
            self.round_trips.on_sound(self._clock.now_s())

    def _count_sent(self) -> None:
        sent_ms = self._sound.speech.sent_ms
        self._counter.on_sent(sent_ms - self._sent_ms)
        self._sent_ms = sent_ms

    def _use(self, tokens: Tokens) -> None:
        if tokens.total:
            self._listener(TokensUsed(self._model_id, tokens))
