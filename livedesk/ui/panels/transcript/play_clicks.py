"""A click on what was said plays it, where it was recorded."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from livedesk.ui.panels.transcript.view import TranscriptView

_PLAY_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class PlayClicks(QObject):
    """Watches a view for plain clicks, and leaves everything to it: marking goes before.

    A click beside the text plays at once; on the text it waits for a second click, which marks.

    Signals:
        play_requested(int): the row whose sound is wanted.
    """

    play_requested = Signal(int)

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._is_possible = False
        self._pressed = QPoint()
        self._row = -1
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._play)
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def set_possible(self, is_possible: bool) -> None:
        """Whether there is any sound to be played now."""
        self._is_possible = is_possible
        if not is_possible:
            self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look on; of keys, take the one that plays."""
        if not self._is_possible:
            return False
        if watched is self._view:
            return isinstance(event, QKeyEvent) and self._key(event)
        if isinstance(event, QMouseEvent):
            return self._mouse(event)
        return False

    def _key(self, event: QKeyEvent) -> bool:
        row = self._view.caret_row
        is_ours = event.type() is QEvent.Type.KeyPress and event.key() in _PLAY_KEYS
        if not is_ours or row < 0 or self._view.places.is_card(row):
            return False
        self.play_requested.emit(row)
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        point = event.position().toPoint()
        match event.type():
            case QEvent.Type.MouseMove if not event.buttons() and self._gutter_row(point) >= 0:
                self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
                return True
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick:
                self._timer.stop()
                self._pressed = point
            case QEvent.Type.MouseButtonRelease if event.button() is Qt.MouseButton.LeftButton:
                self._release(event, point)
            case _:
                pass
        return False

    def _release(self, event: QMouseEvent, point: QPoint) -> None:
        has_moved = (point - self._pressed).manhattanLength() >= QApplication.startDragDistance()
        row = self._view.places.row_at(point)
        is_plain = not has_moved and not event.modifiers() and not self._view.has_marked
        if not is_plain or row < 0 or self._view.places.is_card(row) or self._view.link_at(point):
            return
        self._row = row
        if self._gutter_row(point) >= 0:
            self._play()
        else:
            self._timer.start(QApplication.doubleClickInterval())

    def _gutter_row(self, point: QPoint) -> int:
        """The row of speech beside whose text the point is, -1 elsewhere."""
        row = self._view.places.row_at(point)
        if row < 0 or self._view.places.is_card(row) or self._view.places.is_in_column(point):
            return -1
        return row

    @Slot()
    def _play(self) -> None:
        if self._is_possible and self._row >= 0 and not self._view.has_marked:
            self.play_requested.emit(self._row)
        self._row = -1
