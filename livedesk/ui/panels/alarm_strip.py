"""An alarm that rings: what for, until somebody has seen it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget

from livedesk.tools.alarms import Alarm
from livedesk.ui.widgets.announcer import announce
from livedesk.ui.widgets.sliding_strip import SlidingStrip


class AlarmStrip(SlidingStrip):
    """Shows all that rang since it was last closed, the newest last, and sounds the system's bell.

    Signals:
        rang(str): the sentence, for whoever cannot see the window.
    """

    rang = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sentences: list[str] = []
        self.label = QLabel(self.frame)
        self.close_button = QPushButton(self.tr("Close"), self.frame)
        self._build()
        self.close_button.clicked.connect(self._on_close)

    def _build(self) -> None:
        self.set_severity("warning")
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setProperty("kind", "strong")
        self.close_button.setAccessibleName(self.tr("Close the alarm"))
        self.close_button.setToolTip(self.tr("Close the alarm"))
        self.close_button.setAutoDefault(False)
        row = QHBoxLayout(self.frame)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.label, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    @Slot(object)
    def show_alarm(self, alarm: Alarm) -> None:
        """Ring."""
        words = self.tr("{time}: {text}")
        sentence = words.format(time=alarm.due_at.strftime("%H:%M"), text=alarm.text)
        self._sentences.append(sentence)
        self.label.setText("\n".join(self._sentences))
        self.open_up()
        QApplication.beep()
        announce(self, sentence)
        self.rang.emit(sentence)

    @Slot()
    def _on_close(self) -> None:
        self._sentences.clear()
        self.shut()
