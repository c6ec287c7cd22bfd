"""A keyring that is safe as long as the test runs."""

from __future__ import annotations

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given."""

    priority = 5  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class LockedKeyring(MemoryKeyring):
    """Nobody unlocks it; its words hold what they should not."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("Failed to unlock AQ.very-secret")

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)
