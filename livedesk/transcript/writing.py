"""What the assistant writes instead of saying it, while it is being put together."""

from __future__ import annotations

from dataclasses import replace

from livedesk.core.speakers import Speaker
from livedesk.transcript.model import Transcript, Utterance
from livedesk.transcript.placement import Placement
from livedesk.transcript.spacing import tidy_lines


class Writing:
    """One written utterance at a time: never cut, and its lines stay."""

    def __init__(self, transcript: Transcript, place: Placement) -> None:
        self._transcript = transcript
        self._place = place
        self._entry: Utterance | None = None
        self._raw = ""

    @property
    def is_open(self) -> bool:
        """Whether one is being written."""
        return self._entry is not None

    def take(self, text: str) -> None:
        """Add an increment; the first one begins an utterance at the end."""
        self._raw += text
        if self._entry is None:
            entry = replace(self._place.utterance(Speaker.ASSISTANT), is_typed=True)
            self._entry = replace(entry, text=tidy_lines(self._raw))
            self._transcript.append(self._entry)
            return
        self._entry = replace(self._entry, text=tidy_lines(self._raw))
        self._transcript.replace(self._entry)

    def end(self) -> None:
        """No more of it comes. Idempotent."""
        if self._entry is not None:
            entry = replace(self._entry, is_final=True, end_s=self._place.offset_s())
            self._transcript.replace(entry)
        self._entry, self._raw = None, ""
