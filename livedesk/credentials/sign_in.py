"""At which token server one is signed in: the environment's, or one of the person's own."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from livedesk.core.credential import Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.device_sign_in import DeviceSignIn, Grant, Place
from livedesk.credentials.keyring_store import KeyringStore
from livedesk.credentials.renewal import GrantRenewal
from livedesk.credentials.token_server import TokenServer, find_token_server


class SignIn:
    """Knows the server, and keeps what one signs in by in ``keyring`` or for this run.

    What asks the keyring may take long: call it from a thread.

    Args:
        environment: names a server before all.
        url: of the server that was chosen earlier; "" for none.
        keyring: holds the bearer for it, or what renews the sign-in, each with the server's url.
    """

    def __init__(self, environment: Mapping[str, str], url: str, keyring: KeyringStore) -> None:
        self._from_environment = find_token_server(environment)
        self._url = url
        self._held: TokenServer | None = None
        self._keyring = keyring
        self._lock = threading.RLock()

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
        with self._lock:
            if self._from_environment is not None or not self._url:
                return self._from_environment
            if self._held is not None:
                return self._held
            kept = self._kept(self._url)
            if "refresh" in kept:
                renewal = self._renewal(self._url, kept)
                return TokenServer(self._url, renewal=renewal)
            bearer = kept.get("bearer")
            return TokenServer(self._url, Secret(bearer) if bearer else None)

    def keep(self, server: TokenServer) -> KeyringUnsuitedError | None:
        """Sign in at ``server`` from now on; returns why that holds for this run only, or None."""
        with self._lock:
            self._url, self._held = server.url, server
            entry = _entry(server)
            try:
                if entry is None:
                    self._keyring.remove()
                else:
                    self._keyring.save(entry)
                    self._held = None
            except KeyringUnsuitedError as problem:
                return problem
            return None

    def by_grant(self, url: str, issuer: DeviceSignIn, grant: Grant) -> TokenServer:
        """The server at ``url`` by a sign-in that is renewed; still to be kept."""
        shelf = _Shelf(self, url, issuer.place)
        renewal = GrantRenewal(issuer, grant, grant.refresh, shelf)
        return TokenServer(url, renewal=renewal)

    def forget(self) -> None:
        """Sign out.

        Raises:
            KeyringUnsuitedError: what one signed in by may still be in the keyring.
        """
        with self._lock:
            self._held, self._url = None, ""
            self._keyring.remove()

    def kept_refresh(self, url: str, place: Place) -> Secret | None:
        """What renews the sign-in at ``url`` by ``place`` in any window now; None for nothing."""
        with self._lock:
            kept = self._kept(url)
        is_same = {name: kept.get(name) for name in asdict(place)} == asdict(place)
        return Secret(kept["refresh"]) if is_same and "refresh" in kept else None

    def replace(self, url: str, old: Secret, renewal: GrantRenewal) -> None:
        """Keep a renewed sign-in where the one that it came from is kept."""
        with self._lock:
            if self._held is not None and self._held.renewal is renewal:
                return
            if self._url == url and self.kept_refresh(url, renewal.place) == old:
                self.keep(TokenServer(url, renewal=renewal))

    def _renewal(self, url: str, kept: dict[str, str]) -> GrantRenewal:
        place = Place(kept["issuer"], kept["client_id"], kept["scope"])
        shelf = _Shelf(self, url, place)
        return GrantRenewal(DeviceSignIn(place), None, Secret(kept["refresh"]), shelf)

    def _kept(self, url: str) -> dict[str, str]:
        """What the keyring holds for ``url``, and for no other server."""
        credential = self._keyring.load()
        try:
            kept = json.loads(credential.secret.reveal()) if credential else {}
        except ValueError:
            return {}
        is_ours = isinstance(kept, dict) and all(isinstance(v, str) for v in kept.values())
        return kept if is_ours and kept.get("url") == url and _is_whole(kept) else {}


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The keyring's entry for one server, as ``renewal.Shelf``."""

    sign_in: SignIn
    url: str
    place: Place

    def look(self) -> Secret | None:
        return self.sign_in.kept_refresh(self.url, self.place)

    def replace(self, old: Secret, renewal: GrantRenewal) -> None:
        # What cannot be kept holds for this run: the renewal itself knows it.
        with contextlib.suppress(KeyringUnsuitedError):
            self.sign_in.replace(self.url, old, renewal)


def _is_whole(kept: dict[str, str]) -> bool:
    return "refresh" not in kept or {"issuer", "client_id", "scope"} <= set(kept)


def _entry(server: TokenServer) -> Secret | None:
    renewal = server.renewal
    if isinstance(renewal, GrantRenewal) and renewal.refresh is not None:
        parts = {"url": server.url, **asdict(renewal.place), "refresh": renewal.refresh.reveal()}
        return Secret(json.dumps(parts))
    if server.bearer is not None:
        return Secret(json.dumps({"url": server.url, "bearer": server.bearer.reveal()}))
    return None
