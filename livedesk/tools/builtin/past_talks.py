"""Looks through what was said in other conversations."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from livedesk.core.tool_types import Risk
from livedesk.tools.from_function import tool_from
from livedesk.tools.tool import Tool

_MOST_FINDS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """A find: the words around it, whose they are, and in which conversation."""

    text: str
    speaker: str
    conversation: str
    said_at: datetime


# Words and the most finds → the finds, the newest first.
Find = Callable[[str, int], Awaitable[Sequence[Said]]]


def past_talks(find: Find) -> Tool:
    """The tool ``search_conversations``."""

    async def search_conversations(words: str) -> dict[str, object]:
        """What was said about something in former conversations with the person.

        Args:
            words: all of them stand in what is found.
        """
        finds = await find(words, _MOST_FINDS)
        listed = [
            {
                "text": one.text,
                "speaker": one.speaker,
                "conversation": one.conversation,
                "said_at": one.said_at.isoformat(timespec="minutes"),
            }
            for one in finds
        ]
        said = f"{finds[0].conversation}: {finds[0].text}" if finds else "Nothing was found."
        return {"finds": listed, "summary": said}

    return tool_from(search_conversations, Risk.READS)
