"""Where an organisation hands out its assistant: its address, and what one signs in by."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPushButton, QWidget

from livedesk.core.errors import KeyringUnsuitedError, LiveDeskError
from livedesk.credentials.device_sign_in import DeviceCode
from livedesk.ui.panels.device_code_box import DeviceCodeBox
from livedesk.ui.panels.outcome_card import OutcomeCard

_MOST_CHARS = 8_192
_LEAST_HEIGHT_PX = 32


class SignInCard(OutcomeCard):
    """Takes both and tells what became of it. The second field never shows what it holds.

    Signals:
        sign_in_requested(str, str): the address, and what one signs in by.
        cancelled(): wait for the person's code no longer.
    """

    sign_in_requested = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.address_field = QLineEdit(self)
        self.bearer_field = QLineEdit(self)
        self.sign_in_button = QPushButton(self.tr("Sign in"), self)
        self.code_box = DeviceCodeBox(self)
        self.code_box.cancelled.connect(self._on_cancel)
        self._build()
        self.sign_in_button.clicked.connect(self._on_submit)
        for field in (self.address_field, self.bearer_field):
            field.returnPressed.connect(self._on_submit)
            field.textChanged.connect(self._on_edited)

    def _build(self) -> None:
        title = QLabel(self.tr("By your organisation"), self)
        title.setProperty("kind", "strong")
        words = QLabel(
            self.tr(
                "Its server gives you short-lived tokens, so that you need no key. Leave the "
                "sign-in empty to use your browser."
            ),
            self,
        )
        words.setWordWrap(True)
        self.address_field.setPlaceholderText(self.tr("https://…"))
        self.address_field.setToolTip(self.tr("As your organisation told you"))
        self.bearer_field.setEchoMode(QLineEdit.EchoMode.Password)
        self.bearer_field.setPlaceholderText(self.tr("If you were given one"))
        self.bearer_field.setToolTip(self.tr("It is sent to that server only"))
        self.sign_in_button.setProperty("kind", "primary")
        self.sign_in_button.setToolTip(self.tr("Ask the server for a token, then keep this"))
        self.sign_in_button.setAccessibleName(self.sign_in_button.text())
        self.sign_in_button.setAutoDefault(False)
        self.sign_in_button.setEnabled(False)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 12, 16, 16)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        grid.addWidget(title, 0, 0, 1, 3)
        grid.addWidget(words, 1, 0, 1, 3)
        named = ((self.tr("Server"), self.address_field), (self.tr("Sign-in"), self.bearer_field))
        for row, (name, field) in enumerate(named, 2):
            label = QLabel(name, self)
            label.setBuddy(field)
            field.setAccessibleName(name)
            field.setMaxLength(_MOST_CHARS)
            field.setMinimumHeight(_LEAST_HEIGHT_PX)
            grid.addWidget(label, row, 0)
            grid.addWidget(field, row, 1, 1, 2 if row == 2 else 1)
        grid.addWidget(self.sign_in_button, 3, 2)
        grid.addWidget(self.code_box, 4, 1, 1, 2)
        grid.addWidget(self.outcome_label, 5, 1, 1, 2)
        self.code_box.hide()
        self.outcome_label.hide()

    @Slot()
    def show_asking(self) -> None:
        """The server is being asked."""
        self._set_enabled(False)
        self._show(self.tr("Asking the server for a token…"), "muted")

    @Slot(object)
    def show_code(self, code: DeviceCode) -> None:
        """The person is to enter ``code`` on the organisation's page."""
        self.code_box.show()
        self.code_box.show_code(code)
        self._show(self.tr("Waiting until you have signed in there…"), "muted")

    @Slot(object)
    def show_signed_in(self, problem: KeyringUnsuitedError | None) -> None:
        """It gave one; ``problem`` is why the sign-in is held for this run only."""
        self._set_enabled(True)
        self.bearer_field.clear()
        words = self.tr("You are signed in. Your next talk goes to Gemini.")
        self._show(words if problem is None else f"{words} {problem}", "good", aloud=True)

    @Slot(object)
    def show_refused(self, error: LiveDeskError) -> None:
        """It gave none, or nobody could be asked. What was entered stays."""
        self._set_enabled(True)
        self.bearer_field.setFocus()
        self.bearer_field.selectAll()
        self._show(str(error), "danger", aloud=True)

    def _show(self, sentence: str, kind: str, *, aloud: bool = False) -> None:
        self.outcome_label.show()
        self.tell(sentence, kind, aloud=aloud)

    def _set_enabled(self, is_enabled: bool) -> None:
        self.code_box.hide()
        for part in (self.address_field, self.bearer_field, self.sign_in_button):
            part.setEnabled(is_enabled)
        self._on_edited()

    @Slot()
    def _on_edited(self) -> None:
        has_address = bool(self.address_field.text().strip())
        self.sign_in_button.setEnabled(has_address and self.address_field.isEnabled())

    @Slot()
    def _on_cancel(self) -> None:
        self._set_enabled(True)
        self.outcome_label.hide()
        self.cancelled.emit()

    @Slot()
    def _on_submit(self) -> None:
        if self.sign_in_button.isEnabled():
            self.sign_in_requested.emit(self.address_field.text(), self.bearer_field.text())
