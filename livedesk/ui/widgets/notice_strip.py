"""One sentence in a strip, with up to two buttons; it takes the place of a message box."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from livedesk.ui.widgets.announcer import announce


class NoticeStrip(QFrame):
    """Hidden until it has something to say.

    Signals:
        accepted(): the first button.
        declined(): the second button.
    """

    accepted = Signal()
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("noticeStrip")
        self._label = QLabel(self)
        self._label.setWordWrap(True)
        self.accept_button = QPushButton(self)
        self.decline_button = QPushButton(self)
        self.decline_button.setProperty("kind", "quiet")
        for button in (self.accept_button, self.decline_button):
            button.setAutoDefault(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(8)
        row.addWidget(self._label, 1)
        row.addWidget(self.decline_button)
        row.addWidget(self.accept_button)
        self.accept_button.clicked.connect(self._on_accept)
        self.decline_button.clicked.connect(self._on_decline)
        self.hide()

    @property
    def sentence(self) -> str:
        """What it says, "" while it is hidden."""
        return "" if self.isHidden() else self._label.text()

    def say(self, sentence: str, accept: str = "", decline: str = "") -> None:
        """Show ``sentence`` and the buttons that have a text."""
        self._label.setText(sentence)
        for button, text in ((self.accept_button, accept), (self.decline_button, decline)):
            button.setText(text)
            button.setAccessibleName(text)
            button.setToolTip(text)
            button.setVisible(bool(text))
        self.show()
        announce(self, sentence)

    @Slot()
    def _on_accept(self) -> None:
        self.hide()
        self.accepted.emit()

    @Slot()
    def _on_decline(self) -> None:
        self.hide()
        self.declined.emit()
