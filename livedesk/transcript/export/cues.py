"""When each part of what was said is to be shown, for subtitles. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.model import Record
from livedesk.transcript.spacing import last_boundary

# Two lines of what players and television show.
LINE_CHARACTERS = 42
_MOST_CHARACTERS = 2 * LINE_CHARACTERS
# Brisk speech, where nobody knows how long it took; and the shortest time to read anything.
_CHARACTERS_PER_S = 16.0
_LEAST_S = 0.7


@dataclass(frozen=True, slots=True)
class Cue:
    """Some words; times in seconds since the conversation began, ``begin_s`` < ``end_s``."""

    begin_s: float
    end_s: float
    speaker: Speaker
    lines: tuple[str, ...]


def cues(record: Record) -> list[Cue]:
    """What was heard, in the order of time. Of a cut answer, only what was heard."""
    spoken = [e for e in record.entries if isinstance(e, Utterance) and e.text.strip()]
    spoken.sort(key=lambda entry: entry.offset_s)
    parts = [part for entry in spoken for part in _split(entry)]
    shown = []
    for cue, following in pairwise([*parts, None]):
        if cue is None:
            continue
        end_s = cue.end_s
        if following is not None and following.begin_s >= cue.begin_s + _LEAST_S:
            end_s = min(end_s, following.begin_s)
        shown.append(Cue(cue.begin_s, max(end_s, cue.begin_s + _LEAST_S), cue.speaker, cue.lines))
    return shown


def _split(entry: Utterance) -> list[Cue]:
    text = " ".join(entry.text.split())
    begin_s = max(0.0, entry.offset_s)
    known = entry.end_s is not None and entry.end_s > begin_s
    length_s = (entry.end_s or 0.0) - begin_s if known else len(text) / _CHARACTERS_PER_S
    length_s = max(length_s, _LEAST_S)
    found, done = [], 0
    for piece in _pieces(text, _MOST_CHARACTERS):
        from_s = begin_s + length_s * done / len(text)
        done = min(len(text), done + len(piece) + 1)
        until_s = begin_s + length_s * done / len(text)
        found.append(Cue(from_s, until_s, entry.speaker, tuple(_pieces(piece, LINE_CHARACTERS))))
    return found


def _pieces(text: str, most: int) -> list[str]:
    """``text`` in parts of at most ``most`` characters, broken between words if possible."""
    pieces = []
    while len(text) > most:
        end = last_boundary(text, most) or most
        pieces.append(text[:end].strip())
        text = text[end:].strip()
    return [*pieces, text] if text else pieces
