"""Whose server a talk goes to: Gemini with the person's key, or the practice server."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from livedesk.app.practice_connector import PracticeConnector
from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.credentials.chain import KeyChain
from livedesk.credentials.environment import find_base_url, find_credential
from livedesk.credentials.keyring_store import KeyringStore
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
    """

    is_practice: bool
    origin: str = ""
    server: str = ""
    source: CredentialSource | None = None


PRACTICE = Account(is_practice=True)


def account_of(credential: Credential | None, base_url: str | None) -> Account:
    """What a talk with ``credential`` at ``base_url`` is."""
    if credential is None and base_url is None:
        return PRACTICE
    if credential is None:
        return Account(is_practice=False, origin="no key", server=base_url or "")
    return Account(False, credential.origin, base_url or "", credential.source)


def connector_of(
    credential: Credential | None, base_url: str | None, practice: PracticeConnector
) -> Connector:
    """The way to the server of such a talk."""
    if credential is None and base_url is None:
        return practice
    if credential is None:
        # A server of the person's own may well add the key itself; the SDK insists on some key.
        credential = Credential(Secret("none"), CredentialSource.ENVIRONMENT, "no key")
    return GeminiConnector(credential, Endpoint(base_url=base_url))


def choose_account(
    environment: Mapping[str, str], server: EmbeddedServer, keyring: KeyringStore | None = None
) -> tuple[Account, Connector]:
    """Gemini where ``environment`` or ``keyring`` hold a key, else the practice server.

    May take long: the system may ask the person to unlock the keyring.

    Raises:
        KeyringUnsuitedError: the key should be in ``keyring``, which cannot be opened.
    """
    base_url = find_base_url(environment)
    if keyring is None:
        credential = find_credential(environment)
    else:
        credential = KeyChain(environment, keyring).find()
    account = account_of(credential, base_url)
    return account, connector_of(credential, base_url, PracticeConnector(server))
