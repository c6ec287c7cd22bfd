"""Everything can be found, named and operated without a mouse, and nothing is cut off."""

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
)

from livedesk.app.talk_phase import TalkPhase
from livedesk.core.errors import ServerUnreachableError
from livedesk.ui.main_window import MainWindow
from livedesk.ui.widgets.chooser import Chooser
from livedesk.ui.widgets.icon_button import IconButton

CONTROLS = (QAbstractButton, QLineEdit, QPlainTextEdit, QAbstractItemView, QAbstractSpinBox)
LEAST_TARGET_PX = 32


def controls(root):
    return [w for w in root.findChildren(CONTROLS[0]) if w.isVisible()] + [
        w for kind in CONTROLS[1:] for w in root.findChildren(kind) if w.isVisible()
    ]


def own(widgets):
    """Without what belongs to Qt's own composite widgets and to the transcript."""
    return [w for w in widgets if not w.objectName().startswith("qt_")]


def open_dialog(window, name):
    getattr(window.dialogs, f"open_{name}")()
    return window.findChild(QDialog)


@pytest.fixture(params=["talk", "welcome", "error"])
def scene(request, window, context):
    context.conversation.show(TalkPhase.LISTENING)
    if request.param == "welcome":
        window.show_welcome()
    elif request.param == "error":
        context.conversation.error_occurred.emit(ServerUnreachableError("Lost.", "Try again."))
    return window


def assert_named(widget):
    assert widget.accessibleName(), f"{widget!r} has no accessible name"
    assert widget.toolTip(), f"{widget!r} has no tooltip"


def test_every_control_of_the_window_has_a_name_and_a_tooltip(scene):
    found = own(controls(scene))
    assert len(found) > 10
    for widget in found:
        assert_named(widget)


@pytest.mark.parametrize("name", ["instructions", "settings", "account", "keys", "about"])
def test_every_control_of_a_dialog_has_a_name_and_a_tooltip(window, name):
    dialog = open_dialog(window, name)
    for widget in own(controls(dialog)):
        assert_named(widget)
    dialog.close()


def test_a_tooltip_tells_the_key(window):
    assert "Ctrl+S" in window.top_bar.save_button.toolTip()
    assert "Ctrl+Space" in window.talk_bar.mic_button.toolTip()
    assert "Ctrl+," in window.top_bar.settings_button.toolTip()


def test_every_target_is_large_enough(scene):
    for widget in scene.findChildren(QAbstractButton):
        if widget.isVisible() and widget.isEnabled():
            assert min(widget.width(), widget.height()) >= LEAST_TARGET_PX, repr(widget)


def tab_order(window, qtbot):
    order = []
    widget = window.focusWidget()
    while widget not in order:
        order.append(widget)
        qtbot.keyClick(widget, Qt.Key.Key_Tab)
        widget = window.focusWidget()
    return order


def test_tab_reaches_everything_in_reading_order(window, context, qtbot):
    context.conversation.show(TalkPhase.LISTENING)
    window.talk_bar.message_field.editor.setPlainText("hello")
    window.top_bar.instruction_chooser.setFocus()
    order = tab_order(window, qtbot)
    bar, talk = window.top_bar, window.talk_bar
    expected = [
        bar.instruction_chooser,
        bar.voice_chooser,
        bar.language_chooser,
        bar.badge,
        bar.model_chooser,
        bar.save_button,
        bar.settings_button,
        bar.more_button,
        talk.mic_button,
        talk.message_field.editor,
        talk.message_field.send_button,
        talk.mute_button,
        talk.end_button,
    ]
    assert [widget for widget in order if widget in expected] == expected


def test_the_focus_can_be_seen(window, qtbot):
    for widget in (
        window.top_bar.voice_chooser,
        window.top_bar.save_button,
        window.top_bar.badge,
        window.talk_bar.mic_button,
    ):
        window.talk_bar.message_field.take_focus()
        before = widget.grab().toImage()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        assert widget.grab().toImage() != before, repr(widget)


def assert_nothing_is_cut(root):
    for widget in root.findChildren(QLabel):
        if not widget.isVisible() or not widget.text():
            continue
        needed = widget.sizeHint()
        if widget.wordWrap():
            assert widget.height() >= widget.heightForWidth(widget.width()), widget.text()
        else:
            assert widget.width() >= needed.width(), widget.text()
            assert widget.height() >= needed.height(), widget.text()
    for widget in root.findChildren(QAbstractButton):
        elides = isinstance(widget, Chooser | IconButton)
        if widget.isVisible() and widget.text() and not elides:
            assert widget.width() >= widget.minimumSizeHint().width(), widget.text()
            assert widget.height() >= widget.minimumSizeHint().height(), widget.text()


class LongWords(QTranslator):
    """A language in which everything takes 1.4 times the room."""

    def translate(self, _context, text, _disambiguation=None, _n=-1):
        return text + " " + "ö" * max(1, round(len(text) * 0.4) - 1)

    def isEmpty(self):  # noqa: N802 -- Qt's name
        return False


@pytest.fixture(params=["plain", "large type", "long words"])
def reading(request, qapp, monkeypatch):
    """How the window is read: as it is, with type of 1.5 times, in a long language."""
    translator = LongWords()
    if request.param == "large type":
        from livedesk.ui.theme import switch
        from livedesk.ui.theme.type_scale import TypeScale

        monkeypatch.setattr(switch, "type_scale", lambda _font: TypeScale(18, 21, 30, 42))
    elif request.param == "long words":
        QCoreApplication.installTranslator(translator)
    yield request.param
    QCoreApplication.removeTranslator(translator)


@pytest.mark.parametrize("phase", [TalkPhase.IDLE, TalkPhase.SPEAKING, TalkPhase.ERROR])
def test_nothing_is_cut_in_the_smallest_window(reading, qtbot, context, phase):
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(640, 480)
    window.show()
    context.conversation.show(phase)
    qtbot.wait(20)
    assert (window.width(), window.height()) == (640, 480)
    assert_nothing_is_cut(window.top_bar)
    assert_nothing_is_cut(window.talk_bar)


def test_an_error_is_read_whole_in_the_smallest_window(reading, qtbot, context):
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(640, 480)
    window.show()
    error = ServerUnreachableError(
        "The connection to Gemini was lost and could not be made again.",
        "Check that this computer is on the internet, then try again.",
    )
    context.conversation.error_occurred.emit(error)
    qtbot.waitUntil(lambda: not window.message_bar.is_sliding)
    qtbot.wait(20)
    assert_nothing_is_cut(window.message_bar)
    assert window.talk_bar.height() >= window.talk_bar.minimumSizeHint().height()


@pytest.mark.parametrize("name", ["instructions", "settings", "account", "keys", "about"])
def test_nothing_is_cut_in_a_dialog(reading, qtbot, context, name):
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    dialog = open_dialog(window, name)
    qtbot.wait(20)
    assert_nothing_is_cut(dialog)
    dialog.close()


def test_the_welcome_is_read_whole_by_scrolling(reading, qtbot, context):
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(640, 480)
    window.show_welcome()
    window.show()
    qtbot.wait(20)
    assert_nothing_is_cut(window.welcome_page.widget())
    assert not window.welcome_page.horizontalScrollBar().isVisible()


def test_a_language_from_right_to_left_mirrors_the_window(qtbot, qapp, context):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        window = MainWindow(context)
        qtbot.addWidget(window)
        window.show()
        assert window.top_bar.instruction_chooser.x() > window.top_bar.voice_chooser.x()
        assert not window.grab().isNull()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_scroll_bars_and_areas_are_no_stops_of_their_own(window, qtbot):
    window.show_welcome()
    window.talk_bar.message_field.take_focus()
    for widget in tab_order(window, qtbot):
        assert not isinstance(widget, QScrollBar)
        is_bare_area = type(widget) is QAbstractScrollArea
        assert not is_bare_area
    assert QApplication.focusWidget() is not None
