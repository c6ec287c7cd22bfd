"""A window with fake controllers behind it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.demo_transcript import empty_transcript
from helpers.fake_controllers import FakeContext
from pytestqt.qtbot import QtBot

from livedesk.ui.main_window import MainWindow
from livedesk.ui.theme.theme import Theme, load_theme


@pytest.fixture(autouse=True)
def no_collection_while_something_is_drawn() -> Iterator[None]:
    """As in the program, see ``app.gc_guard``: a window must not vanish under its painter."""
    gc.freeze()  # what was there before need not be looked through after each test
    gc.disable()
    yield
    gc.collect()
    gc.unfreeze()
    gc.enable()


@pytest.fixture(params=["light", "dark"])
def theme(request: pytest.FixtureRequest) -> Theme:
    """Each shipped theme."""
    return load_theme(request.param)


@pytest.fixture
def context(tmp_path: Path) -> FakeContext:
    """Controllers that note every wish; practice, and the welcome was read."""
    made = FakeContext(tmp_path, empty_transcript())
    made.settings.set_practice_seen()
    return made


@pytest.fixture
def window(qtbot: QtBot, context: FakeContext) -> Iterator[MainWindow]:
    """The shown window, ready for keys."""
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.hide()
