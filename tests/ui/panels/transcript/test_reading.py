"""Text is marked and copied by mouse and by keys, within entries and across them."""

from __future__ import annotations

import pytest
from helpers.talk_script import TalkScript
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.ui.panels.transcript.selection import Caret
from livedesk.ui.panels.transcript.view import TranscriptView

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def talk() -> TalkScript:
    talk = TalkScript()
    talk.assembler.add_typed("What time is it?")
    talk.tool()
    talk.tool_ends()
    talk.answer("It is ten o'clock.")
    return talk


def _point(view: TranscriptView, row: int, position: int) -> QPoint:
    page = view._page
    box = page.layout(row).caret_box(position)
    x = page.geometry.column_px + box.center().x()
    return QPoint(round(x), round(page.top(row) + box.center().y() - view._scroller.y_px))


def _drag(qtbot: QtBot, view: TranscriptView, begin: QPoint, end: QPoint) -> None:
    qtbot.mousePress(view.viewport(), LEFT, NONE, begin)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.mouseRelease(view.viewport(), LEFT, NONE, end)


def _copied(qtbot: QtBot, view: TranscriptView) -> str:
    QGuiApplication.clipboard().clear()
    view.setFocus()
    qtbot.keyClick(view, Key.Key_C, CTRL)
    return QGuiApplication.clipboard().text()


def test_drag_within_an_entry(qtbot: QtBot, view: TranscriptView) -> None:
    _drag(qtbot, view, _point(view, 0, 5), _point(view, 0, 9))
    assert _copied(qtbot, view) == "time"


def test_drag_backwards(qtbot: QtBot, view: TranscriptView) -> None:
    _drag(qtbot, view, _point(view, 0, 9), _point(view, 0, 5))
    assert _copied(qtbot, view) == "time"


def test_drag_across_entries_copies_the_names(qtbot: QtBot, view: TranscriptView) -> None:
    _drag(qtbot, view, _point(view, 0, 5), _point(view, 2, 5))
    assert _copied(qtbot, view) == (
        "You: time is it?\n\nTool: get_local_time · 12 ms\n\nAssistant: It is"
    )


def test_double_click_marks_a_word_and_dragging_on_whole_words(
    qtbot: QtBot, view: TranscriptView
) -> None:
    place = _point(view, 0, 6)
    qtbot.mouseClick(view.viewport(), LEFT, NONE, place)
    qtbot.mouseDClick(view.viewport(), LEFT, NONE, place)
    assert _copied(qtbot, view) == "time"
    qtbot.mousePress(view.viewport(), LEFT, SHIFT, _point(view, 0, 12))
    qtbot.mouseRelease(view.viewport(), LEFT, SHIFT, _point(view, 0, 12))
    assert _copied(qtbot, view) == "time is"


def _send_press(view: TranscriptView, kind: QEvent.Type, place: QPoint, at_ms: int) -> None:
    """As the system would: QTest moves the clock on, so that its clicks never add up to three."""
    area = view.viewport()
    event = QMouseEvent(kind, place, area.mapToGlobal(place), LEFT, LEFT, NONE)
    event.setTimestamp(at_ms)
    QApplication.sendEvent(area, event)


def test_triple_click_marks_the_entry(qtbot: QtBot, view: TranscriptView) -> None:
    place = _point(view, 0, 6)
    _send_press(view, QEvent.Type.MouseButtonPress, place, 1000)
    _send_press(view, QEvent.Type.MouseButtonDblClick, place, 1100)
    _send_press(view, QEvent.Type.MouseButtonPress, place, 1200)
    assert _copied(qtbot, view) == "What time is it?"


def test_shift_click_extends(qtbot: QtBot, view: TranscriptView) -> None:
    qtbot.mouseClick(view.viewport(), LEFT, NONE, _point(view, 0, 0))
    qtbot.mouseClick(view.viewport(), LEFT, SHIFT, _point(view, 0, 4))
    assert _copied(qtbot, view) == "What"


def test_select_all(qtbot: QtBot, view: TranscriptView) -> None:
    view.setFocus()
    qtbot.keyClick(view, Key.Key_A, CTRL)
    copied = _copied(qtbot, view)
    assert copied.startswith("You: What time is it?")
    assert copied.endswith("Assistant: It is ten o'clock.")


def test_keys_move_and_mark(qtbot: QtBot, view: TranscriptView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(view, Key.Key_Home, CTRL)
    qtbot.keyClick(view, Key.Key_Right, CTRL)
    for _ in range(4):
        qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert _copied(qtbot, view) == "time"
    qtbot.keyClick(view, Key.Key_Down, NONE)
    assert view._reader.caret_row == 1
    qtbot.keyClick(view, Key.Key_End, CTRL)
    assert view._reader.caret == Caret(2, len("It is ten o'clock."))
    qtbot.keyClick(view, Key.Key_Home, SHIFT)
    assert _copied(qtbot, view) == "It is ten o'clock."
    qtbot.keyClick(view, Key.Key_Left, NONE)
    qtbot.keyClick(view, Key.Key_Left, NONE)
    assert view._reader.caret_row == 1


def test_every_key_of_reading_is_harmless_everywhere(qtbot: QtBot, view: TranscriptView) -> None:
    view.setFocus(Qt.FocusReason.TabFocusReason)
    keys = (Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down, Key.Key_Home, Key.Key_End)
    for key in (*keys, Key.Key_PageUp, Key.Key_PageDown, Key.Key_Return):
        for modifiers in (NONE, SHIFT, CTRL, SHIFT | CTRL):
            for _ in range(4):
                qtbot.keyClick(view, key, modifiers)
                caret = view._reader.caret
                assert caret is not None
                assert 0 <= caret.position <= view._page.layout(caret.row).length


def test_focus_by_tab_shows_where_one_is(qtbot: QtBot, view: TranscriptView) -> None:
    view.clearFocus()
    with qtbot.waitSignal(view.row_reached) as heard:
        view.setFocus(Qt.FocusReason.TabFocusReason)
    assert heard.args == [2]
    assert view._shows_caret


def test_click_on_a_card_unfolds_it_and_a_drag_does_not(qtbot: QtBot, view: TranscriptView) -> None:
    folded_px = view._page.layout(1).height_px
    _drag(qtbot, view, _point(view, 1, 2), _point(view, 1, 6))
    assert view._page.layout(1).height_px == folded_px
    qtbot.mouseClick(view.viewport(), LEFT, NONE, _point(view, 1, 2))
    assert '{"time": "10:02"}' in view._page.layout(1).text
    qtbot.mouseClick(view.viewport(), LEFT, NONE, _point(view, 1, 2))
    assert view._page.layout(1).height_px == folded_px


def test_enter_unfolds_the_card_with_the_caret(qtbot: QtBot, view: TranscriptView) -> None:
    view._reader.put(Caret(1, 3))
    view.setFocus()
    qtbot.keyClick(view, Key.Key_Return)
    assert view._page.layout(1).is_unfolded
    view._reader.put(Caret(1, view._page.layout(1).length))
    qtbot.keyClick(view, Key.Key_Return)
    caret = view._reader.caret
    assert caret is not None
    assert caret.position <= view._page.layout(1).length


def test_marked_text_stays_marked_while_the_talk_goes_on(
    qtbot: QtBot, view: TranscriptView, talk: TalkScript
) -> None:
    talk.says("Once upon a time")
    _drag(qtbot, view, _point(view, 3, 5), _point(view, 3, 9))
    talk.user("A late question", final=True)
    talk.says(" there was")
    assert talk.script[3] == "you: A late question"
    assert _copied(qtbot, view) == "upon"


def test_marked_guess_that_shrinks_is_harmless(
    qtbot: QtBot, view: TranscriptView, talk: TalkScript
) -> None:
    talk.guess("a very long guess indeed")
    _drag(qtbot, view, _point(view, 3, 2), _point(view, 3, 20))
    talk.guess("a ver")
    assert _copied(qtbot, view) == "ver …"
    talk.user("", final=True)
    assert _copied(qtbot, view) == ""


def test_characters_outside_the_basic_plane_are_copied_whole(
    qtbot: QtBot, view: TranscriptView, talk: TalkScript
) -> None:
    talk.assembler.add_typed("one 😀 two 👩‍👩‍👧‍👦 three")
    view.setFocus()
    view._reader.put(Caret(3, 0))
    qtbot.keyClick(view, Key.Key_End, SHIFT)
    assert _copied(qtbot, view) == "one 😀 two 👩‍👩‍👧‍👦 three"
    view._reader.put(Caret(3, 4))
    qtbot.keyClick(view, Key.Key_Right, SHIFT)
    assert _copied(qtbot, view) == "😀"


def test_lines_of_typed_text_are_copied_as_lines(
    qtbot: QtBot, view: TranscriptView, talk: TalkScript
) -> None:
    talk.assembler.add_typed("one\ntwo")
    assert len(view._page.layout(3).lines) == 2
    view._reader.put(Caret(3, 0))
    qtbot.keyClick(view, Key.Key_End, CTRL | SHIFT)
    assert _copied(qtbot, view) == "one\ntwo"
