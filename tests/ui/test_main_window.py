"""The window as a whole: its pages, its keys, its size, and that every control can be reached."""

import pytest
from helpers.demo_transcript import empty_transcript
from helpers.fake_controllers import FakeContext
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from livedesk.app.talk_phase import TalkPhase
from livedesk.core.errors import SettingsError
from livedesk.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier


def built(qtbot, context):
    window = MainWindow(context)

    def hide(_):
        # It also keeps the window until it is closed: a shown one must not be collected as garbage.
        window.hide()

    qtbot.addWidget(window, before_close_func=hide)
    return window


@pytest.mark.parametrize(
    ("key", "wish"),
    [
        (Qt.Key.Key_Space, "toggle_talk"),
        (Qt.Key.Key_M, "toggle_mute"),
        (Qt.Key.Key_N, "begin_new"),
    ],
)
def test_a_key_is_a_wish(window, context, qtbot, key, wish):
    context.conversation.show(TalkPhase.LISTENING)
    qtbot.keyClick(window, key, CTRL)
    assert context.wishes == [(wish,)]


def test_escape_silences_the_assistant_even_from_the_field(window, context, qtbot):
    window.talk_bar.message_field.take_focus()
    qtbot.keyClick(window.talk_bar.message_field.editor, Qt.Key.Key_Escape)
    assert context.wishes == [("silence_assistant",)]


def test_talk_can_be_toggled_from_the_field(window, context, qtbot):
    window.talk_bar.message_field.take_focus()
    qtbot.keyClick(window.talk_bar.message_field.editor, Qt.Key.Key_Space, CTRL)
    assert context.wishes == [("toggle_talk",)]


def test_mute_is_no_wish_without_a_microphone(window, context, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL)
    assert context.wishes == []


def test_no_key_of_the_window_works_behind_an_open_list(window, context, qtbot):
    window.top_bar.voice_chooser.open()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Space, CTRL)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert context.wishes == []


def test_ctrl_l_leads_to_the_field(window, qtbot):
    window.top_bar.voice_chooser.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert window.talk_bar.message_field.editor.hasFocus()


def test_ctrl_q_and_the_frame_only_ask(window, qtbot):
    with qtbot.waitSignal(window.close_requested):
        qtbot.keyClick(window, Qt.Key.Key_Q, CTRL)
    with qtbot.waitSignal(window.close_requested):
        window.close()
    assert window.isVisible()


def test_the_first_start_without_a_key_shows_the_welcome(qtbot, tmp_path):
    context = FakeContext(tmp_path, empty_transcript())
    window = built(qtbot, context)
    window.show()
    assert window.welcome_page.isVisible()
    qtbot.mouseClick(window.welcome_page.start_button, Qt.MouseButton.LeftButton)
    assert window.transcript_pane.isVisible()
    assert context.settings.settings.welcome.practice_seen
    assert window.top_bar.badge.isVisible()


def test_who_knows_practice_is_not_told_again(window):
    assert window.transcript_pane.isVisible()
    assert window.top_bar.badge.isVisible()


def test_with_a_key_there_is_no_practice_at_all(qtbot, tmp_path):
    window = built(qtbot, FakeContext(tmp_path, empty_transcript(), is_practice=False))
    window.show()
    assert window.transcript_pane.isVisible()
    assert not window.top_bar.badge.isVisible()
    assert window.top_bar.model_chooser.text() == "Gemini 3.8 Live"
    assert not window.actions_table.show_welcome.isVisible()


def test_the_badge_leads_back_to_the_welcome(window, qtbot):
    qtbot.mouseClick(window.top_bar.badge, Qt.MouseButton.LeftButton)
    assert window.welcome_page.isVisible()


@pytest.mark.parametrize("begin", ["talk", "type"])
def test_to_begin_is_to_leave_the_welcome(window, qtbot, begin):
    window.show_welcome()
    if begin == "talk":
        qtbot.mouseClick(window.talk_bar.mic_button, Qt.MouseButton.LeftButton)
    else:
        window.talk_bar.text_submitted.emit("hello")
    assert window.transcript_pane.isVisible()


def test_a_dark_choice_dresses_everything(window, context):
    context.settings.set_theme("dark")
    assert window.themes.theme.is_dark
    ground = window.themes.theme.colour("ground")
    assert QApplication.palette().window().color() == ground
    image = window.grab().toImage()
    assert image.pixelColor(2, image.height() - 2) == ground


def test_where_it_stood_is_kept_and_restored(window, context, qtbot):
    window.resize(701, 503)
    window.hide()
    again = built(qtbot, context)
    assert (again.width(), again.height()) == (701, 503)


def test_settings_that_could_not_be_read_are_said(qtbot, context):
    context.settings.load_error = SettingsError("The settings could not be read.", "All is new.")
    window = built(qtbot, context)
    window.show()
    assert window.message_bar.isVisible()


def test_it_can_be_deleted_with_everything_in_it(qtbot, context):
    window = MainWindow(context)
    window.show()
    window.hide()
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window))
