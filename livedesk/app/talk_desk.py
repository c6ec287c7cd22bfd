"""The conversation that is being held: its transcript, and how another one takes its place."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.core.clock import Clock
from livedesk.transcript.assembler import Assembler
from livedesk.transcript.model import Transcript


class EndsTalk(Protocol):
    """What a desk asks of whoever talks."""

    def silence_assistant(self) -> None: ...  # noqa: D102
    def end_talk(self) -> None: ...  # noqa: D102


class TalkDesk(QObject):
    """Holds one transcript at a time; the next talk goes on from it.

    Signals:
        transcript_changed(Transcript): another conversation lies on the desk.

    Attributes:
        transcript: of the conversation that is being held.
        assembler: the one owner of its entries.
    """

    transcript_changed = Signal(object)

    def __init__(self, clock: Clock, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._talker: EndsTalk | None = None
        self.transcript = Transcript(clock)
        self.assembler = Assembler(self.transcript, clock)

    def set_talker(self, talker: EndsTalk) -> None:
        """Whoever talks by this desk's transcript."""
        self._talker = talker

    @Slot()
    def begin_new(self) -> None:
        """End the talk and begin an empty conversation; one without a word is new already."""
        if self.transcript.entries:
            fresh = Transcript(self._clock)
            fresh.setting = self.transcript.setting
            self.take(fresh)

    def take(self, transcript: Transcript) -> None:
        """End the talk and put ``transcript`` in place of its own."""
        if self._talker is not None:
            self._talker.silence_assistant()  # so that what nobody heard is known as such
            self._talker.end_talk()
        # The talk needs a moment to end, but nothing of it may get into another transcript.
        self.assembler.end_of_talk()
        self.transcript = transcript
        self.assembler = Assembler(transcript, self._clock)
        self.transcript_changed.emit(transcript)
