"""The pane: empty or not, the way back to the end, the menu, and what is announced."""

from __future__ import annotations

import pytest
from helpers.talk_script import TalkScript
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from livedesk.app.transcript_controller import TranscriptController
from livedesk.ui.panels import transcript_pane
from livedesk.ui.panels.transcript_pane import TranscriptPane
from livedesk.ui.theme.theme import Theme, load_theme


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    said: list[str] = []
    monkeypatch.setattr(transcript_pane, "announce", lambda _widget, text: said.append(text))
    return said


@pytest.fixture
def pane(qtbot: QtBot, talk: TalkScript, announced: list[str]) -> TranscriptPane:
    controller = TranscriptController(talk.transcript)
    made = TranscriptPane(controller)
    controller.setParent(made)
    qtbot.addWidget(made)
    made.set_theme(load_theme("light"))
    made.resize(800, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def _fill(talk: TalkScript) -> None:
    for number in range(30):
        talk.assembler.add_typed(f"Question {number}")
        talk.answer("An answer that is a little longer than the question was.")


def test_empty_pane_offers_a_next_step_and_makes_room(
    talk: TalkScript, pane: TranscriptPane
) -> None:
    assert pane.empty_note.isVisible()
    talk.guess("hm")
    assert pane.view.isVisible()
    assert not pane.empty_note.isVisible()
    talk.user("", final=True)
    assert pane.empty_note.isVisible()


def test_way_back_to_the_end(talk: TalkScript, pane: TranscriptPane, qtbot: QtBot) -> None:
    _fill(talk)
    assert not pane.jump_button.isVisible()
    pane.view.verticalScrollBar().setValue(0)
    assert pane.jump_button.isVisible()
    assert pane.view.rect().contains(pane.jump_button.geometry())
    pane.jump_button.setFocus()
    qtbot.mouseClick(pane.jump_button, Qt.MouseButton.LeftButton)
    assert pane.view.is_following
    assert not pane.jump_button.isVisible()
    assert pane.view.hasFocus()


def test_final_turns_are_announced_once(
    talk: TalkScript, pane: TranscriptPane, announced: list[str]
) -> None:
    talk.user("What time")
    talk.user(" is it?", final=True)
    talk.says("It is ten.")
    assert announced == ["You: What time is it?"]
    talk.audio(900, begins=True)
    talk.over()
    talk.says(" Sharp.")
    assert announced == ["You: What time is it?", "Assistant: It is ten."]


def test_entry_that_the_keyboard_gets_to_is_announced(
    talk: TalkScript, pane: TranscriptPane, announced: list[str], qtbot: QtBot
) -> None:
    _fill(talk)
    announced.clear()
    pane.view.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert [line.split(":")[0] for line in announced] == ["Assistant", "You"]


def _menu(pane: TranscriptPane, row: int) -> dict[str, QAction]:
    view = pane.view
    y = view._page.top(row) - view._scroller.y_px + 12
    place = QPoint(300, y)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, place, view.viewport().mapToGlobal(place))
    QApplication.sendEvent(view.viewport(), event)
    menus = [menu for menu in pane.findChildren(QMenu) if menu.isVisible()]
    return {action.text(): action for action in menus[-1].actions()}


@pytest.mark.qt_log_ignore("This plugin does not support")  # pop-ups without a real screen
def test_menu_copies(talk: TalkScript, pane: TranscriptPane, qtbot: QtBot) -> None:
    talk.assembler.add_typed("What *time* is it?")
    talk.answer("It is ten.")
    actions = _menu(pane, 0)
    assert not actions["Copy"].isEnabled()
    actions["Copy turn as Markdown"].trigger()
    assert QGuiApplication.clipboard().text() == (
        "**You** · 10:02:00 · typed\n\nWhat \\*time\\* is it?"
    )
    actions["Select all"].trigger()
    again = _menu(pane, 1)
    assert again["Copy"].isEnabled()
    again["Copy"].trigger()
    assert QGuiApplication.clipboard().text() == (
        "You: What *time* is it?\n\nAssistant: It is ten."
    )
    again["Copy selection as Markdown"].trigger()
    assert QGuiApplication.clipboard().text() == (
        "**You** · 10:02:00 · typed\n\nWhat \\*time\\* is it?\n\n"
        "**Assistant** · 10:02:00\n\nIt is ten."
    )
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _ in range(12):
        qtbot.keyClick(pane.view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    _menu(pane, 0)["Copy selection as Markdown"].trigger()
    assert QGuiApplication.clipboard().text() == "**You** · 10:02:00\n\nWhat \\*time\\*"
    for menu in pane.findChildren(QMenu):
        menu.close()


def test_another_transcript_is_shown_from_its_end(
    talk: TalkScript, pane: TranscriptPane, announced: list[str]
) -> None:
    other = TalkScript()
    _fill(other)
    announced.clear()
    pane._controller.set_transcript(other.transcript)
    assert pane.view.isVisible()
    assert pane.view.is_following
    assert not announced
    pane._controller.set_transcript(TalkScript().transcript)
    assert pane.empty_note.isVisible()


@pytest.mark.parametrize("name", ["light", "dark"])
def test_theme_reaches_every_pixel_of_the_ground(
    talk: TalkScript, pane: TranscriptPane, name: str
) -> None:
    theme: Theme = load_theme(name)
    talk.assembler.add_typed("Hello")
    pane.set_theme(theme)
    image = pane.view.viewport().grab().toImage()
    assert image.pixelColor(3, 3) == theme.colour("ground")
    assert image.pixelColor(3, image.height() - 3) == theme.colour("ground")
    you = theme.colour("you").rgb()
    assert any(image.pixel(x, 35) == you for x in range(image.width()))


def test_mirrored_pane_has_its_gutter_at_the_right(talk: TalkScript, pane: TranscriptPane) -> None:
    talk.assembler.add_typed("Hello")
    left = pane.view._page.geometry
    pane.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    mirrored = pane.view._page.geometry
    assert left.gutter_px < left.column_px
    assert mirrored.gutter_px > mirrored.column_px


def test_names_for_assistive_technology(pane: TranscriptPane) -> None:
    assert pane.view.accessibleName() == "Transcript"
    assert pane.view.accessibleDescription()
    assert pane.jump_button.accessibleName()
