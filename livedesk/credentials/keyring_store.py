"""The API key in the operating system's keyring.

The only importer of ``keyring``. Every call may take long: the system may ask the person to unlock
the keyring. So call from a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.core.log import get_logger

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_log = get_logger("credentials")

SERVICE = "LiveDesk"
ACCOUNT = "Gemini API key"
SIGN_IN_ACCOUNT = "Token server sign-in"

# Backends that keep secrets in the clear or not at all, by the start of their class's full name.
_UNSAFE = ("keyrings.alt.", "keyring.backends.null.", "keyring.backends.fail.")
# What this program does not recognise has to call itself usable: keyring's own scale starts at 1.
_LEAST_PRIORITY = 1.0


class KeyringStore:
    """Keeps one secret in ``backend``, by default whatever the system offers."""

    def __init__(self, backend: KeyringBackend | None = None, account: str = ACCOUNT) -> None:
        self._backend = backend
        self._account = account

    def beside(self, account: str) -> KeyringStore:
        """The place for another secret in the same keyring."""
        return KeyringStore(self._backend, account)

    def name(self) -> str:
        """What the person knows the keyring as.

        Raises:
            KeyringUnsuitedError: there is none in which a key is safe.
        """
        return str(self._suited().name).split(" ")[0]

    def load(self) -> Credential | None:
        """The key that was kept, or None.

        Raises:
            KeyringUnsuitedError: there is no keyring, or it cannot be opened.
        """
        backend = self._suited()
        value = _ask(lambda: backend.get_password(SERVICE, self._account))
        if not value:
            return None
        return Credential(Secret(value), CredentialSource.KEYRING, "the system's keyring")

    def save(self, secret: Secret) -> None:
        """Keep ``secret``; the one before is forgotten.

        Raises:
            KeyringUnsuitedError: it is not kept.
        """
        backend = self._suited()
        _ask(lambda: backend.set_password(SERVICE, self._account, secret.reveal()))

    def remove(self) -> None:
        """Forget the key. Idempotent; where there is no safe keyring, none was ever kept.

        Raises:
            KeyringUnsuitedError: it may still be there.
        """
        try:
            backend = self._suited()
        except KeyringUnsuitedError:
            return
        if _ask(lambda: backend.get_password(SERVICE, self._account)) is not None:
            _ask(lambda: backend.delete_password(SERVICE, self._account))

    def _suited(self) -> KeyringBackend:
        if self._backend is None:
            # Imported here: it looks for every backend there may be, a tenth of a second.
            import keyring

            self._backend = keyring.get_keyring()
        backend = self._backend
        kind = f"{type(backend).__module__}.{type(backend).__qualname__}"
        if kind.startswith(_UNSAFE):
            raise _unsuited(f"{kind} is no safe place")
        # The chainer asks its members in order; the best of them decides.
        if float(backend.priority) < _LEAST_PRIORITY:
            raise _unsuited(f"{kind} has priority {backend.priority}")
        return backend


def _ask(question: Callable[[], str | None]) -> str | None:
    """What the keyring answers, its failures as ours.

    The system's own libraries raise whatever they like, from D-Bus errors to OSError.
    """
    try:
        return question()
    except Exception as failure:  # noqa: BLE001 - translated; its text might hold the secret
        _log.info("the keyring failed: %s", type(failure).__name__)
        raise KeyringUnsuitedError(
            "The system's keyring could not be used.",
            "Unlock it and try again; until then a key is held for this run only.",
            detail=type(failure).__name__,
        ) from None


def _unsuited(detail: str) -> KeyringUnsuitedError:
    return KeyringUnsuitedError(
        "This system has no keyring in which a key would be safe.",
        "The key is held for this run only; on Linux, GNOME Keyring or KWallet keeps it.",
        detail=detail,
    )
