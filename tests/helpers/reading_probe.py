"""Notes, inside the program, how soon kept conversations are seen. For the benchmarks only."""

from __future__ import annotations

import time
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer


class ReadingProbe(QObject):
    """Watches the transcript and the list of conversations being drawn; times in ms."""

    def __init__(self, context: Any, window: Any) -> None:
        super().__init__(window)
        self._context = context
        self._view = window.transcript_pane.view
        self._list = window.sidebar.list
        self._field = window.sidebar.field
        self._began_s = 0.0
        self._awaited = ""
        self.opened_ms: list[float] = []
        self.found_ms: list[float] = []
        self.frame_ms: list[float] = []
        self._view.viewport().installEventFilter(self)
        self._list.viewport().installEventFilter(self)

    def open(self, uuid: str) -> None:
        """From the click on a conversation to its text being drawn."""
        self._begin(uuid)
        self._context.history.open(uuid)

    def look_for(self, text: str) -> None:
        """From the last letter to the finds being drawn."""
        self._field.clear()
        self._begin("?")
        self._field.setText(text)

    def scroll(self, n_frames: int) -> None:
        """Draw the transcript at so many places, from the top to the end."""
        bar = self._view.verticalScrollBar()
        for frame in range(n_frames):
            bar.setValue(bar.maximum() * frame // n_frames)
            began_s = time.perf_counter()
            self._view.viewport().repaint()
            self.frame_ms.append((time.perf_counter() - began_s) * 1000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A paint ends before the next timer."""
        if event.type() is QEvent.Type.Paint and self._awaited and self._is_there(watched):
            awaited, self._awaited = self._awaited, ""
            into = self.found_ms if awaited == "?" else self.opened_ms
            QTimer.singleShot(0, lambda: into.append((time.monotonic() - self._began_s) * 1000))
        return False

    def _begin(self, awaited: str) -> None:
        self._awaited = awaited
        self._began_s = time.monotonic()

    def _is_there(self, watched: QObject) -> bool:
        if self._awaited == "?":
            history = self._context.history
            return (
                watched is self._list.viewport()
                and history.is_search
                and self._list.model().rowCount() > 0
            )
        shown = self._context.transcript.transcript.conversation_id
        return watched is self._view.viewport() and shown == self._awaited
