"""The buttons on the cards of tools: stop what runs, and for how long, and see what was shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QAbstractItemModel, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QPushButton

from livedesk.app.transcript_model import ENTRY_ROLE
from livedesk.core.exhibits import Picture
from livedesk.transcript.model import ToolEntry, ToolState
from livedesk.ui.panels.transcript.view import TranscriptView

_INSET_PX = 2
_SIDE_PX = 12
_MOST_HEIGHT_PX = 32
_SECOND_MS = 1_000


def _now() -> datetime:
    return datetime.now(UTC)


class CardButtons(QObject):
    """One at the end of the first line of each card in sight that offers something.

    ``now`` gives the time with its zone.

    Signals:
        stop_requested(str): the person wants no more of the call of that id.
        pictures_requested(ToolEntry): the person wants to see its pictures.
    """

    stop_requested = Signal(str)
    pictures_requested = Signal(object)

    def __init__(
        self,
        view: TranscriptView,
        model: QAbstractItemModel,
        now: Callable[[], datetime] = _now,
    ) -> None:
        super().__init__(view)
        self._view = view
        self._model = model
        self.buttons: dict[int, QPushButton] = {}
        self._entries: dict[int, ToolEntry] = {}
        self._now = now
        self.timer = QTimer(self, interval=_SECOND_MS)
        self.timer.timeout.connect(self.place)
        view.moved.connect(self.place)

    @Slot()
    def place(self) -> None:
        """Put the buttons where their cards are."""
        wanted = self._wanted()
        self._entries = {entry.entry_id: entry for entry in wanted.values()}
        for entry_id in [known for known in self.buttons if known not in self._entries]:
            self.buttons.pop(entry_id).deleteLater()
        for row, entry in wanted.items():
            button = self.buttons.get(entry.entry_id) or self._add(entry.entry_id)
            self._name(button, entry)
            self._put(button, row)
        if any(map(is_running, wanted.values())) and self._view.isVisible():
            self.timer.start()
        else:
            self.timer.stop()

    def _wanted(self) -> dict[int, ToolEntry]:
        found: dict[int, ToolEntry] = {}
        for row in self._view.visible_rows():
            entry = self._model.index(row, 0).data(ENTRY_ROLE)
            if isinstance(entry, ToolEntry) and (is_running(entry) or has_pictures(entry)):
                found[row] = entry
        return found

    def _add(self, entry_id: int) -> QPushButton:
        button = QPushButton(self._view.viewport())
        button.setProperty("kind", "inline")
        button.setProperty("entry_id", entry_id)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.clicked.connect(self._on_clicked)
        self.buttons[entry_id] = button
        return button

    def _name(self, button: QPushButton, entry: ToolEntry) -> None:
        if is_running(entry):
            seconds = int((self._now() - entry.started_at).total_seconds())
            # What ends at once shows no figure that flickers.
            words = self.tr("Stop · {seconds} s").format(seconds=seconds)
            button.setText(words if seconds > 0 else self.tr("Stop"))
            button.setAccessibleName(self.tr("Stop this tool"))
            button.setToolTip(self.tr("Stop this tool; the assistant is told so"))
        else:
            button.setText(self.tr("Show"))
            button.setAccessibleName(self.tr("Show the pictures of this tool"))
            button.setToolTip(self.tr("Show the pictures of this tool"))

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
        entry = self._entries.get(button.property("entry_id")) if button is not None else None
        if entry is None:
            return
        if is_running(entry):
            self.stop_requested.emit(entry.call_id)
        else:
            self.pictures_requested.emit(entry)


def is_running(entry: ToolEntry) -> bool:
    """Whether it can be stopped."""
    return entry.state is ToolState.RUNNING


def has_pictures(entry: ToolEntry) -> bool:
    """Whether there is something to be seen that a card cannot show."""
    return any(isinstance(exhibit, Picture) for exhibit in entry.exhibits)
