"""What the writer asks of whoever opens its file."""

from __future__ import annotations

import sqlite3
from typing import Protocol

from livedesk.core.errors import StoreError


class Opening(Protocol):
    """Opens the database for the writer, and repairs what can be repaired."""

    owner: str

    def is_running(self, owner: str) -> bool:
        """Whether the LiveDesk of that name holds its conversations still."""
        ...

    def open(self) -> sqlite3.Connection:
        """A connection; raises StoreError."""
        ...

    def is_moved(self) -> bool:
        """Whether what was opened does not lie there any more."""
        ...

    def leave_moved(self, connection: sqlite3.Connection) -> None:
        """Close it, so that ``open`` opens what lies there now."""
        ...

    def replace_damaged(self, error: StoreError) -> None:
        """Put the damaged file aside, so that ``open`` makes a new one; raises StoreError."""
        ...

    def close(self, connection: sqlite3.Connection | None) -> None:
        """Give everything back; ``connection`` is None where there was none at the end."""
        ...
