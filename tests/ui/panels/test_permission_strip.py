"""The question whether a tool may run, as the person sees and answers it."""

import time

import pytest
from PySide6.QtCore import Qt

from livedesk.core.tool_types import Risk, ToolCall, ToolSpec
from livedesk.tools.permission import PermissionRequest
from livedesk.tools.policy import Answer
from livedesk.tools.tool import Tool
from livedesk.ui.panels.permission_strip import PermissionStrip
from livedesk.ui.theme.theme import load_theme


async def _nothing(_arguments):
    return {}


def request(**arguments: object) -> PermissionRequest:
    tool = Tool(ToolSpec("open_page", ""), _nothing, Risk.REACHES_OUT, server="far away")
    return PermissionRequest(tool, ToolCall("c1", "open_page", arguments))


@pytest.fixture
def strip(qtbot) -> PermissionStrip:
    strip = PermissionStrip(time.monotonic)
    qtbot.addWidget(strip)
    strip.set_theme(load_theme("light"))
    strip.show()
    return strip


def test_it_shows_tool_server_risk_and_every_letter(strip: PermissionStrip) -> None:
    strip.show_question(request(address="https://x\u202egro.elpmaxe", note="<b>yes</b>\nAllow"))
    assert strip.question_label.text() == "May the assistant use open_page?"
    assert strip.about_label.text().startswith("far away · reaches out")
    shown = strip.arguments_field.toPlainText()
    assert "https://x\\u202egro.elpmaxe" in shown  # what turns a text round is spelt out
    assert "<b>yes</b>\\nAllow" in shown
    assert strip.question_label.textFormat() is Qt.TextFormat.PlainText


def test_nothing_is_answered_by_a_click_meant_for_something_else(strip, qtbot) -> None:
    answers: list[Answer] = []
    strip.answered.connect(answers.append)
    strip.show_question(request(address="x"))
    qtbot.mouseClick(strip.once_button, Qt.MouseButton.LeftButton)
    assert answers == []
    qtbot.waitUntil(strip.once_button.isEnabled)
    qtbot.mouseClick(strip.always_button, Qt.MouseButton.LeftButton)
    assert answers == [Answer.ALLOW_ALWAYS]
    strip.take_away()
    assert not strip.is_open


def test_a_key_answers_and_typing_goes_on(strip, qtbot) -> None:
    answers: list[Answer] = []
    strip.answered.connect(answers.append)
    strip.show_question(request())
    qtbot.waitUntil(strip.no_button.isEnabled)
    assert not strip.no_button.hasFocus()
    assert strip.no_button.shortcut().toString() == "Alt+N"
    strip.no_button.click()
    assert answers == [Answer.DENY]
