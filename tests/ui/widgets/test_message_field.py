"""The message field grows, sends by Enter, and never sends nothing."""

import pytest
from PySide6.QtCore import Qt

from livedesk.ui.widgets.message_field import MessageField


@pytest.fixture
def field(qtbot):
    made = MessageField("Type a message")
    qtbot.addWidget(made)
    made.resize(400, 44)
    made.show()
    return made


def test_enter_sends_and_empties(field, qtbot):
    qtbot.keyClicks(field.editor, "hello ")
    with qtbot.waitSignal(field.submitted) as sent:
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)
    assert sent.args == ["hello"]
    assert field.editor.toPlainText() == ""


def test_shift_enter_begins_a_new_line(field, qtbot):
    qtbot.keyClicks(field.editor, "one")
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(field.editor, "two")
    assert field.editor.toPlainText() == "one\ntwo"


@pytest.mark.parametrize("typed", ["", "   "])
def test_nothing_is_never_sent(field, qtbot, typed):
    qtbot.keyClicks(field.editor, typed)
    assert not field.send_button.isEnabled()
    with qtbot.assertNotEmitted(field.submitted):
        qtbot.keyClick(field.editor, Qt.Key.Key_Return)


def test_the_button_sends_too(field, qtbot):
    qtbot.keyClicks(field.editor, "hello")
    with qtbot.waitSignal(field.submitted):
        qtbot.mouseClick(field.send_button, Qt.MouseButton.LeftButton)


def test_it_grows_with_the_text_up_to_four_lines(field):
    heights = []
    for n_lines in (1, 2, 3, 4, 5, 9):
        field.editor.setPlainText("\n".join(["line"] * n_lines))
        heights.append(field.editor.height())
    assert heights == sorted(heights)
    assert heights[0] < heights[1] < heights[3]
    assert heights[3] == heights[4] == heights[5]
    field.editor.clear()
    assert field.editor.height() == heights[0]


def test_tab_goes_on_to_the_button(field, qtbot):
    field.editor.setPlainText("hello")
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.take_focus()
    qtbot.keyClick(field.editor, Qt.Key.Key_Tab)
    assert field.editor.toPlainText() == "hello"
    assert field.send_button.hasFocus()
