"""A second LiveDesk brings the first one's window to the front instead of opening its own."""

import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from livedesk.ui.front_door import FrontDoor, _name, knock


class Window(QWidget):
    """The offscreen platform has no front to come to."""

    was_raised = False

    def raise_(self):
        self.was_raised = True


@pytest.fixture
def door(qtbot):
    window = Window()
    qtbot.addWidget(window)
    made = FrontDoor(window)
    assert made.open()
    yield made
    made.close()


KNOCK = "from livedesk.ui.front_door import knock; import sys; sys.exit(10 + knock())"


def start_knocking() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", KNOCK])


def test_nobody_is_there(qapp):
    assert not knock()


def test_a_knock_of_another_process_shows_the_window(qtbot, door):
    window = door.parent()
    window.showMinimized()
    with start_knocking() as other, qtbot.waitSignal(door.knocked, timeout=10_000):
        pass
    assert other.returncode == 11
    assert window.isVisible()
    assert window.was_raised
    assert not window.windowState() & Qt.WindowState.WindowMinimized


def test_a_door_left_behind_by_a_kill_is_replaced(qtbot, home):
    program = (
        "from PySide6.QtNetwork import QLocalServer; from livedesk.ui.front_door import _name;"
        "import os; s = QLocalServer(); assert s.listen(_name()); os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
    window = Window()
    qtbot.addWidget(window)
    assert not knock()
    door = FrontDoor(window)
    assert door.open()
    with start_knocking() as other, qtbot.waitSignal(door.knocked, timeout=10_000):
        pass
    assert other.returncode == 11
    door.close()
    assert not knock()


def test_other_conversations_have_another_door(monkeypatch, tmp_path):
    before = _name()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert _name() != before
