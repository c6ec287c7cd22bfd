"""Exports are read by other programs, and what was said is never taken for markup."""

import io
import json
import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import html5lib
import jsonschema
import pytest
import srt as other_srt
import webvtt
from helpers.any_record import records
from helpers.store_desk import BEGAN, spoken
from hypothesis import given, settings

from livedesk.core.errors import InputFileError
from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Code, Table
from livedesk.core.paths import resource_path
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import ToolEntry, Utterance
from livedesk.transcript.export import html_, import_json, json_, markdown, naming, srt, text, vtt
from livedesk.transcript.export.cues import cues
from livedesk.transcript.export.sound_beside import on_clock_of
from livedesk.transcript.model import Record, TalkSetting

SCHEMA = json.loads(
    resource_path("schemas", "livedesk-transcript-1.schema.json").read_text(encoding="utf-8")
)
EVIL = "<script>alert(1)</script> & </v> --> <img src=x onerror=y>"


def record(*entries: Utterance, title: str = "Title") -> Record:
    return Record(title, BEGAN, TalkSetting("Gemini", "Kore", "Tutor"), entries, "1d" * 16)


@settings(max_examples=60)
@given(records())
def test_export_and_import_give_the_same_conversation(given_record: Record):
    assert import_json.parse(json_.render(given_record)) == given_record


@settings(max_examples=40)
@given(records())
def test_json_keeps_its_schema(given_record: Record):
    jsonschema.validate(json.loads(json_.render(given_record)), SCHEMA)


@settings(max_examples=60)
@given(records())
def test_other_parsers_read_the_subtitles(given_record: Record):
    shown = cues(given_record)
    parsed = list(other_srt.parse(srt.render(given_record)))
    assert len(parsed) == len(shown)
    captions = webvtt.from_buffer(io.StringIO(vtt.render(given_record)))
    assert len(captions) == len(shown)
    for cue, subtitle in zip(shown, parsed, strict=True):
        assert abs(subtitle.start - timedelta(seconds=cue.begin_s)) <= timedelta(milliseconds=1)
        assert subtitle.end > subtitle.start


@settings(max_examples=40)
@given(records())
def test_html_is_well_formed_and_holds_no_markup_of_others(given_record: Record):
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    page = parser.parse(html_.render(given_record))
    # Text may hold signs that HTML has no way to write; nothing else may be wrong.
    assert {code for _, code, _ in parser.errors} <= {
        "invalid-codepoint",
        "control-character-in-input-stream",
        "noncharacter-in-input-stream",
    }
    kinds = {element.tag for element in page.iter() if isinstance(element.tag, str)}
    assert kinds <= {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p", "main"),
        *("article", "time", "div", "s", "em", "small", "pre", "ul", "li", "a", "img"),
    }
    sources = [image.get("src") for image in page.iter("img")]
    assert all(source.startswith("data:image/png;base64,") for source in sources)


def test_words_are_never_markup():
    evil = spoken(1, EVIL, Speaker.ASSISTANT)
    page = html5lib.parse(html_.render(record(evil, title=EVIL)), namespaceHTMLElements=False)
    assert page.find(".//script") is None
    assert page.find(".//img") is None
    assert page.findtext(".//div") == EVIL
    assert page.findtext(".//title") == EVIL
    (caption,) = webvtt.from_buffer(io.StringIO(vtt.render(record(evil))))
    assert caption.voice == "Assistant"
    (subtitle,) = other_srt.parse(srt.render(record(evil)))
    assert "→" in subtitle.content


def test_subtitles_hold_no_markup_of_others():
    tags = r"<i>leaning</i> {\an8} {Y:b} {y:i} <font color=red> a < b {x} \N"
    shown = srt.render(record(spoken(1, tags)))
    assert not re.search(r"</?\w|\{[\w\\]|\\N", shown)
    (subtitle,) = other_srt.parse(shown.replace("\u2060", ""))
    assert subtitle.content.split() == ["You:", *tags.split()]


@pytest.mark.parametrize("moment_s", [1e9, 1e300, float("inf")])
def test_no_moment_is_too_late_for_subtitles(moment_s: float):
    late = spoken(1, "late")
    late = replace(late, offset_s=moment_s, end_s=moment_s)
    (subtitle,) = other_srt.parse(srt.render(record(late)))
    assert subtitle.content == "You: late"
    assert len(webvtt.from_buffer(io.StringIO(vtt.render(record(late))))) == 1


def test_code_and_tables_stand_as_they_were_set():
    code, table = "\ndef f():\n    return 1", Table(("a", "bb"), (("10", "2"),))
    call = ToolEntry(1, "", "run", {}, BEGAN, exhibits=(Code(code, "python"), table))
    page = html5lib.parse(html_.render(record(call)), namespaceHTMLElements=False)
    assert [pre.text for pre in page.findall(".//pre")] == [code, "a   bb\n10  2"]
    lines = text.render(record(call)).splitlines()
    assert lines[-7:] == [
        *("    Code (python):", "", "        def f():", "            return 1"),
        *("    Table:", "        a   bb", "        10  2"),
    ]


def test_a_language_of_code_is_no_markup():
    call = ToolEntry(1, "", "run", {}, BEGAN, exhibits=(Code("1", "<b>\n# Head"),))
    page = html5lib.parse(html_.render(record(call)), namespaceHTMLElements=False)
    assert page.find(".//b") is None
    assert "# Head" not in markdown.render(record(call)).splitlines()


def test_a_link_shows_where_it_leads_and_leads_to_the_web_only():
    sources = (
        GroundingSource("A page", "https://example.org/?a=1&b=2"),
        GroundingSource("Evil", "javascript:alert(1)"),
    )
    said = spoken(1, "See there.", Speaker.ASSISTANT, sources=sources)
    page = html5lib.parse(html_.render(record(said)), namespaceHTMLElements=False)
    links = page.findall(".//a")
    assert [link.get("href") for link in links] == ["https://example.org/?a=1&b=2"]
    assert "(https://example.org/?a=1&b=2)" in "".join(page.find(".//ul").itertext())


def test_a_page_loads_nothing():
    page = html_.render(record(spoken(1, "Hello")))
    assert "default-src 'none'" in page
    assert "@import" not in page
    assert "url(" not in page


def test_subtitles_hold_what_was_heard_in_two_short_lines():
    long = "This is a rather long answer that nobody could read on one screen at once. " * 4
    said = spoken(3, long.strip(), Speaker.ASSISTANT, end_s=23.0, unheard="never heard")
    shown = cues(record(spoken(1, "Hello"), said))
    assert [cue.begin_s for cue in shown[:2]] == [1.0, 3.0]
    assert shown[-1].end_s == pytest.approx(23.0)
    assert all(len(line) <= 42 for cue in shown for line in cue.lines)
    assert all(len(cue.lines) <= 3 for cue in shown)
    words = " ".join(line for cue in shown[1:] for line in cue.lines)
    assert words == long.strip()
    assert all(a.end_s <= b.begin_s for a, b in pairwise(shown))


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("What time is it?", "2026-11-23 10.02 What time is it.md"),
        ("a/b\\c:d*e", "2026-11-23 10.02 a b c d e.md"),
        ("..", "2026-11-23 10.02.md"),
        ("", "LiveDesk 2026-11-23 10.02.md"),
        ("\u202egnp.exe", "2026-11-23 10.02 gnp.exe.md"),
    ],
)
def test_file_names_are_sensible(title: str, name: str):
    assert naming.file_name(record(title=title), ".md") == name


def test_long_and_taken_names():
    assert len(naming.file_name(record(title="語" * 500), ".md").encode()) < 200
    taken: set[str] = set()
    names = [naming.unused(name, taken) for name in ("a.md", "A.md", "a.md")]
    assert names == ["a.md", "A (2).md", "a (3).md"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format": "livedesk-transcript", "version": 1}',
        '{"format": "livedesk-transcript", "version": 1, "started_at": "no day"}',
        json.dumps(json_.content(record()) | {"entries": [{"type": "picture"}]}),
        json.dumps(json_.content(record()) | {"entries": ["text"]}),
        json.dumps(json_.content(record()) | {"title": 7}),
        "[" * 100_000,
    ],
)
def test_what_is_no_transcript_is_refused_in_a_sentence(text: str):
    with pytest.raises(InputFileError, match="no conversation"):
        import_json.parse(text)


def test_a_file_of_the_future_is_named_so():
    future = json.dumps(json_.content(record()) | {"version": 2})
    with pytest.raises(InputFileError, match="newer"):
        import_json.parse(future)


def test_a_file_of_the_first_release_is_read():
    """Version 1 as it was first written: without numbers, ends and sources."""
    content = json_.content(record(spoken(1, "Hello"), spoken(2, "Hi", Speaker.ASSISTANT)))
    for name in ("conversation_id", "mode", "language", "instruction_text", "usage"):
        del content[name]
    for entry in content["entries"]:
        for name in ("number", "end_s", "heard_ms", "sources"):
            del entry[name]
    read = import_json.parse(json.dumps(content))
    assert [entry.text for entry in read.entries] == ["Hello", "Hi"]
    assert [entry.entry_id for entry in read.entries] == [1, 2]
    assert read.conversation_id


def test_subtitles_of_a_recording_count_from_its_beginning():
    talk = record(spoken(2, "before it"), spoken(12, "in it"))
    sound = Path("a" * 32 + "-10500.flac")
    shown = srt.render(on_clock_of([sound], talk, ".srt"))
    assert "00:00:01,500 --> 00:00:02,200" in shown
    assert "before it" not in shown
    assert on_clock_of([sound, sound], talk, ".srt") is talk
    assert on_clock_of([sound], talk, ".md") is talk
