"""The way to whichever server the person's account names, also when that changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from livedesk.app.account import Account, account_of, connector_of
from livedesk.app.practice_connector import PracticeConnector
from livedesk.core.analysis import Analyser
from livedesk.core.credential import Credential, CredentialSource
from livedesk.core.inputs import HistoryTurn
from livedesk.core.listeners import Listener
from livedesk.core.setup import SessionSetup
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.sign_in import SignIn
from livedesk.credentials.token_server import TokenServer
from livedesk.session.connection import Connection, Connector
from livedesk.session.gemini.connector import GeminiConnector


@dataclass(frozen=True, slots=True)
class Sources:
    """Where keys and tokens come from.

    Attributes:
        chain: knows the person's key.
        sign_in: knows the token server, for where there is no key.
        expects_key: a key is in the keyring, which is not asked otherwise.
    """

    chain: KeyChain
    sign_in: SignIn
    expects_key: bool


class AccountConnector:
    """A ``session.connection.Connector`` that opens the keyring when it is first needed.

    Args:
        sources: where keys and tokens come from.
        base_url: another server's address, None for Google's.
        practice: leads to the practice server.
        on_change: told when ``account`` is another one.
    """

    def __init__(
        self,
        sources: Sources,
        base_url: str | None,
        practice: PracticeConnector,
        on_change: Listener[Account],
    ) -> None:
        self._chain = chain = sources.chain
        self._base_url = base_url
        self._practice = practice
        self._sign_in = sign_in = sources.sign_in
        self._expects_key = sources.expects_key
        self._on_change = on_change
        self._finding = asyncio.Lock()
        self._connector: Connector | None = None
        self._n_changes = 0
        at_hand = chain.at_hand()
        if at_hand is None and sources.expects_key:
            self.account = Account(
                False, "the system's keyring", base_url or "", CredentialSource.KEYRING
            )
        else:
            self.account = self._owned(account_of(at_hand, base_url, sign_in.url))
            if at_hand is not None or not sign_in.url:
                self._connector = connector_of(at_hand, base_url, practice)

    async def connect(
        self, setup: SessionSetup, handle: str | None, history: tuple[HistoryTurn, ...] = ()
    ) -> Connection:
        """Open a connection, as the protocol says.

        Raises:
            LiveDeskError: the keyring did not open, or the server refused or was not reached.
        """
        async with self._finding:
            while (connector := self._connector) is None:
                n_changes = self._n_changes
                found = await asyncio.to_thread(self._find)
                if self._n_changes == n_changes:  # else the person has chosen another meanwhile
                    connector = self.use(*found)
                    break
        return await connector.connect(setup, handle, history)

    def analyser(self) -> Analyser | None:
        """Who can be asked about tables by a key; None in practice and with short-lived tokens."""
        connector = self._connector
        return connector.analyser() if isinstance(connector, GeminiConnector) else None

    def _find(self) -> tuple[Credential | None, TokenServer | None]:
        credential = self._chain.find() if self._expects_key else self._chain.at_hand()
        return credential, self._sign_in.find() if credential is None else None

    def _owned(self, account: Account) -> Account:
        is_token = account.source is CredentialSource.TOKEN_SERVER
        return replace(account, is_own=not (is_token and self._sign_in.is_of_environment))

    def forget_key(self) -> None:
        """There is no key any more but the environment's."""
        self._expects_key = False
        self.look_again()

    def look_again(self) -> None:
        """A sign-in came or went: find out at the next connection. A key goes before it."""
        self._n_changes += 1
        at_hand = self._chain.at_hand()
        if at_hand is None and self._expects_key:
            return
        if at_hand is not None or not self._sign_in.url:
            self.use(at_hand)
            return
        self._connector = None
        self._tell(account_of(None, self._base_url, self._sign_in.url))

    def use(self, credential: Credential | None, server: TokenServer | None = None) -> Connector:
        """Go by ``credential``, else by ``server``, from the next connection on; else practice."""
        self._n_changes += 1
        self._connector = connector_of(credential, self._base_url, self._practice, server)
        self._tell(account_of(credential, self._base_url, server.url if server else ""))
        return self._connector

    def _tell(self, account: Account) -> None:
        account = self._owned(account)
        if account != self.account:
            self.account = account
            self._on_change(account)
