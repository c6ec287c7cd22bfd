"""A transcript as one HTML file that needs nothing else, and looks good printed.

What was said is text and never markup; the file may load nothing and run nothing.
"""

from __future__ import annotations

from base64 import b64encode
from html import escape

from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Exhibit, Picture
from livedesk.transcript.entries import Entry, Notice, ToolEntry, Utterance
from livedesk.transcript.export import wording
from livedesk.transcript.model import Record

_STYLE = """
:root { color-scheme: light dark; --ground: #f7f7f4; --surface: #fff; --text: #1c1d1f;
  --muted: #5a5c62; --line: #e3e2dc; --you: #2f5fd0; --assistant: #0b6e5a; }
@media (prefers-color-scheme: dark) { :root { --ground: #141518; --surface: #1c1e22;
  --text: #ecedee; --muted: #a9adb4; --line: #33363d; --you: #8ab0ff; --assistant: #5fd3b6; } }
body { background: var(--ground); color: var(--text); font: 16px/1.5 system-ui, sans-serif;
  max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
header { border-bottom: 1px solid var(--line); margin-bottom: 1.5rem; padding-bottom: .75rem; }
header p, time, small, .tool, .notice, footer { color: var(--muted); font-size: .85rem; }
article { margin: 0 0 1.1rem; break-inside: avoid; overflow-wrap: anywhere; }
article > div { white-space: pre-wrap; }
h2 { display: inline; font-size: .9rem; margin: 0 .5rem 0 0; }
.user { border-inline-start: 3px solid var(--you); padding-inline-start: .75rem; }
.user h2 { color: var(--you); }
.assistant { padding-inline-start: calc(.75rem + 3px); }
.assistant h2 { color: var(--assistant); }
.tool, .notice { border-inline-start: 3px solid var(--line); padding-inline-start: .75rem; }
pre { white-space: pre-wrap; margin: .25rem 0; font-size: .8rem; }
.tool p { margin: .5rem 0 .25rem; }
.set { background: var(--surface); border: 1px solid var(--line); border-radius: 6px;
  color: var(--text); padding: .5rem .75rem; }
a { color: var(--you); }
ul { margin: .25rem 0; padding-inline-start: 1.25rem; font-size: .85rem; }
s { color: var(--muted); }
img { max-width: 100%; height: auto; }
@page { margin: 2cm; }
@media print { :root { --ground: #fff; --surface: #fff; --text: #000; --muted: #444;
  --line: #bbb; --you: #1d4bb8; --assistant: #0b5a4a; } body { margin: 0; max-width: none;
  font-size: 11pt; } }
"""


def render(record: Record) -> str:
    """The whole transcript."""
    title = escape(wording.title(record))
    facts = [f"Started {wording.day_and_minute(record.started_at)}"]
    facts += [f"{label}: {value}" for label, value in wording.setting(record)]
    blocks = [_block(entry) for entry in record.entries if wording.is_worth_saving(entry)]
    policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            '<head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="generator" content="LiveDesk">',
            f"<title>{title}</title>",
            f"<style>{_STYLE}</style></head>",
            f'<body><header><h1 dir="auto">{title}</h1>',
            f"<p>{escape(' · '.join(facts))}</p></header><main>",
            *blocks,
            "</main></body></html>",
            "",
        ]
    )


def _block(entry: Entry) -> str:
    time = (
        f'<time datetime="{escape(entry.started_at.isoformat())}">'
        f"{wording.time_of_day(entry.started_at)}</time>"
    )
    match entry:
        case Utterance():
            typed = "<small> · typed</small>" if entry.is_typed else ""
            language = f' lang="{escape(entry.language_code)}"' if entry.language_code else ""
            return (
                f'<article class="{entry.speaker.value}"><h2>{wording.NAMES[entry.speaker]}</h2>'
                f'{time}{typed}<div dir="auto"{language}>{_words(entry)}</div>'
                f"{_sources(entry.sources + entry.suggestions)}</article>"
            )
        case ToolEntry():
            content = "".join(_part(*part) for part in wording.tool_content(entry))
            name = escape(wording.tool_line(entry))
            pictures = "".join(map(_picture, entry.exhibits))
            return f'<article class="tool">Tool · {time} · {name}{content}{pictures}</article>'
        case Notice():
            return f'<article class="notice">{time} · {escape(entry.text)}</article>'


def _part(label: str, value: str) -> str:
    """One line; what has several, such as code or a table, stands below its label as it was set."""
    if "\n" not in value:
        return f'<pre dir="auto">{escape(label)}: {escape(value)}</pre>'
    # Directly behind the tag one line end would be left out.
    return f'<p>{escape(label)}</p><pre class="set" dir="auto">\n{escape(value)}</pre>'


def _picture(exhibit: Exhibit) -> str:
    if not isinstance(exhibit, Picture):
        return ""  # it stands among the content
    source = f"data:image/png;base64,{b64encode(exhibit.png).decode('ascii')}"
    return f'<img src="{source}" alt="{escape(exhibit.caption)}">'


def _words(entry: Utterance) -> str:
    text = escape(entry.text)
    if entry.unheard:
        return f'{text} — <s title="interrupted, not heard">{escape(entry.unheard)}</s>'
    return f"{text} — <em>interrupted</em>" if entry.was_cut else text


def _sources(sources: tuple[GroundingSource, ...]) -> str:
    """Where each link leads stands beside it; only pages of the web become links."""
    if not sources:
        return ""
    items = []
    for source in sources:
        title, url = escape(source.title or source.url), escape(source.url)
        is_page = source.url.startswith(("https://", "http://"))
        link = f'<a href="{url}" rel="noopener noreferrer">{title}</a>' if is_page else title
        items.append(f'<li dir="auto">{link} ({url})</li>')
    return f"<ul>{''.join(items)}</ul>"
