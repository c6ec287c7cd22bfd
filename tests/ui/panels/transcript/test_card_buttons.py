"""What runs can be stopped at its card, and what was shown can be seen."""

from dataclasses import replace
from datetime import timedelta

import pytest
from helpers.talk_script import TalkScript
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel, QWidget

from livedesk.app.transcript_model import TranscriptModel
from livedesk.core.exhibits import Picture
from livedesk.transcript.model import ToolEntry
from livedesk.ui.dialogs.pictures_dialog import PicturesDialog
from livedesk.ui.panels.transcript.card_buttons import CardButtons
from livedesk.ui.panels.transcript.view import TranscriptView


@pytest.fixture
def talk() -> TalkScript:
    talk = TalkScript()
    talk.assembler.add_typed("What time is it?")
    talk.tool()
    return talk


def png() -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImage(40, 20, QImage.Format.Format_RGB32).save(buffer, "PNG")
    return bytes(buffer.data().data())


def shown(talk: TalkScript, *pictures: bytes) -> ToolEntry:
    entry = next(e for e in talk.transcript.entries if isinstance(e, ToolEntry))
    made = replace(entry, exhibits=tuple(Picture(data, "A plot") for data in pictures))
    talk.transcript.replace(made)
    return made


def test_a_running_tool_can_be_stopped(
    talk: TalkScript, view: TranscriptView, model: TranscriptModel, qtbot
) -> None:
    (entry,) = [e for e in talk.transcript.entries if isinstance(e, ToolEntry)]
    times = [entry.started_at, entry.started_at + timedelta(seconds=12)]
    buttons = CardButtons(view, model, lambda: times.pop(0) if len(times) > 1 else times[0])
    stopped: list[str] = []
    buttons.stop_requested.connect(stopped.append)
    buttons.place()
    (button,) = buttons.buttons.values()
    assert button.text() == "Stop"
    buttons.timer.timeout.emit()
    assert button.text() == "Stop · 12 s"
    assert buttons.timer.isActive()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert stopped == [entry.call_id]
    talk.tool_ends()
    assert not buttons.buttons
    assert not buttons.timer.isActive()


def test_a_picture_is_offered_and_drawn(
    talk: TalkScript, view: TranscriptView, model: TranscriptModel, qtbot
) -> None:
    buttons = CardButtons(view, model)
    talk.tool_ends()
    shown(talk, png())
    (button,) = buttons.buttons.values()
    with qtbot.waitSignal(buttons.pictures_requested) as asked:
        button.click()
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PicturesDialog(asked.args[0], window)
    assert any(not label.pixmap().isNull() for label in dialog.findChildren(QLabel))
    dialog.done(0)


def test_what_is_no_picture_is_said_to_be_none(talk: TalkScript, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    dialog = PicturesDialog(shown(talk, b"<svg/>"), window)
    texts = [label.text() for label in dialog.findChildren(QLabel)]
    assert "This picture cannot be drawn." in texts
    dialog.done(0)
