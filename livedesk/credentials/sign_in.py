"""At which token server one is signed in: the environment's, or one of the person's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from livedesk.core.credential import Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.credentials.token_server import TokenServer, find_token_server


class SignIn:
    """Knows the server, and keeps what one signs in by in ``keyring`` or for this run.

    What asks the keyring may take long: call it from a thread, one call at a time.

    Args:
        environment: names a server before all.
        url: of the server that was chosen earlier; "" for none.
        keyring: holds the bearer for it.
    """

    def __init__(self, environment: Mapping[str, str], url: str, keyring: KeyringStore) -> None:
        self._from_environment = find_token_server(environment)
        self._url = url
        self._held: Secret | None = None
        self._keyring = keyring

    @property
    def is_of_environment(self) -> bool:
        """Whether the environment names the server."""
        return self._from_environment is not None

    @property
    def url(self) -> str:
        """The server's address; "" where there is none."""
        return self._from_environment.url if self._from_environment else self._url

    def find(self) -> TokenServer | None:
        """The server with what one signs in by.

        Raises:
            KeyringUnsuitedError: the keyring cannot be opened.
        """
        if self._from_environment is not None or not self._url:
            return self._from_environment
        server = TokenServer(self._url)
        if self._held is not None:
            return replace(server, bearer=self._held)
        kept = self._keyring.load()
        return replace(server, bearer=kept.secret if kept is not None else None)

    def keep(self, server: TokenServer) -> KeyringUnsuitedError | None:
        """Sign in at ``server`` from now on; returns why that holds for this run only, or None."""
        self._url, self._held = server.url, None
        if server.bearer is None:
            return None
        try:
            self._keyring.save(server.bearer)
        except KeyringUnsuitedError as problem:
            self._held = server.bearer
            return problem
        return None

    def forget(self) -> None:
        """Sign out.

        Raises:
            KeyringUnsuitedError: what one signed in by may still be in the keyring.
        """
        held, self._held, self._url = self._held, None, ""
        if held is None:
            self._keyring.remove()
