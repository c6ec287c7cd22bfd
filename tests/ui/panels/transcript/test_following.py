"""The end is followed, unless the person reads elsewhere; what is read stays where it is."""

from __future__ import annotations

import pytest
from helpers.talk_script import TalkScript
from pytestqt.qtbot import QtBot

from livedesk.app.transcript_model import TranscriptModel
from livedesk.ui.panels.transcript.view import TranscriptView
from livedesk.ui.theme.theme import load_theme

LONG = "and the gulls listened to every name of every ship that had come by in the night, " * 3


def _fill(talk: TalkScript, n_turns: int) -> None:
    for number in range(n_turns):
        talk.assembler.add_typed(f"Question {number}")
        talk.answer(LONG[: 20 + 37 * (number % 11)])


def _at_end(view: TranscriptView) -> bool:
    bar = view.verticalScrollBar()
    return bar.value() == bar.maximum()


def _seen(view: TranscriptView) -> tuple[int, int]:
    """The entry at the screen's upper edge, and where its upper edge is on the screen."""
    page, y = view._page, view._scroller.y_px
    row = page.row_at(y)
    return page.entry(row).entry_id, page.top(row) - y


def test_end_is_followed_word_by_word(talk: TalkScript, view: TranscriptView) -> None:
    _fill(talk, 20)
    assert _at_end(view)
    for _ in range(60):
        talk.says(" word")
        assert _at_end(view)
    assert view.is_following


def test_reader_who_scrolled_up_is_left_alone(
    talk: TalkScript, view: TranscriptView, qtbot: QtBot
) -> None:
    _fill(talk, 40)
    bar = view.verticalScrollBar()
    with qtbot.waitSignal(view.following_changed) as heard:
        bar.setValue(bar.maximum() // 2)
    assert heard.args == [False]
    before = _seen(view)
    talk.assembler.add_typed("More")
    talk.says(LONG)
    assert _seen(view) == before
    view.jump_to_end()
    assert _at_end(view)
    talk.says(LONG)
    assert _at_end(view)


def test_scrolling_back_to_the_end_follows_again(talk: TalkScript, view: TranscriptView) -> None:
    _fill(talk, 40)
    bar = view.verticalScrollBar()
    bar.setValue(100)
    assert not view.is_following
    bar.setValue(bar.maximum())
    assert view.is_following


def test_what_is_seen_does_not_jump_while_scrolling_up_through_estimates(
    talk: TalkScript, model: TranscriptModel, view: TranscriptView
) -> None:
    for number in range(120):
        # Wide letters need more room, narrow ones less, than any estimate from their number.
        talk.answer(("WWWWWWW " if number % 2 else "i,i.il ") * (10 + number % 30))
    model.set_transcript(talk.transcript)  # opened, not heard: nothing was laid out yet
    bar, page = view.verticalScrollBar(), view._page
    last_seen = view._scroller.visible_rows()[-1]
    while bar.value() > 0:
        row = view._scroller.visible_rows()[0]
        before = page.top(row) - bar.value()
        bar.setValue(bar.value() - 60)
        shift = (page.top(row) - bar.value()) - before
        assert shift == 60 or bar.value() == 0
    assert last_seen > 100


def test_late_question_above_the_screen_does_not_push_it(
    talk: TalkScript, view: TranscriptView
) -> None:
    talk.says(LONG * 40)
    view.verticalScrollBar().setValue(700)
    before = view._page.top(0) - view._scroller.y_px
    talk.user("The question came late", final=True)
    assert talk.script[0].startswith("you")
    assert view._page.top(1) - view._scroller.y_px == before


def test_narrower_window_keeps_the_place(
    talk: TalkScript, model: TranscriptModel, view: TranscriptView
) -> None:
    _fill(talk, 120)
    model.set_transcript(talk.transcript)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 3)
    entry_id, _ = _seen(view)
    for width in (700, 520, 640, 900):
        view.resize(width, 400)
        assert _seen(view)[0] == entry_id


def test_only_what_is_seen_is_laid_out(
    talk: TalkScript, model: TranscriptModel, qtbot: QtBot
) -> None:
    _fill(talk, 1000)
    made = TranscriptView(model, load_theme("dark"))
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.viewport().repaint()
    assert len(made._page._layouts) < 60
    made.resize(700, 400)
    assert len(made._page._layouts) < 60


def test_layouts_are_not_kept_for_ever(talk: TalkScript, view: TranscriptView) -> None:
    _fill(talk, 300)
    bar = view.verticalScrollBar()
    while bar.value() > 0:
        bar.setValue(bar.value() - 300)
    assert len(view._page._layouts) <= 400


def test_guess_that_goes_away_leaves_no_gap(talk: TalkScript, view: TranscriptView) -> None:
    _fill(talk, 3)
    height = view._page.height_px
    talk.guess("hm")
    assert view._page.height_px > height
    talk.user("", final=True)
    assert view._page.height_px == height


@pytest.mark.parametrize("width", [320, 640, 1000, 3840])
def test_column_is_readable_at_every_width(
    talk: TalkScript, view: TranscriptView, width: int
) -> None:
    talk.answer(LONG * 2)
    view.resize(width, 400)
    geometry = view._page.geometry
    lines = view._page.layout(0).lines
    assert max(line.textLength() for line in lines) <= 75
    assert geometry.gutter_px >= 0
    assert geometry.column_px + geometry.column_width_px <= view.viewport().width()
