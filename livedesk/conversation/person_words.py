"""Puts together what the person says in one go, as the server understood it."""

from __future__ import annotations

from livedesk.conversation.events import PersonSpoke
from livedesk.core.clock import Clock
from livedesk.core.events import Transcription
from livedesk.core.listeners import Listener
from livedesk.core.reports import SessionReport
from livedesk.core.speakers import Speaker
from livedesk.transcript.spacing import join


class PersonWords:
    """Tells an utterance once it is finished, with the time of its first word."""

    def __init__(self, listener: Listener[PersonSpoke], clock: Clock) -> None:
        self._listener = listener
        self._clock = clock
        self._text = ""
        self._begun_s: float | None = None

    def take(self, report: SessionReport) -> None:
        """The session's next report; only the person's own words matter."""
        if not isinstance(report, Transcription) or report.speaker is not Speaker.USER:
            return
        if self._begun_s is None and report.text.strip():
            self._begun_s = self._clock.now_s()
        if not report.is_interim:
            self._text = join(self._text, report.text)
        if report.is_final and self._begun_s is not None:
            text, begun_s = self._text.strip(), self._begun_s
            self._text, self._begun_s = "", None
            self._listener(PersonSpoke(text, begun_s))
