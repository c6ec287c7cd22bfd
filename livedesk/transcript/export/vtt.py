"""A transcript as WebVTT subtitles (https://www.w3.org/TR/webvtt1/), with the speakers' names."""

from __future__ import annotations

from livedesk.transcript.export.cues import cues
from livedesk.transcript.export.srt import timestamp
from livedesk.transcript.export.wording import NAMES
from livedesk.transcript.model import Record

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def render(record: Record) -> str:
    """All that was heard; no word of it is markup."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues(record), 1):
        span = f"{timestamp(cue.begin_s, '.')} --> {timestamp(cue.end_s, '.')}"
        text = "\n".join(cue.lines).translate(_ESCAPES)
        blocks.append(f"{number}\n{span}\n<v {NAMES[cue.speaker]}>{text}</v>\n")
    return "\n".join(blocks)
