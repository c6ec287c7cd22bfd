"""Shows where a link leads before anything is opened."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from livedesk.core.events import GroundingSource
from livedesk.ui.dialogs.calm_dialog import CalmDialog

_WIDTH_PX = 480
_MOST_CHARS = 400


class LinkDialog(CalmDialog):
    """The address as it really is: letters that only look like others are spelt out.

    Signals:
        notice_given(str): a quiet sentence.
    """

    notice_given = Signal(str)

    def __init__(self, page: GroundingSource, parent: QWidget) -> None:
        super().__init__(QCoreApplication.translate("LinkDialog", "Open this page?"), parent)
        self._url = QUrl(page.url)
        self.address = str(self._url.toString(QUrl.ComponentFormattingOption.FullyEncoded))
        self.add_title(self.tr("Open this page in the browser?"))
        if page.title and page.title != page.url:
            self.column.addWidget(self._label(page.title))
        host = self._label(self.tr("It leads to {host}").format(host=self._host()))
        host.setProperty("kind", "strong")
        self.column.addWidget(host)
        shown = self.address[:_MOST_CHARS] + ("…" if len(self.address) > _MOST_CHARS else "")
        # A long address has no blanks at which a line could end.
        self.address_label = self._label("\u200b".join(shown))
        self.address_label.setProperty("kind", "muted")
        self.address_label.setAccessibleName(shown)
        self.column.addWidget(self.address_label)
        self._add_buttons()
        self.fit(_WIDTH_PX)

    def _host(self) -> str:
        return str(self._url.host(QUrl.ComponentFormattingOption.FullyEncoded))

    def _label(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label

    def _add_buttons(self) -> None:
        self.copy_button = QPushButton(self.tr("Copy address"), self)
        self.cancel_button = QPushButton(self.tr("Cancel"), self)
        self.open_button = QPushButton(self.tr("Open"), self)
        tips = {
            self.copy_button: self.tr("Put the address on the clipboard"),
            self.cancel_button: self.tr("Open nothing (Esc)"),
            self.open_button: self.tr("Open the page in the browser"),
        }
        self.close_row.addWidget(self.copy_button)
        self.close_row.addStretch(1)
        for button, tip in tips.items():
            button.setAccessibleName(button.text())
            button.setToolTip(tip)
            if button is not self.copy_button:
                self.close_row.addWidget(button)
        self.open_button.setDefault(True)
        self.copy_button.setAutoDefault(False)
        self.copy_button.clicked.connect(self._copy)
        self.cancel_button.clicked.connect(self.reject)
        self.open_button.clicked.connect(self._open)
        self.column.addLayout(self.close_row)

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address)
        self.notice_given.emit(self.tr("The address is on the clipboard."))

    @Slot()
    def _open(self) -> None:
        if not QDesktopServices.openUrl(self._url):
            self.notice_given.emit(
                self.tr("No browser could be opened. The address can be copied instead.")
            )
        self.accept()
