"""The connection's story and what the talk takes, below the pill that was pressed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from livedesk.app.connection_report import ConnectionReport
from livedesk.ui.panels import connection_texts as texts
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.overlay import Overlay

_WIDTH_PX = 432
_UPDATE_MS = 1000
_MARGIN_PX = 8


class StatusPopover(Overlay):
    """Looks at the report once a second while it is open, and not before or after.

    Args:
        window: it lies over this.
        report: gives what there is to tell just now.
        details: gives the same as text, for a bug report.
    """

    def __init__(
        self,
        window: QWidget,
        report: Callable[[], ConnectionReport],
        details: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._report = report
        self._details = details
        first = report()
        self._story: list[QLabel] = []
        self._cells: dict[str, list[QLabel]] = {}
        self.note_label = QLabel(self.card)
        self.copy_button = QPushButton(self.tr("Copy details for a bug report"), self.card)
        self._timer = QTimer(self)
        self._timer.setInterval(_UPDATE_MS)
        self._build(first)
        self._timer.timeout.connect(self._refresh)
        self.copy_button.clicked.connect(self._copy)

    def _build(self, report: ConnectionReport) -> None:
        self.setAccessibleName(self.tr("Connection"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(16, 14, 16, 8)
        column.setSpacing(10)
        column.addLayout(self._story_grid(report))
        column.addWidget(self._hairline())
        column.addLayout(self._bill_grid(report))
        self.note_label.setProperty("kind", "caption")
        self.note_label.setWordWrap(True)
        column.addWidget(self.note_label)
        column.addWidget(self._hairline())
        self.copy_button.setProperty("kind", "quiet")
        self.copy_button.setAutoDefault(False)
        self.copy_button.setAccessibleName(self.copy_button.text())
        self.copy_button.setToolTip(self.tr("Without your key, and without what was said"))
        column.addWidget(self.copy_button)
        self._fill(report)

    def _story_grid(self, report: ConnectionReport) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (name, _) in enumerate(texts.story_rows(report)):
            grid.addWidget(self._label(name, "muted"), row, 0)
            value = self._label("", "")
            value.setWordWrap(True)
            self._story.append(value)
            grid.addWidget(value, row, 1)
        return grid

    def _bill_grid(self, report: ConnectionReport) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        end = Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter
        grid.addWidget(self._label(self.tr("Tokens"), "caption"), 0, 0)
        for column, text in ((1, self.tr("This talk")), (3, self.tr("Today"))):
            grid.addWidget(self._label(text, "caption"), 0, column, 1, 2, end)
        names = texts.kind_names()
        for row, kind in enumerate((*texts.shown_kinds(report), "total"), start=1):
            is_total = kind == "total"
            name = self.tr("Together") if is_total else names[kind]
            grid.addWidget(self._label(name, "strong" if is_total else "muted"), row, 0)
            cells = []
            for column in range(1, 5):
                is_cost = column % 2 == 0
                look = "strong" if is_total else "muted" if is_cost else ""
                cell = self._label("", look)
                cells.append(cell)
                grid.addWidget(cell, row, column, end)
            self._cells[kind] = cells
        return grid

    def _label(self, text: str, kind: str) -> QLabel:
        label = QLabel(text, self.card)
        label.setProperty("kind", kind)
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _hairline(self) -> QFrame:
        line = QFrame(self.card)
        line.setObjectName("hairline")
        line.setFixedHeight(1)
        return line

    def open_below(self, anchor: QRect) -> None:
        """Show below ``anchor``, given in the window's coordinates."""
        self._place(anchor)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)
        announce(self, self.spoken())
        self._timer.start()

    def _place(self, anchor: QRect) -> None:
        layout = self.card.layout()
        if layout is None:
            return
        for label in self.card.findChildren(QLabel):
            label.ensurePolished()  # bold words are wider
        layout.invalidate()
        width = max(_WIDTH_PX, layout.totalMinimumSize().width())
        height = layout.totalHeightForWidth(width)
        self.place_card(anchor, width, height)
        if self.card.height() < height:  # a low window: rather over the pill than cut off
            room = self.rect().adjusted(0, _MARGIN_PX, 0, -_MARGIN_PX)
            left, width = self.card.x(), self.card.width()
            height = min(height, room.height())
            self.card.setGeometry(left, room.bottom() + 1 - height, width, height)

    def spoken(self) -> str:
        """Everything in sentences, for who does not see it."""
        report = self._report()
        story = ". ".join(f"{name}: {value}" for name, value in texts.story_rows(report))
        talk, today = (" ".join(texts.total_cells(bill)) for bill in (report.talk, report.today))
        words = self.tr("{story}. Tokens of this talk: {talk}. Today: {today}. {note}")
        return words.format(story=story, talk=talk, today=today, note=texts.bill_note(report))

    @Slot()
    def _refresh(self) -> None:
        self._fill(self._report())

    def _fill(self, report: ConnectionReport) -> None:
        for label, (_, value) in zip(self._story, texts.story_rows(report), strict=True):
            label.setText(value)
        for kind, cells in self._cells.items():
            shown: list[str] = []
            for bill in (report.talk, report.today):
                is_total = kind == "total"
                shown += texts.total_cells(bill) if is_total else texts.bill_cells(bill, kind)
            for cell, text in zip(cells, shown, strict=True):
                cell.setText(text)
        self.note_label.setText(texts.bill_note(report))
        self.setAccessibleDescription(self.spoken())

    @Slot()
    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details())
        self.copy_button.setText(self.tr("Copied"))
        announce(self.copy_button, self.copy_button.text())
