"""A shown view over a talk that tests play."""

from __future__ import annotations

import pytest
from helpers.talk_script import TalkScript
from pytestqt.qtbot import QtBot

from livedesk.app.transcript_model import TranscriptModel
from livedesk.ui.panels.transcript.view import TranscriptView
from livedesk.ui.theme.theme import load_theme


@pytest.fixture
def talk() -> TalkScript:
    return TalkScript()


@pytest.fixture
def model(talk: TalkScript, qapp: object) -> TranscriptModel:
    return TranscriptModel(talk.transcript)


@pytest.fixture
def view(qtbot: QtBot, model: TranscriptModel) -> TranscriptView:
    made = TranscriptView(model, load_theme("light"))
    qtbot.addWidget(made)
    made.resize(800, 400)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
