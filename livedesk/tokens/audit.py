"""Who asked, and what came of it: one JSON object a line, without secrets."""

from __future__ import annotations

import hashlib
import json
import sys
from datetime import datetime
from typing import TextIO

from livedesk.core.credential import Secret


class Audit:
    """Writes to ``stream``, by default standard output, where the service manager keeps it."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout

    def note(self, at: datetime, **facts: object) -> None:
        """One line; ``facts`` must hold no secret."""
        line = json.dumps({"at": at.isoformat(timespec="milliseconds")} | facts)
        self._stream.write(f"{line}\n")
        self._stream.flush()


def name_of(token: Secret) -> str:
    """What a token is called where it may be read: nobody finds the token by that."""
    return hashlib.sha256(token.reveal().encode()).hexdigest()[:16]
