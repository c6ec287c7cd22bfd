"""The way to whichever server the person's account names, also when that changes."""

from __future__ import annotations

import asyncio

from livedesk.app.account import Account, account_of, connector_of
from livedesk.app.practice_connector import PracticeConnector
from livedesk.core.credential import Credential, CredentialSource
from livedesk.core.inputs import HistoryTurn
from livedesk.core.listeners import Listener
from livedesk.core.setup import SessionSetup
from livedesk.credentials.chain import KeyChain
from livedesk.session.connection import Connection, Connector


class AccountConnector:
    """A ``session.connection.Connector`` that opens the keyring when it is first needed.

    Args:
        chain: where keys are.
        base_url: another server's address, None for Google's.
        practice: leads to the practice server.
        is_in_keyring: a key is expected there; the keyring is not asked otherwise.
        on_change: told when ``account`` is another one.
    """

    def __init__(
        self,
        chain: KeyChain,
        base_url: str | None,
        practice: PracticeConnector,
        *,
        is_in_keyring: bool,
        on_change: Listener[Account],
    ) -> None:
        self._chain = chain
        self._base_url = base_url
        self._practice = practice
        self._on_change = on_change
        self._finding = asyncio.Lock()
        self._connector: Connector | None = None
        at_hand = chain.at_hand()
        if at_hand is None and is_in_keyring:
            self.account = Account(
                False, "the system's keyring", base_url or "", CredentialSource.KEYRING
            )
        else:
            self.account = account_of(at_hand, base_url)
            self._connector = connector_of(at_hand, base_url, practice)

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection, as the protocol says.

        Raises:
            LiveDeskError: the keyring did not open, or the server refused or was not reached.
        """
        async with self._finding:
            connector = self._connector
            if connector is None:
                connector = self.use(await asyncio.to_thread(self._chain.find))
        return await connector.connect(setup, handle, history)

    def use(self, credential: Credential | None) -> Connector:
        """Go by ``credential`` from the next connection on; None leads to practice."""
        self._connector = connector_of(credential, self._base_url, self._practice)
        account = account_of(credential, self._base_url)
        if account != self.account:
            self.account = account
            self._on_change(account)
        return self._connector
