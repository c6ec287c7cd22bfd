"""The person's key: checked, kept and removed without the window waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.account import Account
from livedesk.app.account_connector import AccountConnector
from livedesk.app.practice_connector import PracticeConnector
from livedesk.core.credential import Secret
from livedesk.core.errors import LiveDeskError
from livedesk.core.tasks import TaskSet
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.environment import find_base_url
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.connection import Connector
from livedesk.session.gemini import catalogue
from livedesk.session.gemini.connector import Endpoint
from livedesk.session.gemini.key_check import KeyCheck


class AccountController(QObject):
    """Knows whose server the next talk goes to, and changes it.

    Args:
        environment: where a key may be named; it comes before every other.
        server: the practice server, for when there is no key.
        is_in_keyring: the person has put a key into the keyring. It is opened when the first talk
            needs it, and never where this is False: opening it may ask for a password.
        keyring: by default the system's.

    Signals:
        account_changed(Account): the next talk goes elsewhere.
        check_started(): a key is being checked.
        key_accepted(object): it is good and kept, by None; or held for this run only, by the
            KeyringUnsuitedError that says why.
        key_refused(LiveDeskError): it is not, or could not be checked or removed.
        key_removed(): there is none any more but the environment's.
    """

    account_changed = Signal(object)
    check_started = Signal()
    key_accepted = Signal(object)
    key_refused = Signal(object)
    key_removed = Signal()

    def __init__(
        self,
        environment: Mapping[str, str],
        server: EmbeddedServer,
        *,
        is_in_keyring: bool,
        keyring: KeyringStore | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._chain = KeyChain(environment, keyring or KeyringStore())
        self._base_url = find_base_url(environment)
        self._tasks = TaskSet()
        self._way = AccountConnector(
            self._chain,
            self._base_url,
            PracticeConnector(server),
            is_in_keyring=is_in_keyring,
            on_change=self.account_changed.emit,
        )

    @property
    def account(self) -> Account:
        """Whose server the next talk goes to."""
        return self._way.account

    @property
    def connector(self) -> Connector:
        """Leads to the server of ``account``, whatever that is when a connection is opened."""
        return self._way

    @Slot(str)
    def use_key(self, text: str) -> None:
        """Check a key that was pasted; keep it if it is good."""
        self._tasks.spawn(self._check_and_keep(Secret(text.strip())), name="check key")

    @Slot()
    def remove_key(self) -> None:
        """Forget the key; the next talk is practice. What the environment holds stays."""
        self._tasks.spawn(self._remove(), name="remove key")

    async def aclose(self) -> None:
        """Give up what is being checked. Idempotent."""
        await self._tasks.aclose()

    async def _check_and_keep(self, secret: Secret) -> None:
        self.check_started.emit()
        check = KeyCheck(Endpoint(base_url=self._base_url), catalogue.DEFAULT_MODEL_ID)
        try:
            await check.check(secret)
        except LiveDeskError as error:
            self.key_refused.emit(error)
            return
        kept = await asyncio.to_thread(self._chain.keep, secret)
        self._way.use(kept.credential)
        self.key_accepted.emit(kept.problem)

    async def _remove(self) -> None:
        try:
            await asyncio.to_thread(self._chain.forget)
        except LiveDeskError as error:
            self.key_refused.emit(error)
            return
        self._way.use(self._chain.at_hand())
        self.key_removed.emit()
