"""Single, double and triple clicks."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication

_MOST = 3


class ClickCounter:
    """Counts presses that follow each other quickly at one place."""

    def __init__(self) -> None:
        self._n_clicks = 0
        self._place = QPoint()
        self._at_ms = 0

    def press(self, place: QPoint, at_ms: int, *, is_double: bool) -> int:
        """Another press, or what Qt calls a double click; returns how many it makes, 1 to 3."""
        is_near = (place - self._place).manhattanLength() < QApplication.startDragDistance()
        is_quick = at_ms - self._at_ms < QApplication.doubleClickInterval()
        goes_on = is_near and is_quick and 0 < self._n_clicks < _MOST
        if is_double:
            self._n_clicks = 2
        else:
            self._n_clicks = self._n_clicks + 1 if goes_on else 1
        self._place, self._at_ms = place, at_ms
        return self._n_clicks
