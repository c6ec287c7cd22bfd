"""The key to talk works where it means nothing else, and is never left held."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from livedesk.app.talk_phase import TalkPhase
from livedesk.conversation.talk_key import KeySource
from livedesk.core.turn_taking import TalkMode, TurnTaking

SPACE = Qt.Key.Key_Space
DOWN, UP = ("press", KeySource.KEYBOARD), ("release", KeySource.KEYBOARD)


@pytest.fixture
def keys(window, context):
    """The window while a key is held to talk; returns what gets its keys."""
    context.talk_mode.choose(mode=TalkMode.HOLD)
    return window.windowHandle()


def test_held_and_let_go(keys, context):
    QTest.keyPress(keys, SPACE)
    QTest.keyPress(keys, SPACE)  # as a keyboard without the notion of repetition repeats it
    assert context.wishes == [DOWN]
    QTest.keyRelease(keys, SPACE)
    assert context.wishes == [DOWN, UP]


def test_a_message_that_is_being_typed_has_the_key(keys, window, context):
    field = window.talk_bar.message_field
    field.take_focus()
    QTest.keyClick(keys, SPACE)
    assert context.wishes == [DOWN, UP], "nobody begins a message with a space"
    assert field.editor.toPlainText() == ""
    QTest.keyClicks(field.editor, "hello")
    QTest.keyClick(keys, SPACE)
    assert context.wishes == [DOWN, UP]
    assert field.editor.toPlainText() == "hello "


def test_a_focused_button_has_the_key(keys, window, context):
    window.top_bar.save_button.setFocus()
    QTest.keyPress(keys, SPACE)
    assert context.wishes == []


def test_another_key_works_even_while_one_types(keys, window, context):
    context.talk_mode.choose(key="F8")
    window.talk_bar.message_field.take_focus()
    QTest.keyClicks(window.talk_bar.message_field.editor, "hello")
    QTest.keyClick(keys, Qt.Key.Key_F8)
    QTest.keyClick(keys, SPACE)
    assert context.wishes == [DOWN, UP]


def test_with_an_open_microphone_it_is_a_key_like_any_other(keys, window, context):
    context.talk_mode.choose(mode=TalkMode.OPEN)
    assert not window.talk_key.is_watching
    QTest.keyClick(keys, SPACE)
    assert context.wishes == []


def test_a_window_that_loses_the_keyboard_lets_go(keys, window, context, qtbot):
    other = QWidget()
    qtbot.addWidget(other)
    QTest.keyPress(keys, SPACE)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(lambda: ("let go",) in context.wishes)


def test_the_button_is_held_like_the_key(window, context, qtbot):
    hold = TurnTaking(TalkMode.HOLD)
    context.conversation.show(TalkPhase.IDLE, turn_taking=hold)
    button = window.talk_bar.mic_button
    qtbot.mousePress(button, Qt.MouseButton.LeftButton)
    context.conversation.show(TalkPhase.ERROR, turn_taking=hold)
    qtbot.mouseRelease(button, Qt.MouseButton.LeftButton)
    held = [("press", KeySource.BUTTON), ("release", KeySource.BUTTON)]
    assert context.wishes == held
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert context.wishes == [*held, ("toggle_talk",)]


@pytest.mark.parametrize(
    ("mode", "phase", "facts", "words"),
    [
        (TalkMode.HOLD, TalkPhase.IDLE, {}, "Hold Space to talk"),
        (TalkMode.TOGGLE, TalkPhase.IDLE, {}, "Press Space to talk"),
        (TalkMode.HOLD, TalkPhase.LISTENING, {}, "Listening, release to send"),
        (TalkMode.TOGGLE, TalkPhase.LISTENING, {}, "Listening, press Space to send"),
        (TalkMode.HOLD, TalkPhase.SPEAKING, {}, "Speaking, hold Space to interrupt"),
        (TalkMode.TOGGLE, TalkPhase.SPEAKING, {}, "Speaking, press Space to interrupt"),
        (TalkMode.HOLD, TalkPhase.CONNECTING, {}, "Connecting"),
        (
            TalkMode.HOLD,
            TalkPhase.CONNECTING,
            {"key_down": True},
            "Connecting, go ahead and speak",
        ),
    ],
)
def test_the_words_under_the_button_say_what_to_do(window, context, mode, phase, facts, words):
    context.conversation.show(phase, turn_taking=TurnTaking(mode), **facts)
    assert window.talk_bar.label.text() == words


def test_without_a_key_the_words_name_the_button(window, context):
    context.talk_mode.choose(mode=TalkMode.HOLD, key="")
    context.conversation.show(TalkPhase.IDLE, turn_taking=TurnTaking(TalkMode.HOLD))
    assert window.talk_bar.label.text() == "Hold the button to talk"


def test_who_cannot_interrupt_is_not_asked_to(window, context):
    context.conversation.show(TalkPhase.SPEAKING, turn_taking=TurnTaking(interruptible=False))
    assert window.talk_bar.label.text() == "Speaking"


def test_the_menu_chooses_the_mode_and_shows_it(window, context):
    button = window.talk_bar.mode_button
    actions = [action for action in button.menu().actions() if action.isCheckable()]
    assert [action.data() for action in actions] == [mode.value for mode in TalkMode]
    actions[2].trigger()
    assert context.talk_mode.talking.mode is TalkMode.HOLD
    assert button.accessibleName() == "Way to talk: Hold to talk"


def test_the_settings_choose_everything(window, context, qtbot):
    window.dialogs.open_talking()
    page = window.findChild(type(window.dialogs._talking_page()))
    modes = {page._values[button]: button for button in page.modes.buttons()}
    patiences = {page._values[button]: button for button in page.patiences.buttons()}
    patiences["patient"].click()
    assert context.talk_mode.talking.patience.value == "patient"
    modes["toggle"].click()
    assert context.talk_mode.talking.mode is TalkMode.TOGGLE
    assert not patiences["quick"].isEnabled()
    page.interrupt_box.click()
    assert not context.talk_mode.talking.interruptible
    page.hotkey_box.click()
    assert context.talk_mode.talking.hotkey_enabled
    assert page.hotkey_field.isEnabled()
    context.hotkey.note_changed.emit("Another program has taken this key.")
    assert page.note_label.text().startswith("Another program")


def test_who_talks_while_muted_is_told(window, context):
    context.conversation.spoke_while_muted.emit()
    assert window.toast.isVisible()
    assert window.toast.text() == "You are muted. Ctrl+M lets you be heard again."


def test_the_menu_of_ways_to_talk_shows_the_one_that_holds(window, context):
    context.talk_mode.choose_mode("hold")
    heavy = [a.text() for a in window.talk_bar.mode_button.menu().actions() if a.font().bold()]
    assert heavy == ["Hold to talk"]
