"""Tables that the person hands over, and what was found out about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import Protocol

from livedesk.core.exhibits import Exhibit
from livedesk.core.tool_types import JsonObject


class DataKind(Enum):
    """How a table is written down; the value is its media type."""

    CSV = "text/csv"
    JSON = "application/json"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class DataFile:
    """A table as it was when it was handed over: what happens to the file later is of no matter.

    Attributes:
        name: the file's name without its folder.
        kind: how it is written down.
        content: all of its bytes.
    """

    name: str
    kind: DataKind
    content: bytes = field(repr=False)

    @property
    def size_bytes(self) -> int:
        """How large it is."""
        return len(self.content)


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found out.

    Attributes:
        output: JSON object for the model, to speak about.
        exhibits: code, tables and plots for the person.
    """

    output: JsonObject = field(hash=False)
    exhibits: tuple[Exhibit, ...] = ()


class Analyser(Protocol):
    """Finds out about tables. Runs in a task of its own and may be cancelled at any await."""

    async def analyse(self, question: str, file: DataFile) -> Analysis:
        """Answer ``question`` about ``file``.

        Raises:
            LiveDeskError: it cannot, with a sentence for the person and the model.
        """
        ...
