"""How to get a Gemini key, and where to paste it: a card of two steps."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from livedesk.core.errors import KeyringUnsuitedError, LiveDeskError
from livedesk.ui.panels.outcome_card import OutcomeCard

KEY_PAGE = "https://aistudio.google.com/apikey"
_MAX_KEY_CHARS = 512


class KeyCard(OutcomeCard):
    """Takes a key and tells what became of it. The field never shows it.

    Signals:
        key_submitted(str): check this key and keep it.
    """

    key_submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title_label = QLabel(self.tr("To talk to Gemini"), self)
        self.page_button = QPushButton(self.tr("Open aistudio.google.com"), self)
        self.key_field = QLineEdit(self)
        self.keep_button = QPushButton(self.tr("Check and keep"), self)
        self._build()
        self.page_button.clicked.connect(self._on_open_page)
        self.keep_button.clicked.connect(self._on_submit)
        self.key_field.returnPressed.connect(self._on_submit)
        self.key_field.textChanged.connect(self._on_edited)

    def _build(self) -> None:
        self.title_label.setProperty("kind", "strong")
        self.page_button.setToolTip(KEY_PAGE)
        self.page_button.setAccessibleName(self.page_button.text())
        self.key_field.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_field.setMaxLength(_MAX_KEY_CHARS)
        self.key_field.setPlaceholderText(self.tr("Paste your key"))
        self.key_field.setAccessibleName(self.tr("Gemini API key"))
        self.key_field.setToolTip(self.tr("It is sent to Google only"))
        self.keep_button.setProperty("kind", "primary")
        self.keep_button.setToolTip(self.tr("Ask Google whether the key is good, then keep it"))
        self.keep_button.setAccessibleName(self.keep_button.text())
        self.keep_button.setEnabled(False)
        for button in (self.page_button, self.keep_button):
            button.setAutoDefault(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.title_label, 0, 0, 1, 3)
        self._step(grid, 1, "1", self.tr("Get a key of your own with a Google account."))
        grid.addWidget(self.page_button, 1, 2)
        self._step(grid, 2, "2", self.tr("Paste it here. The system's keyring keeps it."))
        grid.addWidget(self.key_field, 3, 1)
        grid.addWidget(self.keep_button, 3, 2)
        grid.addWidget(self.outcome_label, 4, 1, 1, 2)
        self.tell(self.tr("Or set GEMINI_API_KEY before LiveDesk is started."), "caption")

    def _step(self, grid: QGridLayout, row: int, number: str, text: str) -> None:
        counter = QLabel(number, self)
        counter.setProperty("kind", "muted")
        words = QLabel(text, self)
        words.setWordWrap(True)
        grid.addWidget(counter, row, 0)
        grid.addWidget(words, row, 1, 1, 1 if row == 1 else 2)

    def set_replaces(self, replaces: bool) -> None:
        """Whether there is a key already."""
        another, first = self.tr("To use another key"), self.tr("To talk to Gemini")
        self.title_label.setText(another if replaces else first)

    @Slot()
    def show_checking(self) -> None:
        """The key is on its way."""
        self.key_field.setEnabled(False)
        self.keep_button.setEnabled(False)
        self.tell(self.tr("Asking Google whether the key is good…"), "muted")

    @Slot(object)
    def show_accepted(self, problem: KeyringUnsuitedError | None) -> None:
        """The key is good; ``problem`` is why it is held for this run only."""
        self.key_field.clear()
        self.key_field.setEnabled(True)
        if problem is None:
            words = self.tr("The key is good and kept. Your next talk goes to Gemini.")
        else:
            good = self.tr("The key is good. Your next talk goes to Gemini.")
            words = f"{good} {problem}"
        self.tell(words, "good", aloud=True)

    @Slot(object)
    def show_refused(self, error: LiveDeskError) -> None:
        """The key is not good, or nobody could be asked. It stays in the field."""
        self.key_field.setEnabled(True)
        self._on_edited()
        self.key_field.selectAll()
        self.key_field.setFocus()
        self.tell(str(error), "danger", aloud=True)

    @Slot()
    def _on_edited(self) -> None:
        self.keep_button.setEnabled(bool(self.key_field.text().strip()))

    @Slot()
    def _on_submit(self) -> None:
        if self.keep_button.isEnabled():
            self.key_submitted.emit(self.key_field.text())

    @Slot()
    def _on_open_page(self) -> None:
        QDesktopServices.openUrl(QUrl(KEY_PAGE))
