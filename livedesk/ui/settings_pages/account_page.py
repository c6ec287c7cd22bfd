"""Whose server it is, and the key: pasted, replaced, removed."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from livedesk.app.account import Account
from livedesk.core.credential import CredentialSource
from livedesk.ui.panels.key_card import KeyCard
from livedesk.ui.settings_pages.page import SettingsPage


class AccountPage(SettingsPage):
    """Tells where the key comes from, and takes one where the environment names none.

    Signals:
        remove_requested(): forget the key.
    """

    icon_name = "key"

    remove_requested = Signal()

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Account")
        self._server_label = self.add_words("", "strong")
        self._origin_label = self.add_words("")
        self.remove_button = QPushButton(self.tr("Remove the key"), self)
        self.remove_button.setProperty("kind", "danger")
        self.remove_button.setToolTip(self.tr("Forget the key; it stays valid at Google"))
        self.remove_button.setAccessibleName(self.remove_button.text())
        self.remove_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.remove_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(16)
        self.key_card = KeyCard(self)
        self.column.addWidget(self.key_card)
        self.column.addStretch(1)
        self.remove_button.clicked.connect(self.remove_requested)
        self.show_account(account)

    @Slot(object)
    def show_account(self, account: Account) -> None:
        """Tell of ``account``."""
        if account.is_practice:
            self._server_label.setText(self.tr("Practice"))
            self._origin_label.setText(
                self.tr(
                    "There is no key, so LiveDesk talks to its own practice server on this "
                    "computer. It costs nothing, and nothing leaves this computer."
                )
            )
        else:
            self._server_label.setText(self.tr("Gemini"))
            self._origin_label.setText(self._words_of(account))
        is_ours = account.source in (CredentialSource.KEYRING, CredentialSource.THIS_RUN)
        self.remove_button.setVisible(is_ours)
        self.key_card.set_replaces(is_ours)
        # The environment comes first: a key that is pasted would not be used.
        self.key_card.setVisible(account.source is not CredentialSource.ENVIRONMENT)

    def _words_of(self, account: Account) -> str:
        match account.source:
            case CredentialSource.KEYRING:
                words = self.tr("The key is kept in the system's keyring. It is never shown.")
            case CredentialSource.THIS_RUN:
                words = self.tr("The key is held until LiveDesk is closed. It is never shown.")
            case CredentialSource.ENVIRONMENT:
                words = self.tr(
                    "The key was found in {origin}. It is never shown or stored. To use another, "
                    "start LiveDesk without that variable."
                ).format(origin=account.origin)
            case _:
                words = self.tr("No key is sent.")
        if account.server:
            server = self.tr("The server is {address}.").format(address=account.server)
            words = f"{words} {server}"
        return words
