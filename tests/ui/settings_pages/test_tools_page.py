"""The page of tools says what holds the analyses of tables, once that was found out."""

import pytest
from helpers.fake_controllers import FakeContext
from pytestqt.qtbot import QtBot

from livedesk.tools.analyst.isolation import Isolation
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
