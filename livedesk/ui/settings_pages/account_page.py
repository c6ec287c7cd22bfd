"""Whose server it is, and the key: pasted, replaced, removed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from livedesk.app.account import Account
from livedesk.core.credential import CredentialSource
from livedesk.ui.panels.key_card import KeyCard
from livedesk.ui.panels.sign_in_card import SignInCard
from livedesk.ui.settings_pages.page import SettingsPage


class AccountPage(SettingsPage):
    """Tells where the key comes from, and takes one where the environment names none.

    Signals:
        remove_requested(): forget the key.
        sign_out_requested(): forget the organisation's server.
    """

    icon_name = "key"

    remove_requested = Signal()
    sign_out_requested = Signal()

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Account")
        self._server_label = self.add_words("", "strong")
        self._origin_label = self.add_words("")
        self._origin_label.setTextFormat(Qt.TextFormat.PlainText)  # addresses come from outside
        self.remove_button = QPushButton(self.tr("Remove the key"), self)
        self.remove_button.setProperty("kind", "danger")
        self.remove_button.setToolTip(self.tr("Forget the key; it stays valid at Google"))
        self.remove_button.setAccessibleName(self.remove_button.text())
        self.remove_button.setAutoDefault(False)
        row = QHBoxLayout()
        row.addWidget(self.remove_button)
        self.sign_out_button = QPushButton(self.tr("Sign out"), self)
        self.sign_out_button.setToolTip(self.tr("Forget the server and what you signed in by"))
        self.sign_out_button.setAccessibleName(self.sign_out_button.text())
        self.sign_out_button.setAutoDefault(False)
        self.sign_out_button.clicked.connect(self.sign_out_requested)
        row.addWidget(self.sign_out_button)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addSpacing(16)
        self.key_card = KeyCard(self)
        self.column.addWidget(self.key_card)
        self.column.addSpacing(8)
        self.sign_in_card = SignInCard(self)
        self.column.addWidget(self.sign_in_card)
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
            is_cloud = account.source is CredentialSource.CLOUD_PROJECT
            name = self.tr("Gemini at Google Cloud") if is_cloud else self.tr("Gemini")
            self._server_label.setText(name)
            self._origin_label.setText(self._words_of(account))
        is_token = account.source is CredentialSource.TOKEN_SERVER
        self.sign_out_button.setVisible(is_token and account.is_own)
        # A key comes before tokens, and the environment before all.
        self.sign_in_card.setVisible(account.source in (None, CredentialSource.TOKEN_SERVER))
        is_ours = account.source in (CredentialSource.KEYRING, CredentialSource.THIS_RUN)
        self.remove_button.setVisible(is_ours)
        self.key_card.set_replaces(is_ours)
        # The environment comes first: a key that is pasted would not be used.
        of_environment = (CredentialSource.ENVIRONMENT, CredentialSource.CLOUD_PROJECT)
        is_given = account.source in of_environment or not account.is_own
        self.key_card.setVisible(not is_given)
        self.sign_in_card.setVisible(self.sign_in_card.isVisibleTo(self) and not is_given)

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
            case CredentialSource.CLOUD_PROJECT:
                words = self.tr(
                    "Google Cloud's project {origin} pays, by this computer's sign-in there. The "
                    "environment names it. This way has not been tried with Google yet."
                ).format(origin=account.origin)
            case CredentialSource.TOKEN_SERVER:
                words = self.tr(
                    "Short-lived tokens come from {address}. They are held in memory only."
                ).format(address=account.origin)
                if not account.is_own:
                    words += " " + self.tr("The environment names that server.")
            case _:
                words = self.tr("No key is sent.")
        if account.server:
            server = self.tr("The server is {address}.").format(address=account.server)
            words = f"{words} {server}"
        return words
