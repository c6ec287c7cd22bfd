"""Whose server the talk goes to, and how to set a key."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from livedesk.app.account import Account
from livedesk.ui.panels.key_help import KeyHelp
from livedesk.ui.settings_pages.page import SettingsPage
from livedesk.ui.theme.theme import Theme


class AccountPage(SettingsPage):
    """Tells where the key was found; a key is set in the environment only."""

    icon_name = "key"

    def __init__(self, account: Account, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = self.tr("Account")
        if account.is_practice:
            self.add_words(self.tr("Practice"), "strong")
            self.add_words(
                self.tr(
                    "No key was found, so LiveDesk talks to its own practice server on this "
                    "computer. It costs nothing, and nothing leaves this computer."
                ),
            )
        else:
            self.add_words(self.tr("Gemini"), "strong")
            found = self.tr("The key was found in {origin}. It is never shown or stored.")
            self.add_words(found.format(origin=account.origin))
            if account.server:
                server = self.tr("The server is {address}.").format(address=account.server)
                self.add_words(server)
        self.column.addSpacing(16)
        self._key_help = KeyHelp(self)
        self.column.addWidget(self._key_help)
        self.column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._key_help.set_theme(theme)
