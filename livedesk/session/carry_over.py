"""What was sent in vain and waits for the next connection."""

from __future__ import annotations

from dataclasses import dataclass

from livedesk.core.inputs import AudioInput
from livedesk.core.reports import SpeechRepeated
from livedesk.session.outbox import Outbox
from livedesk.session.sent_items import is_speech
from livedesk.session.unanswered import Unanswered


@dataclass(frozen=True, slots=True)
class _Utterance:
    """One that is to be heard again: its first sound as it waits now, and when it was begun."""

    first: AudioInput
    begun_s: float | None


class CarryOver:
    """Puts what nobody reacted to back into the outbox, and knows what is heard again by that."""

    def __init__(self, outbox: Outbox, unanswered: Unanswered) -> None:
        self._outbox = outbox
        self._unanswered = unanswered
        self._utterance: _Utterance | None = None

    @property
    def is_said_again(self) -> bool:
        """Whether all of the last utterance waits, for the next connection to hear it again."""
        return self._utterance is not None and self._outbox.holds(self._utterance.first)

    @property
    def repeated(self) -> SpeechRepeated | None:
        """What there is to tell when the next connection is there."""
        if self._utterance is None or self._utterance.begun_s is None or not self.is_said_again:
            return None
        return SpeechRepeated(self._utterance.begun_s)

    def take(self, now_s: float, *, was_lost: bool, was_silent: bool) -> float:
        """Take what the connection that is no more was told, before everything else that waits.

        Returns:
            Milliseconds of speech that cannot be sent again.
        """
        begun_s = self._unanswered.begun_s
        clipped_ms = self._unanswered.clipped_ms if was_silent else 0.0
        items = self._unanswered.take(now_s, was_lost=was_lost, was_silent=was_silent)
        sounds = (item for item in items if isinstance(item, AudioInput))
        first = next(filter(is_speech, sounds), None)
        if first is not None:
            before = self._utterance
            if before is not None and begun_s == before.first.captured_at_s:
                begun_s = before.begun_s  # it was said again already
            self._utterance = _Utterance(first, begun_s)
        self._outbox.put_back(items)
        return clipped_ms
