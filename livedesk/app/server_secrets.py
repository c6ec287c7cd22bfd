"""The secrets of MCP servers: in the system's keyring, or in this run where there is none."""

from __future__ import annotations

import json
from collections.abc import Mapping

from livedesk.core.credential import Secret
from livedesk.core.errors import KeyringUnsuitedError
from livedesk.credentials.keyring_store import KeyringStore


class ServerSecrets:
    """One entry of the keyring for each server. Every call may take long: call from a thread."""

    def __init__(self, keyring: KeyringStore) -> None:
        self._keyring = keyring
        self._this_run: dict[str, Mapping[str, Secret]] = {}

    def load(self, server: str) -> Mapping[str, Secret]:
        """What was kept for ``server``; nothing where nothing was.

        Raises:
            KeyringUnsuitedError: the keyring cannot be opened.
        """
        if server in self._this_run:
            return self._this_run[server]
        kept = self._place(server).load()
        if kept is None:
            return {}
        try:
            values = json.loads(kept.secret.reveal())
        except ValueError:  # somebody else wrote there
            return {}
        if not isinstance(values, dict):
            return {}
        return {str(name): Secret(str(value)) for name, value in values.items()}

    def save(self, server: str, secrets: Mapping[str, Secret]) -> None:
        """Keep ``secrets`` instead of what was kept.

        Raises:
            KeyringUnsuitedError: they are held for this run only.
        """
        if not secrets:
            self.remove(server)
            return
        values = {name: secret.reveal() for name, secret in secrets.items()}
        self._this_run[server] = dict(secrets)
        self._place(server).save(Secret(json.dumps(values)))
        del self._this_run[server]

    def remove(self, server: str) -> None:
        """Forget them. A keyring that cannot be opened is left as it is. Idempotent."""
        if self._this_run.pop(server, None) is not None:
            return
        try:
            self._place(server).remove()
        except KeyringUnsuitedError:
            return

    def _place(self, server: str) -> KeyringStore:
        return self._keyring.beside(f"MCP server {server}")
