"""What of an entry's look depends on its place and state."""

from __future__ import annotations

from livedesk.core.speakers import Speaker
from livedesk.transcript.heard import HeardSoFar
from livedesk.transcript.model import Entry, Notice, NoticeKind, ToolEntry, ToolState, Utterance
from livedesk.ui.panels.transcript.page import Page
from livedesk.ui.panels.transcript.words import utf16_length

_ICON_ROLES = {
    NoticeKind.AUDIO_LOST: "warning",
    NoticeKind.ANSWER_BROKEN: "warning",
    NoticeKind.ERROR: "danger",
}
# Further back nobody looks for the time of an entry.
_ROWS_BACK = 8


def name_role(entry: Entry) -> str:
    """The colour role of who speaks."""
    if not isinstance(entry, Utterance):
        return "muted"
    return "you" if entry.speaker is Speaker.USER else "assistant"


def icon_role(entry: Entry) -> str:
    """The colour role of a card's icon."""
    match entry:
        case ToolEntry(state=ToolState.FAILED):
            return "danger"
        case Notice(kind=kind):
            return _ICON_ROLES.get(kind, "muted")
        case _:
            return "muted"


def shown_time(page: Page, row: int) -> str:
    """The time of an utterance, unless the one before it was in the same minute."""
    entry = page.entry(row)
    if not isinstance(entry, Utterance):
        return ""
    time = entry.started_at.strftime("%H:%M")
    for earlier in range(row - 1, max(-1, row - 1 - _ROWS_BACK), -1):
        before = page.entry(earlier)
        if isinstance(before, Utterance):
            return "" if before.started_at.strftime("%H:%M") == time else time
    return time


def coming_from(entry: Entry, heard: HeardSoFar | None) -> int | None:
    """From which position on the words of ``entry`` are still to be spoken; None if none are."""
    if heard is None or not isinstance(entry, Utterance) or entry.speaker is Speaker.USER:
        return None
    if entry.entry_id == heard.entry_id:
        return utf16_length(entry.text[: heard.n_characters])
    return 0 if entry.entry_id > heard.entry_id else None
