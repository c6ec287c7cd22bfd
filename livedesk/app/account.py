"""Whose server a talk goes to: Gemini with the person's key, or the practice server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from livedesk.app.practice_connector import PracticeConnector
from livedesk.app.token_connector import MOST_AGE_S, TokenConnector
from livedesk.core.clock import SystemClock
from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.session_policy import SessionPolicy
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.environment import find_base_url, find_credential
from livedesk.credentials.keyring_store import SIGN_IN_ACCOUNT, KeyringStore
from livedesk.credentials.sign_in import SignIn
from livedesk.credentials.token_server import TokenServer
from livedesk.loopback.embedded import EmbeddedServer
from livedesk.session.connection import Connector
from livedesk.session.gemini.connector import Endpoint, GeminiConnector


@dataclass(frozen=True, slots=True)
class Account:
    """For the person: where the talk goes, and by whose leave.

    Attributes:
        is_practice: it is the practice server inside LiveDesk; no AI, no cost.
        origin: where the key was found, such as a variable's name.
        server: another server's address, "" for Google's.
        source: what kind of place ``origin`` is; None without a key.
        is_own: the person chose it here; else the environment did.
    """

    is_practice: bool
    origin: str = ""
    server: str = ""
    source: CredentialSource | None = None
    is_own: bool = True


PRACTICE = Account(is_practice=True)


def account_of(
    credential: Credential | None, base_url: str | None, token_server: str = ""
) -> Account:
    """What a talk with ``credential``, else by a token server, at ``base_url`` is."""
    if credential is None and token_server:
        return Account(False, token_server, base_url or "", CredentialSource.TOKEN_SERVER)
    if credential is None and base_url is None:
        return PRACTICE
    if credential is None:
        return Account(is_practice=False, origin="no key", server=base_url or "")
    return Account(False, credential.origin, base_url or "", credential.source)


def connector_of(
    credential: Credential | None,
    base_url: str | None,
    practice: PracticeConnector,
    token_server: TokenServer | None = None,
) -> Connector:
    """The way to the server of such a talk."""
    if credential is None and token_server is not None:
        return TokenConnector(token_server, base_url, SystemClock().now_s)
    if credential is None and base_url is None:
        return practice
    if credential is None:
        # A server of the person's own may well add the key itself; the SDK insists on some key.
        credential = Credential(Secret("none"), CredentialSource.ENVIRONMENT, "no key")
    return GeminiConnector(credential, Endpoint(base_url=base_url))


def choose_account(
    environment: Mapping[str, str],
    server: EmbeddedServer,
    keyring: KeyringStore | None = None,
    token_url: str = "",
) -> tuple[Account, Connector]:
    """Gemini where ``environment`` or ``keyring`` hold a key, or a token server is known.

    Else the practice server. ``token_url`` is the token server of the settings.

    May take long: the system may ask the person to unlock the keyring.

    Raises:
        KeyringUnsuitedError: the key should be in ``keyring``, which cannot be opened.
    """
    base_url = find_base_url(environment)
    if keyring is None:
        credential = find_credential(environment)
    else:
        credential = KeyChain(environment, keyring).find()
    token_server = None
    if credential is None:
        place = (keyring or KeyringStore()).beside(SIGN_IN_ACCOUNT)
        token_server = SignIn(environment, token_url, place).find()
    account = account_of(credential, base_url, token_server.url if token_server else "")
    return account, connector_of(credential, base_url, PracticeConnector(server), token_server)


def policy_for(account: Account, policy: SessionPolicy) -> SessionPolicy:
    """Connections that are opened by tokens are left before these run out."""
    if account.source is not CredentialSource.TOKEN_SERVER:
        return policy
    return replace(policy, max_age_s=min(policy.max_age_s, MOST_AGE_S))
