"""A transcript as plain text, one paragraph for each entry."""

from __future__ import annotations

from textwrap import indent

from livedesk.transcript.export import wording
from livedesk.transcript.model import Entry, Notice, Record, ToolEntry, Utterance


def render(record: Record) -> str:
    """The whole transcript."""
    head = [wording.title(record), f"Started: {wording.day_and_minute(record.started_at)}"]
    head += [f"{label}: {value}" for label, value in wording.setting(record)]
    blocks = [_block(entry) for entry in record.entries if wording.is_worth_saving(entry)]
    return "\n\n".join(["\n".join(head), *blocks]) + "\n"


def _block(entry: Entry) -> str:
    time = wording.time_of_day(entry.started_at)
    match entry:
        case Utterance():
            typed = " (typed)" if entry.is_typed else ""
            said = f"[{time}] {wording.NAMES[entry.speaker]}{typed}: {_words(entry)}"
            return "\n".join([said, *(f"    {t}: {url}" for t, url in wording.pages(entry))])
        case ToolEntry():
            lines = [f"[{time}] Tool: {wording.tool_line(entry)}"]
            lines += [_part(label, value) for label, value in wording.tool_content(entry)]
            return "\n".join(lines)
        case Notice():
            return f"[{time}] Note: {entry.text}"


def _part(label: str, value: str) -> str:
    """One line; what has several stands below its label, so that columns stay columns."""
    if "\n" not in value:
        return f"    {label}: {value}"
    return f"    {label}:\n" + indent(value, "        ")


def _words(entry: Utterance) -> str:
    if entry.unheard:
        return f"{entry.text} — [interrupted, not heard: {entry.unheard}]".lstrip()
    return f"{entry.text} — [interrupted]" if entry.was_cut else entry.text
