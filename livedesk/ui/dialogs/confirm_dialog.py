"""Asks once before something that cannot be undone."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from livedesk.ui.dialogs.calm_dialog import CalmDialog

_WIDTH_PX = 440


class ConfirmDialog(CalmDialog):
    """Says what will happen; the safe answer is the default.

    Signals:
        confirmed(): do it.
    """

    confirmed = Signal()

    def __init__(
        self, title: str, words: str, verb: str, parent: QWidget, *, kind: str = "danger"
    ) -> None:
        super().__init__(title, parent)
        self.add_title(title)
        label = QLabel(words, self)
        label.setWordWrap(True)
        self.column.addWidget(label)
        self.confirm_button = QPushButton(verb, self)
        self.confirm_button.setProperty("kind", kind)
        self.confirm_button.setAccessibleName(verb)
        self.confirm_button.setToolTip(words)
        self.confirm_button.setAutoDefault(False)
        self.close_row.addStretch(1)
        self.close_row.addWidget(self.confirm_button)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.cancel_button.setAccessibleName(self.cancel_button.text())
        self.cancel_button.setToolTip(self.tr("Leave everything as it is (Esc)"))
        self.cancel_button.setDefault(True)
        self.close_row.addWidget(self.cancel_button)
        self.column.addLayout(self.close_row)
        self.confirm_button.clicked.connect(self.confirmed)
        self.confirm_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self.cancel_button.setFocus()
        self.fit(_WIDTH_PX)
