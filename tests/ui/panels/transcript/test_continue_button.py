"""An answer that broke off can be had continued with one click."""

from __future__ import annotations

import pytest
from helpers.talk_script import TalkScript
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from livedesk.app.talk_phase import TalkPhase
from livedesk.app.transcript_model import TranscriptModel
from livedesk.transcript.model import NoticeKind
from livedesk.ui.panels.transcript.continue_button import ContinueButton, row_to_continue

LOST = "The connection was lost in the middle of this answer."


@pytest.fixture
def talk() -> TalkScript:
    talk = TalkScript()
    talk.assembler.add_typed("Tell me a story.")
    talk.answer("Once upon a time")
    talk.assembler.notice(NoticeKind.ANSWER_BROKEN, LOST)
    return talk


@pytest.fixture
def button(view, model) -> ContinueButton:
    made = ContinueButton(view, model)
    made.set_possible(True)
    return made


def test_it_belongs_to_the_answer_that_broke_off_last(talk, model):
    assert row_to_continue(model) == 2
    talk.assembler.notice(NoticeKind.RECONNECTED, "The connection is back.")
    assert row_to_continue(model) == 2
    talk.assembler.add_typed("Never mind.")
    assert row_to_continue(model) == -1


def test_an_empty_talk_has_none(qapp):
    assert row_to_continue(TranscriptModel(TalkScript().transcript)) == -1


def test_it_lies_on_its_card_and_covers_no_word(view, button):
    card = view.card_box(2)
    assert button.isVisible()
    assert card.contains(button.geometry())
    layout = view._page.layout(2)
    text_right = view._page.geometry.column_px + layout.text_origin.x()
    text_right += max(line.naturalTextWidth() for line in layout.lines)
    assert text_right <= button.x()


@pytest.mark.parametrize("width_px", [420, 640, 1400])
def test_it_stays_there_whatever_the_width(view, button, width_px, qtbot):
    view.resize(width_px, 400)
    qtbot.waitUntil(lambda: view.card_box(2).contains(button.geometry()))
    assert button.width() >= button.fontMetrics().horizontalAdvance(button.text())


def test_it_goes_along_when_the_page_moves(talk, view, button, qtbot):
    for number in range(30):
        talk.assembler.notice(NoticeKind.SETUP_CHANGED, f"The voice is number {number}.")
    assert button.isHidden()
    view.verticalScrollBar().setValue(0)
    qtbot.waitUntil(button.isVisible)
    assert view.card_box(2).contains(button.geometry())


def test_it_goes_when_the_talk_goes_on_or_ends(talk, button):
    button.set_possible(False)
    assert button.isHidden()
    button.set_possible(True)
    assert button.isVisible()
    talk.user("What then?")
    assert button.isHidden()


def test_it_is_reached_and_pressed_by_keys(window, context, qtbot):
    script = TalkScript()
    script.answer("Once upon a time")
    script.assembler.notice(NoticeKind.ANSWER_BROKEN, LOST)
    context.transcript.model.set_transcript(script.transcript)
    window.show_transcript()
    context.conversation.show(TalkPhase.LISTENING)
    pane = window.transcript_pane
    qtbot.waitUntil(pane.continue_button.isVisible)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is pane.continue_button
    assert pane.continue_button.accessibleName() == "Continue the answer that broke off"
    qtbot.keyClick(pane.continue_button, Qt.Key.Key_Space)
    assert context.wishes == [("continue",)]
