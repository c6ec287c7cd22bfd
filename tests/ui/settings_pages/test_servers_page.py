"""The page of MCP servers: nothing runs without a yes, and a server's words are no markup."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from helpers.fake_controllers import FakeContext
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from livedesk.app.server_views import ServerTool, ServerView
from livedesk.core.errors import InputFileError
from livedesk.tools.mcp_servers.report import ServerState
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.main_window import MainWindow
from livedesk.ui.settings_pages.servers_page import ServersPage

VIEW = ServerView("one", "uvx mcp-server-time", ("TOKEN",), False, ServerState.OFF)
TOOLS = (ServerTool("echo", "<b>Say it again.</b>", True), ServerTool("wipe & go", "", False))
READY = replace(VIEW, is_on=True, state=ServerState.READY, tools=TOOLS)


@pytest.fixture
def page(window: MainWindow) -> Iterator[ServersPage]:
    window.dialogs.open_servers()
    (found,) = window.findChildren(ServersPage)
    yield found
    found.window().close()


def answer(page: ServersPage, qtbot: QtBot, *, yes: bool) -> str:
    """Answers the question that is open; its words."""
    (dialog,) = page.findChildren(ConfirmDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    qtbot.mouseClick(
        dialog.confirm_button if yes else dialog.cancel_button, Qt.MouseButton.LeftButton
    )
    qtbot.waitUntil(lambda: not page.findChildren(ConfirmDialog))
    return words


def test_json_is_added_and_what_came_of_it_is_told(
    page: ServersPage, context: FakeContext, qtbot: QtBot
):
    assert not page.none_label.isHidden()
    page.text_field.setPlainText("{}")
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    assert context.wishes[-1] == ("add_servers", "{}")
    context.servers.failed.emit(InputFileError("This is not JSON.", "No server was added."))
    assert "This is not JSON." in page.outcome_label.text()
    context.servers.changed.emit((VIEW,))
    context.servers.added.emit(("one",))
    assert page.outcome_label.text().startswith("Added: one.")
    assert page.text_field.toPlainText() == ""
    assert page.none_label.isHidden()


def test_a_server_runs_only_after_a_yes(page: ServersPage, context: FakeContext, qtbot: QtBot):
    context.servers.changed.emit((VIEW,))
    box = page.cards["one"].switch_box
    before = list(context.wishes)
    box.click()
    assert not box.isChecked()
    assert VIEW.where in answer(page, qtbot, yes=False)
    assert context.wishes == before
    box.click()
    answer(page, qtbot, yes=True)
    assert context.wishes[-1] == ("switch_server", "one", True)
    context.servers.changed.emit((READY,))
    box.click()
    assert context.wishes[-1] == ("switch_server", "one", False)


def test_tools_are_listed_and_switched(page: ServersPage, context: FakeContext, qtbot: QtBot):
    context.servers.changed.emit((READY,))
    card = page.cards["one"]
    assert card.state_label.text() == "ready, 2 tools"
    echo, wipe = card.tool_boxes.values()
    assert (echo.isChecked(), wipe.isChecked()) == (True, False)
    assert wipe.text() == "wipe && go"
    assert "<b>" not in echo.toolTip()
    echo.click()
    assert context.wishes[-1] == ("switch_tool", "one", "echo", False)


def test_a_server_that_fails_says_why_and_when_it_is_tried(page: ServersPage, context: FakeContext):
    failing = replace(
        VIEW, is_on=True, state=ServerState.FAILING, fault="It ended.", next_try_s=104.0
    )
    context.servers.changed.emit((failing,))
    card = page.cards["one"]
    assert card.state_label.text() == "tried again in 4 s"
    assert card.fault_label.text() == "It ended."


def test_a_server_is_removed_only_after_a_yes(
    page: ServersPage, context: FakeContext, qtbot: QtBot
):
    context.servers.changed.emit((VIEW,))
    page.cards["one"].removal_requested.emit("one")
    answer(page, qtbot, yes=True)
    assert context.wishes[-1] == ("remove_server", "one")
    context.servers.changed.emit(())
    assert not page.cards
