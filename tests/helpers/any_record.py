"""Any conversation there could be, for property-based tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from livedesk.core.events import GroundingSource
from livedesk.core.exhibits import Code, Picture, Table
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Notice, NoticeKind, ToolEntry, ToolState, Utterance
from livedesk.transcript.model import Record, TalkSetting

# Whatever a person or a model may say; half characters never get into a transcript.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
_WORDS = st.one_of(
    TEXT, st.sampled_from(["<b>bold</b> & -->", "今日は", "مُحَمَّد", "1\n\n00:00", "👩‍👩‍👧"])
)
_SECONDS = st.floats(0, 1e6, allow_nan=False)
_MOMENTS = st.datetimes(
    datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)
) | st.datetimes(
    datetime(2000, 1, 1),
    datetime(2100, 1, 1),
    timezones=st.just(timezone(timedelta(hours=5, minutes=45))),
)
_JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
_PNG = b"\x89PNG\r\n\x1a\n"
_EXHIBITS = st.lists(
    st.one_of(
        st.builds(
            Picture, st.binary(max_size=20).map(lambda end: b"\x89PNG\r\n\x1a\n" + end), TEXT
        ),
        st.builds(Code, TEXT, TEXT),
        st.builds(
            Table,
            st.tuples(TEXT, TEXT),
            st.lists(st.tuples(TEXT, TEXT), max_size=3).map(tuple),
            TEXT,
        ),
    ),
    max_size=3,
).map(tuple)
_PAGES = st.lists(st.builds(GroundingSource, TEXT, TEXT), max_size=2).map(tuple)
_OBJECTS = st.dictionaries(TEXT, _JSON, max_size=3)


@st.composite
def records(draw: st.DrawFn) -> Record:
    """A conversation that is over; every entry of it is worth saving."""
    numbers = draw(st.lists(st.integers(1, 10_000), unique=True, max_size=8))
    entries = tuple(_entry(draw, number) for number in numbers)
    setting = TalkSetting(*(draw(TEXT) for _ in range(6)))
    usage = draw(st.dictionaries(TEXT, st.integers(0, 10**9), max_size=2))
    uuid = draw(st.uuids()).hex
    return Record(draw(TEXT.filter(bool)), draw(_MOMENTS), setting, entries, uuid, usage)


def _entry(draw: st.DrawFn, number: int) -> Utterance | ToolEntry | Notice:
    started_at = draw(_MOMENTS)
    kind = draw(st.sampled_from("uuutn"))
    if kind == "t":
        state = draw(st.sampled_from([s for s in ToolState if s is not ToolState.RUNNING]))
        return ToolEntry(
            number, draw(TEXT), draw(TEXT), draw(_OBJECTS), started_at, state,
            draw(_OBJECTS), draw(TEXT), draw(_SECONDS), draw(_EXHIBITS),
        )  # fmt: skip
    if kind == "n":
        return Notice(number, draw(st.sampled_from(NoticeKind)), draw(TEXT), started_at)
    text, unheard = draw(_WORDS), draw(_WORDS)
    return Utterance(
        number,
        draw(st.sampled_from(Speaker)),
        text if text or unheard else "said",
        started_at,
        draw(_SECONDS),
        is_final=True,
        unheard=unheard,
        was_cut=draw(st.booleans()),
        is_typed=draw(st.booleans()),
        language_code=draw(st.none() | st.sampled_from(["de-DE", "zh", "ar"])),
        spoken_from_s=draw(st.none() | _SECONDS),
        spoken_to_s=draw(st.none() | _SECONDS),
        end_s=draw(st.none() | _SECONDS),
        heard_ms=draw(st.none() | _SECONDS),
        sources=draw(_PAGES),
        suggestions=draw(_PAGES),
    )
