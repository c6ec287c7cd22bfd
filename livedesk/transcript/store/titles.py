"""A title for a conversation that was given none: the first thing the person said. Pure."""

from __future__ import annotations

import re

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.spacing import last_boundary, tidy

_MAX_CHARACTERS = 60
_GREETING = re.compile(
    r"(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|guten (?:morgen|tag|abend))"
    r"(?: there)?\b[\s,.!]*",
    re.IGNORECASE,
)


def own_title(entry: Utterance) -> str:
    """The title that ``entry`` gives, or "" if it is not the person's or only a greeting."""
    if entry.speaker is not Speaker.USER:
        return ""
    text = tidy(_GREETING.sub("", entry.text, count=1)) if _greets(entry.text) else entry.text
    return shortened(text)


def shortened(text: str) -> str:
    """``text`` as a title."""
    text = tidy(text)
    if len(text) > _MAX_CHARACTERS:
        end = last_boundary(text, _MAX_CHARACTERS) or _MAX_CHARACTERS
        text = text[:end].rstrip(" ,;:–-") + "…"
    return text[:1].upper() + text[1:]


def _greets(text: str) -> bool:
    return _GREETING.match(text) is not None
