"""The pages under an answer: hovering shows where they lead, a click or Enter asks to open them."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QToolTip

from livedesk.core.events import GroundingSource
from livedesk.ui.panels.transcript.view import TranscriptView

_OPEN_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LinkClicks(QObject):
    """Watches a view for what concerns links, and leaves the rest to it.

    Signals:
        link_requested(GroundingSource): the person wants to see that page.
    """

    link_requested = Signal(object)

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed: GroundingSource | None = None
        view.installEventFilter(self)
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take what belongs to a link."""
        if watched is self._view:
            return isinstance(event, QKeyEvent) and self._key(event)
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            return self._tell(event)
        return isinstance(event, QMouseEvent) and self._mouse(event)

    def _key(self, event: QKeyEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or event.key() not in _OPEN_KEYS:
            return False
        link = self._view.link_at_caret()
        if link is not None:
            self.link_requested.emit(link)
        return link is not None

    def _tell(self, event: QHelpEvent) -> bool:
        link = self._view.link_at(event.pos())
        if link is None:
            QToolTip.hideText()
            return False
        QToolTip.showText(event.globalPos(), link.url, self._view.viewport())
        return True

    def _mouse(self, event: QMouseEvent) -> bool:
        link = self._view.link_at(event.position().toPoint())
        match event.type():
            case QEvent.Type.MouseMove if not event.buttons() and link is not None:
                self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
                return True
            case QEvent.Type.MouseButtonPress:
                is_left = event.button() is Qt.MouseButton.LeftButton
                self._pressed = link if is_left else None
            case QEvent.Type.MouseButtonRelease:
                pressed, self._pressed = self._pressed, None
                if pressed is not None and pressed == link and not self._view.has_marked:
                    self.link_requested.emit(link)
            case _:
                pass
        return False
