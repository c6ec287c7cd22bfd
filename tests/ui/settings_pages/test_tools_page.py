"""The page of tools says what holds the analyses of tables, once that was found out."""

import pytest
from helpers.fake_controllers import FakeContext
from pytestqt.qtbot import QtBot

from livedesk.tools.analyst.isolation import Isolation
from livedesk.tools.mcp_servers.declared import tools_of
from livedesk.tools.tool import ToolOutput
from livedesk.ui.main_window import MainWindow
from livedesk.ui.settings_pages.tools_page import ToolsPage


@pytest.mark.parametrize(
    ("isolation", "words"),
    [(Isolation.FULL, "bubblewrap"), (Isolation.SHUT, "kernel"), (Isolation.LIMITED, "you trust")],
)
def test_what_holds_tables_is_told(
    window: MainWindow, context: FakeContext, qtbot: QtBot, isolation: Isolation, words: str
) -> None:
    window.dialogs.open_tools()
    (page,) = window.findChildren(ToolsPage)
    assert "kernel" in page.isolation_label.text()
    context.data.isolation_found.emit(isolation)
    assert words in page.isolation_label.text()
    page.window().close()


def test_tools_of_servers_come_and_go_while_the_page_is_open(
    window: MainWindow, context: FakeContext
) -> None:
    async def run(_name: str, _arguments: object) -> ToolOutput:
        raise AssertionError

    window.dialogs.open_tools()
    (page,) = window.findChildren(ToolsPage)
    before = set(page.rule_boxes)
    markup = "<img src='x'>Tells the time"
    listed = [{"name": "now", "description": markup}]
    context.tools.registry.set_group("a server", tools_of("clock", listed, run))
    context.tools.tools_changed.emit()
    assert set(page.rule_boxes) - before == {"clock/clock__now"}
    assert markup not in page.rule_boxes["clock/clock__now"].toolTip()
    page.rule_boxes["clock/clock__now"].activated.emit(0)
    assert context.wishes[-1] == ("choose_policy", "clock/clock__now", "ask")
    context.tools.registry.remove_group("a server")
    context.tools.tools_changed.emit()
    assert set(page.rule_boxes) == before
    page.window().close()
