"""A transcript as SubRip subtitles: times on the conversation's clock, to go with its sound."""

from __future__ import annotations

import re

from livedesk.transcript.export.cues import cues
from livedesk.transcript.export.wording import NAMES
from livedesk.transcript.model import Record

# Unicode's word joiner: no width, and no place to break a line.
_JOINER = "\u2060"
_MARKUP = re.compile(r"[<{](?=\S)|\\(?=[Nnh])")
# The last moment that every player's four places for hours can name.
_MOST_S = 9_999 * 3_600.0
_MS_PER_H, _MS_PER_MIN, _MS_PER_S = 3_600_000, 60_000, 1_000


def render(record: Record) -> str:
    """All that was heard."""
    blocks = []
    for number, cue in enumerate(cues(record), 1):
        span = f"{timestamp(cue.begin_s, ',')} --> {timestamp(cue.end_s, ',')}"
        text = "\n".join([f"{NAMES[cue.speaker]}: {cue.lines[0]}", *cue.lines[1:]])
        blocks.append(f"{number}\n{span}\n{_as_text(text)}\n")
    return "\n".join(blocks)


def _as_text(text: str) -> str:
    """``text`` so that players show it as it is; SubRip has no way to write its own markup.

    Tags, in angle brackets or in braces, are none with an invisible sign in them, and an arrow
    would be taken for a line of times.
    """
    return _MARKUP.sub(rf"\g<0>{_JOINER}", text.replace("-->", "→"))


def timestamp(seconds: float, point: str) -> str:
    """Such as ``01:02:03,456``."""
    ms = round(max(0.0, min(seconds, _MOST_S)) * _MS_PER_S)
    hours, ms = divmod(ms, _MS_PER_H)
    minutes, ms = divmod(ms, _MS_PER_MIN)
    whole_s, ms = divmod(ms, _MS_PER_S)
    return f"{hours:02}:{minutes:02}:{whole_s:02}{point}{ms:03}"
