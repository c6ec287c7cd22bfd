"""A transcript as Markdown: readable as it is, and safe, for what was said is never markup."""

from __future__ import annotations

import re

from livedesk.transcript.export import wording
from livedesk.transcript.model import Entry, Notice, Record, ToolEntry, Utterance

_MARKUP = re.compile(r"([\\`*_\[\]<>~|&])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
_FIXED_BLANK = "\u00a0"
_BLOCK_MARKUP = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)]))", re.MULTILINE)


def render(record: Record) -> str:
    """The whole transcript."""
    # Signs at the end of a heading would be taken for the end of its markup.
    head = ["# " + re.sub(r"(?<!\\)#", r"\\#", _in_line(wording.title(record)))]
    facts = [f"Started {wording.day_and_minute(record.started_at)}"]
    facts += [f"{label}: {_in_line(value)}" for label, value in wording.setting(record)]
    head.append(" · ".join(facts))
    return "\n\n".join([*head, *entries_as_markdown(record.entries)]) + "\n"


def entries_as_markdown(entries: tuple[Entry, ...]) -> list[str]:
    """One block for each entry that is worth it."""
    return [_block(entry) for entry in entries if wording.is_worth_saving(entry)]


def part_of(entry: Entry, text: str) -> str:
    """A part of what stands in ``entry``, with who said it and when."""
    if not isinstance(entry, Utterance):
        return _quoted(escape(text.strip()))
    time = wording.time_of_day(entry.started_at)
    return f"**{wording.NAMES[entry.speaker]}** · {time}\n\n{escape(text.strip())}"


def escape(text: str) -> str:
    """``text`` so that Markdown shows it as it is, its lines kept.

    Blanks before a line would make code of it, so they become blanks that do not break.
    """
    lines = [line.rstrip() for line in _LINE_END.split(text)]
    escaped = _MARKUP.sub(r"\\\1", "\n".join(lines).strip("\n"))
    escaped = _BLOCK_MARKUP.sub(_escape_block, escaped)
    escaped = _INDENT.sub(lambda m: m[0].expandtabs(4).replace(" ", _FIXED_BLANK), escaped)
    return re.sub(r"\n+", lambda m: "\\\n" if len(m[0]) == 1 else "\n\n", escaped)


def _in_line(text: str) -> str:
    """As ``escape``, in one line."""
    return escape(" ".join(text.split()))


def _quoted(escaped: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in escaped.split("\n"))


def _escape_block(match: re.Match[str]) -> str:
    sign = match[2]
    return f"{match[1]}{sign}\\" if sign.isdigit() else f"{match[1]}\\{sign}"


def _block(entry: Entry) -> str:
    time = wording.time_of_day(entry.started_at)
    match entry:
        case Utterance():
            typed = " · typed" if entry.is_typed else ""
            said = f"**{wording.NAMES[entry.speaker]}** · {time}{typed}\n\n{_words(entry)}"
            pages = [f"- {_in_line(title)}: {_address(url)}" for title, url in wording.pages(entry)]
            return "\n\n".join([said, "\n".join(pages)]) if pages else said
        case ToolEntry():
            lines = [f"> **Tool** · {time} · {_in_line(wording.tool_line(entry))}"]
            lines += [f"> {_in_line(k)}: {_code(v)}" for k, v in wording.tool_content(entry)]
            return "  \n".join(lines)
        case Notice():
            return _quoted(f"**Note** · {time} · {escape(entry.text)}")


def _words(entry: Utterance) -> str:
    parts = [escape(entry.text)] if entry.text.strip() else []
    if entry.unheard.strip():
        parts.append(f"— ~~{_in_line(entry.unheard)}~~ *(interrupted, not heard)*")
    elif entry.was_cut:
        parts.append("— *(interrupted)*")
    return " ".join(parts)


def _address(url: str) -> str:
    """A link that shows where it leads; what is no page of the web is text."""
    is_page = url.startswith(("https://", "http://")) and not re.search(r"[\s<>]", url)
    return f"<{url}>" if is_page else _in_line(url)


def _code(text: str) -> str:
    """``text`` as code inside a quote, however many backticks it holds."""
    lines = _LINE_END.split(text)
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    if len(lines) > 1:
        fence = "`" * max(3, longest + 1)
        return "\n".join(f"> {line}".rstrip() for line in ("", "", fence, *lines, fence))[3:]
    if not text.strip():
        return _in_line(text)
    fence = "`" * (longest + 1)
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
