"""Which conversations are asked for, as a condition of a query. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from livedesk.transcript.store.rows import microseconds


@dataclass(frozen=True, slots=True)
class Filters:
    """Every part narrows; None asks nothing.

    Attributes:
        since: began at this moment or later.
        before: began earlier than this moment.
    """

    since: datetime | None = None
    before: datetime | None = None
    voice: str | None = None
    mode: str | None = None
    has_audio: bool | None = None
    conversation: str | None = None

    @property
    def ask_nothing(self) -> bool:
        """Whether every conversation is asked for."""
        return self == Filters()

    def condition(self) -> tuple[str, list[Any]]:
        """A condition on ``conversation c`` without the deleted ones, and its values."""
        parts, values = ["c.deleted_us IS NULL"], []
        for part, value in (
            ("c.started_us >= ?", None if self.since is None else microseconds(self.since)),
            ("c.started_us < ?", None if self.before is None else microseconds(self.before)),
            ("c.voice = ? COLLATE NOCASE", self.voice),
            ("c.mode = ? COLLATE NOCASE", self.mode),
            ("c.uuid = ?", self.conversation),
        ):
            if value is not None:
                parts.append(part)
                values.append(value)
        if self.has_audio is not None:
            parts.append("(c.id IN (SELECT conversation_id FROM recording)) = ?")
            values.append(int(self.has_audio))
        return " AND ".join(parts), values
