"""A conversation to be looked at: both sides, a tool, a barge-in, a notice."""

from __future__ import annotations

from datetime import timedelta

from helpers.still_clock import StillClock

from livedesk.core.speakers import Speaker
from livedesk.transcript.model import (
    Entry,
    Notice,
    NoticeKind,
    ToolEntry,
    ToolState,
    Transcript,
    Utterance,
)

_HELD = (
    (Speaker.USER, "What time is it in Lisbon?"),
    ("local_time", 12.0),
    (Speaker.ASSISTANT, "It is two minutes past ten in the morning, a Monday."),
    (Speaker.USER, "Thank you. Tell me a long story, please."),
    (
        Speaker.ASSISTANT,
        "Once upon a time, in a village by the sea, there lived a clockmaker whose clocks never "
        "agreed. People came from far away to hear them strike, one after the other, all "
        "through the afternoon.",
    ),
    (Speaker.USER, "Wait, a moment. Why did they not agree?"),
    (
        Speaker.ASSISTANT,
        "Because each of them kept the time of another town, and he could not bear to tell them "
        "that they were wrong.",
    ),
    (NoticeKind.RECONNECTED, "The connection was made again. The conversation goes on."),
    (Speaker.USER, "That is a good answer."),
)
_CUT = 4
_UNHEARD = " On the first day of spring a stranger arrived, with a watch that had no hands."


def empty_transcript() -> Transcript:
    """Nothing was said yet."""
    return Transcript(StillClock())


def demo_transcript() -> Transcript:
    """Something was said."""
    transcript = empty_transcript()
    for number, held in enumerate(_HELD):
        transcript.append(_entry(number, held))
    return transcript


def _entry(number: int, held: tuple[object, object]) -> Entry:
    at = StillClock().wall_time() + timedelta(seconds=9 * number)
    match held:
        case (Speaker() as speaker, str(text)):
            cut = number == _CUT
            unheard = _UNHEARD if cut else ""
            return Utterance(
                number, speaker, text, at, 9.0 * number, True, unheard=unheard, was_cut=cut
            )
        case (str(name), float(duration_ms)):
            return ToolEntry(
                number,
                f"call-{number}",
                name,
                {"city": "Lisbon"},
                at,
                ToolState.SUCCEEDED,
                {"time": "10:02", "zone": "Europe/Lisbon"},
                duration_ms=duration_ms,
            )
        case (NoticeKind() as kind, str(text)):
            return Notice(number, kind, text, at)
    raise AssertionError(held)
