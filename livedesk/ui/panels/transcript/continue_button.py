"""The button on the card of an answer that broke off, and on which card it belongs."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt, Slot
from PySide6.QtWidgets import QPushButton

from livedesk.app.transcript_model import ENTRY_ROLE
from livedesk.transcript.model import Notice, NoticeKind, Utterance
from livedesk.ui.panels.transcript.view import TranscriptView

_INSET_PX = 2
_SIDE_PX = 12


def row_to_continue(model: QAbstractItemModel) -> int:
    """The row of an answer that broke off and after which nobody has spoken, -1 without one."""
    for row in range(model.rowCount() - 1, -1, -1):
        entry = model.index(row, 0).data(ENTRY_ROLE)
        if isinstance(entry, Notice) and entry.kind is NoticeKind.ANSWER_BROKEN:
            return row
        if isinstance(entry, Utterance):
            return -1
    return -1


class ContinueButton(QPushButton):
    """Lies at the end of its card, and moves with it. There is one at most."""

    def __init__(self, view: TranscriptView, model: QAbstractItemModel) -> None:
        super().__init__(view.viewport())
        self._view = view
        self._model = model
        self._is_possible = False
        self.setText(self.tr("Continue"))
        self.setProperty("kind", "inline")
        self.setAccessibleName(self.tr("Continue the answer that broke off"))
        self.setToolTip(self.tr("Ask for the rest of this answer"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()
        view.moved.connect(self.place)

    def set_possible(self, possible: bool) -> None:
        """Whether there is a talk in which to ask for it."""
        if possible != self._is_possible:
            self._is_possible = possible
            self.place()

    @Slot()
    def place(self) -> None:
        """Go to the end of its card, or away."""
        row = row_to_continue(self._model) if self._is_possible else -1
        card = None if row < 0 else self._view.card_box(row)
        if card is None:
            self.hide()
            return
        self.ensurePolished()
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * _SIDE_PX
        left = card.left() + _INSET_PX
        if not self.isRightToLeft():
            left = card.right() + 1 - _INSET_PX - width
        self.setGeometry(left, card.top() + _INSET_PX, width, card.height() - 2 * _INSET_PX)
        self.show()
