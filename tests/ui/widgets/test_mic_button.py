"""The microphone button shows its state, says it, and works only when something changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from livedesk.ui.theme.theme import load_theme
from livedesk.ui.widgets import mic_button as module
from livedesk.ui.widgets.mic_button import MicButton
from livedesk.ui.widgets.mic_paint import APPEARANCES, DISC_PX, SIDE_PX, MicLook

MOVING = {MicLook.CONNECTING, MicLook.THINKING}


@pytest.fixture
def button(qtbot):
    made = MicButton()
    made.set_theme(load_theme("light"))
    qtbot.addWidget(made)
    made.show()
    return made


def picture(button):
    return button.grab().toImage()


def test_every_look_is_different_to_the_eye(button):
    seen = []
    for look in MicLook:
        button.set_look(look, look.value)
        seen.append(picture(button))
    assert all(a != b for i, a in enumerate(seen) for b in seen[i + 1 :])


def test_looks_differ_by_shape_too():
    """Meaning is never by colour alone."""
    shapes = {(one.icon, one.ring, one.fill == one.outline) for one in APPEARANCES.values()}
    assert len(shapes) == len(MicLook)


def test_it_keeps_its_size_in_every_look(button):
    for look in MicLook:
        button.set_look(look, look.value)
        assert (button.width(), button.height()) == (SIDE_PX, SIDE_PX)
    assert DISC_PX == 72


def test_the_state_is_the_accessible_name(button):
    button.set_look(MicLook.MUTED, "Muted")
    interface = QAccessible.queryAccessibleInterface(button)
    assert interface.text(QAccessible.Text.Name) == "Muted"
    assert interface.role() is QAccessible.Role.Button


@pytest.mark.parametrize("look", MicLook)
def test_only_what_moves_has_a_timer(button, look):
    button.set_look(look, look.value)
    assert button.is_animating is (look in MOVING)


def test_nothing_moves_while_it_is_hidden(button):
    button.set_look(MicLook.CONNECTING, "Connecting")
    button.hide()
    assert not button.is_animating
    button.show()
    assert button.is_animating


def test_nothing_moves_when_the_system_asks_for_calm(button, monkeypatch):
    monkeypatch.setattr(module, "is_motion_reduced", lambda _widget: True)
    button.set_look(MicLook.CONNECTING, "Connecting")
    assert not button.is_animating


def test_the_ring_follows_the_level(button):
    button.set_look(MicLook.LISTENING, "Listening")
    quiet = picture(button)
    button.set_level(0.9)
    assert picture(button) != quiet


@pytest.mark.parametrize("look", [MicLook.IDLE, MicLook.MUTED])
def test_a_level_is_of_no_interest_to_looks_without_a_ring(button, look):
    button.set_look(look, look.value)
    button.set_level(0.9)
    assert button.level == 0


def test_a_level_out_of_range_is_bounded(button):
    button.set_look(MicLook.LISTENING, "Listening")
    button.set_level(7.0)
    assert button.level == 1


def test_space_presses_it(button, qtbot):
    button.setFocus()
    with qtbot.waitSignal(button.clicked):
        qtbot.keyClick(button, Qt.Key.Key_Space)
