"""Each entry shows what it means, in every script."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from helpers.talk_script import TalkScript
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFont, QImage, QPainter
from pytestqt.qtbot import QtBot

from livedesk.core.tool_types import ToolOutcome
from livedesk.transcript.model import Entry, NoticeKind
from livedesk.ui.panels.transcript.heights import Heights
from livedesk.ui.panels.transcript.layout import EntryLayout
from livedesk.ui.panels.transcript.plots import Plots
from livedesk.ui.panels.transcript.style import Style, make_style
from livedesk.ui.panels.transcript.words import (
    EntryWords,
    Meaning,
    entry_words,
    runs_leftwards,
    utf16_length,
    utf16_slice,
)
from livedesk.ui.theme.theme import load_theme

SHALOM = "שלום עולם"


@pytest.fixture
def style(qapp: object) -> Style:
    return make_style(load_theme("light"), QFont())


def _words(entry: Entry, *, unfolded: bool = False) -> EntryWords:
    return entry_words(entry, is_unfolded=unfolded)


def _parts(words: EntryWords, meaning: Meaning) -> list[str]:
    return [
        utf16_slice(words.text, span.start, span.start + span.length)
        for span in words.spans
        if span.meaning is meaning
    ]


def test_guess_is_apart_from_what_is_certain() -> None:
    talk = TalkScript()
    talk.user("😀 What time")
    talk.guess("is it")
    words = _words(talk.entries[0])
    assert words.text == "😀 What time is it …"
    assert _parts(words, Meaning.GUESS) == ["is it …"]


def test_unheard_words_are_struck_and_said_to_be_unheard(style: Style) -> None:
    talk = TalkScript()
    talk.says("One two three four")
    talk.audio(1800, begins=True)
    talk.generated()
    talk.interrupted(800)
    words = _words(talk.entries[0])
    assert words.text == "One two — three four"
    assert _parts(words, Meaning.UNHEARD) == ["three four"]
    assert "Interrupted" in words.footnote
    assert style.formats[Meaning.UNHEARD].fontStrikeOut()
    plain = EntryLayout(EntryWords("One two — three four"), style, 400)
    assert EntryLayout(words, style, 400).height_px > plain.height_px


def test_tool_card_is_one_line_until_it_is_unfolded(style: Style) -> None:
    talk = TalkScript()
    talk.tool()
    talk.tool_ends(outcome=ToolOutcome.FAILED, error="The clock stood still.")
    folded = EntryLayout(_words(talk.entries[0]), style, 400)
    assert len(folded.lines) == 1
    assert "failed" in folded.text
    words = _words(talk.entries[0], unfolded=True)
    unfolded = EntryLayout(words, style, 400, is_unfolded=True)
    assert "The clock stood still." in unfolded.text
    assert unfolded.height_px > folded.height_px


def test_long_notice_is_one_line_until_it_is_unfolded(style: Style) -> None:
    talk = TalkScript()
    text = "Speech could not be sent. " * 10
    talk.assembler.notice(NoticeKind.AUDIO_LOST, text)
    words = _words(talk.entries[0])
    folded = EntryLayout(words, style, 400)
    assert len(folded.lines) == 1
    assert folded.can_unfold
    assert folded.text.endswith("…")
    unfolded = EntryLayout(words, style, 400, is_unfolded=True)
    assert unfolded.text == text
    assert unfolded.can_unfold
    assert not EntryLayout(EntryWords("Short.", icon_name="information"), style, 400).can_unfold


def test_right_to_left_text_stands_at_the_right(style: Style) -> None:
    layout = EntryLayout(EntryWords(SHALOM), style, 400)
    assert layout.caret_x(0) == pytest.approx(400, abs=1)
    assert layout.position_at(399, 20) == 0
    mixed = EntryLayout(EntryWords(f"{SHALOM} and more"), style, 400)
    assert mixed.caret_x(0) == pytest.approx(400, abs=1)


@pytest.mark.parametrize(
    ("text", "mirrored", "leftwards"),
    [
        ("Hello", True, False),
        ("123 …", True, True),
        ("123", False, False),
        (f"123 {SHALOM}", False, True),
        ("世界", True, False),
        ("مرحبا", False, True),
    ],
)
def test_direction_of_a_text(text: str, mirrored: bool, leftwards: bool) -> None:
    assert runs_leftwards(text, otherwise=mirrored) is leftwards


def test_lines_are_evenly_apart(style: Style) -> None:
    layout = EntryLayout(EntryWords("word " * 60), style, 400)
    tops = [layout.line_box(line).top() for line in layout.lines]
    assert {round(b - a, 3) for a, b in pairwise(tops)} == {style.line_px}


@given(st.text(max_size=80))
def test_every_text_has_a_layout_and_every_point_a_place(qapp: object, text: str) -> None:
    style = make_style(load_theme("light"), QFont())
    talk = TalkScript()
    talk.assembler.add_typed(text or "x")
    for entry in talk.entries:
        layout = EntryLayout(_words(entry), style, 200)
        assert layout.height_px >= style.line_px
        for x, y in ((0, 0), (100, 20), (500, 500), (-5, -5)):
            assert 0 <= layout.position_at(x, y) <= layout.length


@given(st.text(max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_slices_count_as_qt_does(text: str, start: int, end: int) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    if text.isascii():
        assert utf16_slice(text, start, end) == text[start:end]


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("insert"), st.integers(0, 50), st.integers(1, 90)),
            st.tuples(st.just("remove"), st.integers(0, 50), st.just(0)),
            st.tuples(st.just("set"), st.integers(0, 50), st.integers(1, 90)),
        ),
        max_size=40,
    )
)
def test_heights_add_up(steps: list[tuple[str, int, int]]) -> None:
    heights, expected = Heights(), [5, 6, 7]
    heights.reset(np.array(expected, np.int64))
    for name, row, height in steps:
        if name == "insert":
            row = min(row, len(expected))
            expected.insert(row, height)
            heights.insert(row, np.array([height], np.int64))
        elif expected:
            row %= len(expected)
            if name == "remove":
                del expected[row]
                heights.remove(row, 1)
            else:
                assert heights.set_height(row, height) == height - expected[row]
                expected[row] = height
        assert heights.total_px == sum(expected)
        for row in range(len(expected)):
            assert heights.top(row) == sum(expected[:row])
            assert heights.row_at(sum(expected[:row])) == row
    assert Heights().row_at(3) == -1


def test_marked_text_is_filled_where_its_characters_stand(style: Style, qtbot: QtBot) -> None:
    from livedesk.ui.panels.transcript.geometry import make_geometry
    from livedesk.ui.panels.transcript.paint import EntryLook, EntryPainter

    geometry = make_geometry(style, 640, ("You",), is_mirrored=False)
    layout = EntryLayout(EntryWords(f"abc {SHALOM} def"), style, geometry.column_width_px)
    image = QImage(640, layout.height_px, QImage.Format.Format_RGB32)
    image.fill(style.colour("ground"))
    painter = QPainter(image)
    EntryPainter(style, geometry, Plots(), 1.0).paint(painter, layout, 0, EntryLook(marked=(0, 6)))
    painter.end()
    y = round(layout.text_origin.y()) + 1
    fill = style.colour("you_fill").rgb()
    filled = [x for x in range(640) if image.pixel(x, y) == fill]
    # "abc " and, at the far end of the Hebrew, its first two letters: two runs, not one.
    gaps = [b - a for a, b in pairwise(filled) if b - a > 1]
    assert len(gaps) == 1
