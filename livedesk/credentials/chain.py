"""Where a key is looked for, first to last: environment, this run, the system's keyring."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from livedesk.core.credential import Credential, CredentialSource, Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.environment import find_credential
from livedesk.credentials.keyring_store import KeyringStore


@dataclass(frozen=True, slots=True)
class Kept:
    """How a key was kept.

    Attributes:
        credential: it, with where it is now.
        problem: why it is held for this run only; None when it is in the keyring.
    """

    credential: Credential
    problem: KeyringUnsuitedError | None


class KeyChain:
    """Finds, keeps and forgets the person's key.

    What asks the keyring may take long: call it from a thread. ``is_kept`` says that a key was put
    into the keyring earlier.
    """

    def __init__(
        self, environment: Mapping[str, str], keyring: KeyringStore, *, is_kept: bool = False
    ) -> None:
        self._from_environment = find_credential(environment)
        self._held: Credential | None = None
        self._keyring = keyring
        self._is_kept = is_kept
        self._lock = threading.Lock()

    def at_hand(self) -> Credential | None:
        """The key that can be had without asking the keyring, or None."""
        return self._from_environment or self._held

    def find(self) -> Credential | None:
        """The key, or None. Asks the keyring where none is at hand.

        Raises:
            KeyringUnsuitedError: the keyring cannot be opened.
        """
        with self._lock:
            return self.at_hand() or self._keyring.load()

    def keep(self, secret: Secret) -> Kept:
        """Keep ``secret`` in the keyring, or for this run where that is not safe."""
        with self._lock:
            try:
                self._keyring.save(secret)
            except KeyringUnsuitedError as problem:
                self._held = Credential(secret, CredentialSource.THIS_RUN, "this run")
                return Kept(self._held, problem)
            self._held, self._is_kept = None, True
        return Kept(
            Credential(secret, CredentialSource.KEYRING, "the system's keyring"), problem=None
        )

    def forget(self) -> None:
        """Forget the held key and the one in the keyring; the environment is not ours.

        Raises:
            KeyringUnsuitedError: the one in the keyring may still be there.
        """
        with self._lock:
            held, self._held = self._held, None
            if held is None or self._is_kept:
                self._keyring.remove()
            self._is_kept = False
