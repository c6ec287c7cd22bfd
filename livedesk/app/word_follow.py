"""Follows which words of the assistant's answer have been heard so far."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.transcript.heard import HeardSoFar

# About three words a second are spoken.
_LOOK_MS = 100


class WordFollow(QObject):
    """Looks ten times a second while the assistant speaks, else not at all.

    Signals:
        heard_changed(HeardSoFar | None): up to where the answer was heard; None when nobody speaks.
    """

    heard_changed = Signal(object)

    def __init__(
        self, heard_so_far: Callable[[], HeardSoFar | None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._heard_so_far = heard_so_far
        self._heard: HeardSoFar | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)

    @property
    def is_looking(self) -> bool:
        """Whether somebody speaks whose words are followed."""
        return self._timer.isActive()

    @Slot(object)
    def follow(self, status: TalkStatus) -> None:
        """Look while the assistant is heard."""
        if status.phase is not TalkPhase.SPEAKING:
            self._timer.stop()
            self._tell(None)
        elif not self._timer.isActive():
            self._timer.start()
            self.look()

    @Slot()
    def look(self) -> None:
        """Look now."""
        self._tell(self._heard_so_far())

    def _tell(self, heard: HeardSoFar | None) -> None:
        if heard != self._heard:
            self._heard = heard
            self.heard_changed.emit(heard)
