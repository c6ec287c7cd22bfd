"""A transcript as SubRip subtitles: times on the conversation's clock, to go with its sound."""

from __future__ import annotations

import re

from livedesk.transcript.export.cues import cues
from livedesk.transcript.export.wording import NAMES
from livedesk.transcript.model import Record

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
    """SubRip has no escapes, so what players take for times, tags or commands is put otherwise."""
    text = text.replace("-->", "→")
    text = re.sub(r"<(?=/?[A-Za-z])", "‹", text)
    return re.sub(r"\{(?=\\|[a-z]:)", "(", text)


def timestamp(seconds: float, point: str) -> str:
    """Such as ``01:02:03,456``."""
    ms = round(seconds * _MS_PER_S)
    hours, ms = divmod(ms, _MS_PER_H)
    minutes, ms = divmod(ms, _MS_PER_MIN)
    whole_s, ms = divmod(ms, _MS_PER_S)
    return f"{hours:02}:{minutes:02}:{whole_s:02}{point}{ms:03}"
