"""The buttons on the cards of tools that run."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QPushButton

from livedesk.app.transcript_model import ENTRY_ROLE
from livedesk.transcript.model import ToolEntry, ToolState
from livedesk.ui.panels.transcript.view import TranscriptView

_INSET_PX = 2
_SIDE_PX = 12
_MOST_HEIGHT_PX = 32
# Further back nothing runs any more.
_ROWS_BACK = 40


class StopButtons(QObject):
    """One at the end of the first line of each card whose tool runs; they move with the cards.

    Signals:
        stop_requested(str): the person wants no more of the call of that id.
    """

    stop_requested = Signal(str)

    def __init__(self, view: TranscriptView, model: QAbstractItemModel) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.buttons: dict[str, QPushButton] = {}
        view.moved.connect(self.place)

    @Slot()
    def place(self) -> None:
        """Put the buttons where the running cards are."""
        running = self._running()
        for call_id in [known for known in self.buttons if known not in running]:
            self.buttons.pop(call_id).deleteLater()
        for call_id, row in running.items():
            self._put(self.buttons.get(call_id) or self._add(call_id), row)

    def _running(self) -> dict[str, int]:
        last = self._model.rowCount() - 1
        found: dict[str, int] = {}
        for row in range(last, max(-1, last - _ROWS_BACK), -1):
            entry = self._model.index(row, 0).data(ENTRY_ROLE)
            if isinstance(entry, ToolEntry) and entry.state is ToolState.RUNNING:
                found[entry.call_id] = row
        return found

    def _add(self, call_id: str) -> QPushButton:
        button = QPushButton(self.tr("Stop"), self._view.viewport())
        button.setProperty("kind", "inline")
        button.setProperty("call_id", call_id)
        button.setAccessibleName(self.tr("Stop this tool"))
        button.setToolTip(self.tr("Stop this tool; the assistant is told so"))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._on_clicked)
        self.buttons[call_id] = button
        return button

    def _put(self, button: QPushButton, row: int) -> None:
        card = self._view.card_box(row)
        if card is None:
            button.hide()
            return
        button.ensurePolished()
        width = button.fontMetrics().horizontalAdvance(button.text()) + 2 * _SIDE_PX
        left = card.left() + _INSET_PX
        if not button.isRightToLeft():
            left = card.right() + 1 - _INSET_PX - width
        height = min(card.height() - 2 * _INSET_PX, _MOST_HEIGHT_PX)
        button.setGeometry(left, card.top() + _INSET_PX, width, height)
        button.show()

    @Slot()
    def _on_clicked(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.stop_requested.emit(str(button.property("call_id")))
