"""The icon beside the clock says what the button says."""

import pytest
from PySide6.QtWidgets import QSystemTrayIcon

from livedesk.app.talk_phase import TalkPhase
from livedesk.ui.widgets.mic_paint import MicLook


@pytest.mark.parametrize(
    ("phase", "facts", "look", "tip"),
    [
        (TalkPhase.IDLE, {}, MicLook.IDLE, "LiveDesk"),
        (TalkPhase.LISTENING, {}, MicLook.LISTENING, "LiveDesk: Listening"),
        (TalkPhase.MUTED, {}, MicLook.MUTED, "LiveDesk: Muted"),
        (
            TalkPhase.SPEAKING,
            {},
            MicLook.SPEAKING,
            "LiveDesk: Speaking, just talk to interrupt",
        ),
        (
            TalkPhase.SPEAKING,
            {"muted": True},
            MicLook.MUTED,
            "LiveDesk: Speaking, your microphone is muted",
        ),
    ],
)
def test_each_state_has_its_icon_and_words(window, context, phase, facts, look, tip):
    context.conversation.show(phase, **facts)
    assert window.tray.look is look
    assert window.tray.icon.toolTip() == tip
    assert not window.tray.icon.icon().isNull()


def test_another_state_is_another_picture(window, context):
    pictures = set()
    for phase in (TalkPhase.IDLE, TalkPhase.LISTENING, TalkPhase.MUTED, TalkPhase.SPEAKING):
        context.conversation.show(phase)
        image = window.tray.icon.icon().pixmap(32, 32).toImage()
        pictures.add(bytes(image.constBits()))
    assert len(pictures) == 4


def test_the_menu_does_what_the_window_does(window, context, qtbot):
    context.conversation.show(TalkPhase.LISTENING)
    mute, end, show, _, quits = window.tray.menu.actions()
    mute.trigger()
    end.trigger()
    assert context.wishes == [("toggle_mute",), ("end_talk",)]
    with qtbot.waitSignal(window.close_requested):
        quits.trigger()
    window.showMinimized()
    show.trigger()
    assert not window.isMinimized()


def test_a_click_shows_the_window(window):
    window.showMinimized()
    window.tray.icon.activated.emit(QSystemTrayIcon.ActivationReason.Trigger)
    assert not window.isMinimized()


def test_nothing_stays_behind_a_hidden_window(window, monkeypatch):
    hidden = []
    monkeypatch.setattr(window.tray.icon, "hide", lambda: hidden.append(True))
    window.hide()
    assert hidden
