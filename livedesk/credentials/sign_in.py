"""At which token server one is signed in: the environment's, or one of the person's own."""

from __future__ import annotations

from collections.abc import Mapping

from livedesk.core.credential import Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.device_sign_in import DeviceSignIn, Grant
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.credentials.renewal import GrantRenewal, kept_renewal
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
        self._held: TokenServer | None = None
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
        if self._held is not None:
            return self._held
        kept = self._keyring.load()
        if kept is None:
            return TokenServer(self._url)
        renewal = kept_renewal(kept.secret, self._keep_renewed)
        if renewal is not None:
            return TokenServer(self._url, renewal=renewal)
        return TokenServer(self._url, kept.secret)

    def keep(self, server: TokenServer) -> KeyringUnsuitedError | None:
        """Sign in at ``server`` from now on; returns why that holds for this run only, or None."""
        self._url, self._held = server.url, server
        try:
            # What one signed in by elsewhere is never sent to this server.
            self._keyring.remove()
            if (secret := _to_keep(server)) is not None:
                self._keyring.save(secret)
                self._held = None
        except KeyringUnsuitedError as problem:
            return problem if _to_keep(server) is not None else None
        return None

    def by_grant(self, url: str, issuer: DeviceSignIn, grant: Grant) -> TokenServer:
        """The server at ``url`` by a sign-in that is renewed; still to be kept."""
        renewal = GrantRenewal(issuer, grant, grant.refresh, self._keep_renewed)
        return TokenServer(url, renewal=renewal)

    def forget(self) -> None:
        """Sign out.

        Raises:
            KeyringUnsuitedError: what one signed in by may still be in the keyring.
        """
        held, self._held, self._url = self._held, None, ""
        if held is None:
            self._keyring.remove()

    def _keep_renewed(self, renewal: GrantRenewal) -> None:
        if not self._url:
            return  # signed out meanwhile
        self.keep(TokenServer(self._url, renewal=renewal))


def _to_keep(server: TokenServer) -> Secret | None:
    if isinstance(server.renewal, GrantRenewal):
        return server.renewal.to_keep()
    return server.bearer
