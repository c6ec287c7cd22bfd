"""The person's key: checked, kept and removed without the window waiting."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal, Slot

from livedesk.app.account import Account
from livedesk.app.account_connector import AccountConnector, Sources
from livedesk.app.practice_connector import PracticeConnector
from livedesk.core.analysis import Analyser
from livedesk.core.credential import Secret
from livedesk.core.errors import LiveDeskError
from livedesk.core.tasks import TaskSet
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.device_sign_in import DeviceSignIn, find_place
from livedesk.credentials.environment import find_base_url
from livedesk.credentials.keyring_store import SIGN_IN_ACCOUNT, KeyringStore
from livedesk.credentials.sign_in import SignIn
from livedesk.credentials.token_server import TokenServer, full_address
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
        token_url: of the organisation's token server at which the person has signed in.
        keyring: by default the system's.

    Signals:
        account_changed(Account): the next talk goes elsewhere.
        check_started(): a key is being checked.
        key_accepted(object): it is good and kept, by None; or held for this run only, by the
            KeyringUnsuitedError that says why.
        key_refused(LiveDeskError): it is not, or could not be checked or removed.
        key_removed(): there is none any more but the environment's.
        sign_in_started(), signed_in(object), sign_in_refused(LiveDeskError), signed_out(): the
            same of an organisation's token server.
        code_given(DeviceCode): the person is to enter it on the organisation's page.
    """

    account_changed = Signal(object)
    check_started = Signal()
    key_accepted = Signal(object)
    key_refused = Signal(object)
    key_removed = Signal()
    sign_in_started = Signal()
    code_given = Signal(object)
    signed_in = Signal(object)
    sign_in_refused = Signal(object)
    signed_out = Signal()

    def __init__(
        self,
        environment: Mapping[str, str],
        server: EmbeddedServer,
        *,
        is_in_keyring: bool,
        token_url: str = "",
        keyring: KeyringStore | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        keyring = keyring or KeyringStore()
        self._chain = KeyChain(environment, keyring, is_kept=is_in_keyring)
        self._sign_in = SignIn(environment, token_url, keyring.beside(SIGN_IN_ACCOUNT))
        self._base_url = find_base_url(environment)
        self._tasks = TaskSet()
        self._signing_in: asyncio.Task[None] | None = None
        self._way = AccountConnector(
            Sources(self._chain, self._sign_in, is_in_keyring),
            self._base_url,
            PracticeConnector(server),
            self.account_changed.emit,
        )

    @property
    def account(self) -> Account:
        """Whose server the next talk goes to."""
        return self._way.account

    @property
    def connector(self) -> Connector:
        """Leads to the server of ``account``, whatever that is when a connection is opened."""
        return self._way

    def analyser(self) -> Analyser | None:
        """Who can be asked about tables by that account; None where this computer has to."""
        return self._way.analyser()

    @Slot(str)
    def use_key(self, text: str) -> None:
        """Check a key that was pasted; keep it if it is good."""
        self.cancel_sign_in()
        self._tasks.spawn(self._check_and_keep(Secret(text.strip())), name="check key")

    @Slot()
    def remove_key(self) -> None:
        """Forget the key; the next talk is practice. What the environment holds stays."""
        self._tasks.spawn(self._remove(), name="remove key")

    @Slot(str, str)
    def sign_in(self, url: str, bearer: str) -> None:
        """Sign in at an organisation's token server; keep that if it gives a token.

        Without ``bearer`` on a page of the organisation's, where it has one.
        """
        self.cancel_sign_in()
        secret = Secret(bearer.strip()) if bearer.strip() else None
        server = TokenServer(full_address(url), secret)
        self._signing_in = self._tasks.spawn(self._sign_in_at(server), name="sign in")

    @Slot()
    def cancel_sign_in(self) -> None:
        """Wait for the person's code no longer."""
        if self._signing_in is not None:
            self._signing_in.cancel()
            self._signing_in = None

    @Slot()
    def sign_out(self) -> None:
        """Forget the token server; the next talk is practice where there is no key."""
        self.cancel_sign_in()
        self._tasks.spawn(self._sign_out(), name="sign out")

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
        self._way.forget_key()
        self.key_removed.emit()

    async def _sign_in_at(self, server: TokenServer) -> None:
        self.sign_in_started.emit()
        try:
            server = await self._signed_in(server)
            await server.fetch()
        except LiveDeskError as error:
            self.sign_in_refused.emit(error)
            return
        except Exception as error:
            self.sign_in_refused.emit(_unexpected(error))
            raise
        self._signing_in = None  # from here on it is kept as a whole
        problem = await asyncio.to_thread(self._sign_in.keep, server)
        self._way.look_again()
        self.signed_in.emit(problem)

    async def _signed_in(self, server: TokenServer) -> TokenServer:
        server.check()
        place = await find_place(server.url) if server.bearer is None else None
        if place is None:
            return server
        issuer = DeviceSignIn(place)
        code = await issuer.begin()
        self.code_given.emit(code)
        grant = await issuer.wait(code)
        return self._sign_in.by_grant(server.url, issuer, grant)

    async def _sign_out(self) -> None:
        try:
            await asyncio.to_thread(self._sign_in.forget)
        except LiveDeskError as error:
            self.sign_in_refused.emit(error)
        self._way.look_again()
        self.signed_out.emit()


def _unexpected(error: Exception) -> LiveDeskError:
    return LiveDeskError(
        "The sign-in failed in a way that LiveDesk does not know.",
        "Check the address and try again.",
        detail=type(error).__name__,
    )
