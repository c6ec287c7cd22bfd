"""A code that the person enters on a page of the organisation's."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from livedesk.credentials.device_sign_in import DeviceCode
from livedesk.ui.widgets.announcer import announce


class DeviceCodeBox(QWidget):
    """Shows the code and where it goes.

    Signals:
        cancelled(): the person gives up.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._code: DeviceCode | None = None
        self.words_label = QLabel(self)
        self.words_label.setWordWrap(True)
        self.code_label = QLabel(self)
        self.code_label.setProperty("kind", "title")
        for label in (self.words_label, self.code_label):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.open_button = QPushButton(self.tr("Open the page"), self)
        self.open_button.setProperty("kind", "primary")
        self.copy_button = QPushButton(self.tr("Copy the code"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        for button in (self.open_button, self.copy_button, self.cancel_button):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.words_label)
        for left, right in (
            (self.code_label, self.copy_button),
            (self.open_button, self.cancel_button),
        ):
            row = QHBoxLayout()
            row.addWidget(left)
            row.addWidget(right)
            row.addStretch(1)
            column.addLayout(row)
        self.open_button.setToolTip(self.tr("In your browser; any other device will do as well"))
        self.copy_button.setToolTip(self.tr("To paste it on the page"))
        self.cancel_button.setToolTip(self.tr("Do not sign in"))
        self.open_button.clicked.connect(self._on_open)
        self.copy_button.clicked.connect(self._on_copy)
        self.cancel_button.clicked.connect(self.cancelled)

    @Slot(object)
    def show_code(self, code: DeviceCode) -> None:
        """Wait for the person to enter ``code``."""
        self._code = code
        words = self.tr("Open {page} and enter this code:").format(page=code.page)
        self.words_label.setText(words)
        self.code_label.setText(code.user_code)
        announce(self, f"{words} {' '.join(code.user_code)}")

    @Slot()
    def _on_open(self) -> None:
        if self._code is not None:
            QDesktopServices.openUrl(QUrl(self._code.full_page or self._code.page))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code_label.text())
