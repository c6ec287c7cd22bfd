"""Files dragged over the window bring up a target; words and pages do not."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from livedesk.ui.theme.theme import Theme
from livedesk.ui.widgets.file_target import FileTarget

ACTIONS = Qt.DropAction.CopyAction | Qt.DropAction.MoveAction
NO_BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


class Window(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.field = QPlainTextEdit(self)
        QVBoxLayout(self).addWidget(self.field)
        self.target = FileTarget(self, self.field.viewport())
        self.target.set_theme(theme)
        self.target.set_words("Drop it", "CSV")
        self.got: list[object] = []
        self.target.dropped.connect(self.got.append)
        self.resize(400, 300)


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Window:
    made = Window(theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    return made


def dragged(*urls: str, text: str = "") -> QMimeData:
    mime = QMimeData()
    if urls:
        mime.setUrls([QUrl(url) for url in urls])
    if text:
        mime.setText(text)
    return mime


def enter(widget: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(5, 5), ACTIONS, mime, NO_BUTTON, NO_KEY)
    event.ignore()
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def drop(widget: QWidget, mime: QMimeData) -> QDropEvent:
    event = QDropEvent(QPointF(5, 5), ACTIONS, mime, NO_BUTTON, NO_KEY)
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("over", ["window", "field", "target"])
def test_files_are_taken_wherever_they_come_in(window: Window, over: str) -> None:
    mime = dragged("file:///data/a%20b.csv", "file:///data/c.json", "https://example.org/x.csv")
    widget = window.field.viewport() if over == "field" else window
    assert enter(widget, mime)
    assert window.target.isVisible()
    assert window.target.geometry() == window.rect()
    window.resize(500, 350)
    assert window.target.geometry() == window.rect()
    window.grab()
    if over == "target":  # they moved on: Qt lets them leave the window for the layer
        QApplication.sendEvent(widget, QDragLeaveEvent())
        assert enter(window.target, mime)
        QApplication.sendPostedEvents()
        assert window.target.isVisible()
    event = drop(window.target, mime)
    assert window.got == [(Path("/data/a b.csv"), Path("/data/c.json"))]
    assert event.dropAction() is Qt.DropAction.CopyAction  # the files stay where they are
    assert not window.target.isVisible()


@pytest.mark.parametrize("is_quick", [False, True])
def test_who_thinks_better_of_it_sees_the_window_again(
    window: Window, qtbot: QtBot, is_quick: bool
) -> None:
    mime = dragged("file:///data/a.csv")
    enter(window, mime)
    if not is_quick:
        enter(window.target, mime)
    QApplication.sendEvent(window if is_quick else window.target, QDragLeaveEvent())
    qtbot.waitUntil(lambda: not window.target.isVisible())
    assert window.got == []


def test_words_go_into_the_field_as_ever_and_pages_nowhere(window: Window) -> None:
    words = dragged(text="dragged words")
    assert enter(window.field.viewport(), words)
    drop(window.field.viewport(), words)
    assert window.field.toPlainText() == "dragged words"
    assert not enter(window, dragged("https://example.org/x.csv"))
    assert not window.target.isVisible()
