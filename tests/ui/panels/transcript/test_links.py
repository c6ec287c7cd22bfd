"""Pages under an answer: they are seen, they lead nowhere by themselves, and only to the web."""

from __future__ import annotations

import pytest
from helpers.still_clock import StillClock
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from livedesk.app.transcript_controller import TranscriptController
from livedesk.core.events import GroundingSource
from livedesk.core.speakers import Speaker
from livedesk.transcript.model import Transcript, Utterance
from livedesk.ui.dialogs.link_dialog import LinkDialog
from livedesk.ui.panels.transcript.words import Meaning, entry_words
from livedesk.ui.panels.transcript_pane import TranscriptPane
from livedesk.ui.theme.theme import load_theme

PAGE = GroundingSource("Weather of Lisbon", "https://example.org/lisbon?a=1")
EVIL = GroundingSource("Evil", "javascript:alert(1)")
SEARCH = GroundingSource("weather lisbon", "https://www.google.com/search?q=weather+lisbon")


def _answer() -> Utterance:
    return Utterance(
        1,
        Speaker.ASSISTANT,
        "It is sunny in Lisbon.",
        StillClock().wall_time(),
        0.0,
        is_final=True,
        sources=(PAGE, EVIL),
        suggestions=(SEARCH,),
    )


@pytest.fixture
def pane(qtbot: QtBot) -> TranscriptPane:
    transcript = Transcript(StillClock())
    transcript.append(_answer())
    made = TranscriptPane(TranscriptController(transcript))
    made.set_theme(load_theme("light"))
    qtbot.addWidget(made)
    made.resize(800, 500)
    with qtbot.waitExposed(made):
        made.show()
    return made


def _place_of(pane: TranscriptPane, page: GroundingSource) -> QPoint | None:
    """The first point at which that page is linked."""
    area = pane.view.viewport().rect()
    for y in range(0, area.height(), 6):
        for x in range(0, area.width(), 6):
            if pane.view.link_at(QPoint(x, y)) == page:
                return QPoint(x + 2, y + 3)
    return None


def test_what_leads_to_the_web_is_a_link_and_nothing_else() -> None:
    words = entry_words(_answer(), is_unfolded=False)
    assert [link.page for link in words.links] == [PAGE, SEARCH]
    linked = [words.text[link.start : link.start + link.length] for link in words.links]
    assert linked == ["Weather of Lisbon", "weather lisbon"]
    assert "Evil" in words.text
    labels = [span for span in words.spans if span.meaning is Meaning.LABEL]
    assert [words.text[s.start : s.start + s.length] for s in labels] == [
        "Sources",
        "Search Google for",
    ]


def test_a_click_on_a_link_asks_and_a_click_beside_it_does_not(
    pane: TranscriptPane, qtbot: QtBot
) -> None:
    wishes: list[object] = []
    pane.link_requested.connect(wishes.append)
    place = _place_of(pane, SEARCH)
    assert place is not None
    assert _place_of(pane, EVIL) is None
    qtbot.mouseMove(pane.view.viewport(), place)
    assert pane.view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert wishes == [SEARCH]
    beside = QPoint(pane.view.viewport().width() - 40, place.y())
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert wishes == [SEARCH]
    qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place, delay=600)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert wishes[1:] == [SEARCH, SEARCH]


def test_the_address_is_shown_as_it_is_and_opened_only_then(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: bool(opened.append(url.host())))
    owner = QWidget()
    qtbot.addWidget(owner)
    page = GroundingSource("<b>Bank</b>", "https://b\u0430nk.example/login")
    dialog = LinkDialog(page, owner)
    told: list[str] = []
    dialog.notice_given.connect(told.append)
    dialog.open()
    host = str(QUrl(page.url).host(QUrl.ComponentFormattingOption.FullyEncoded))
    assert host.startswith("xn--")
    assert host in dialog.address
    assert opened == []
    button = next(b for b in dialog.findChildren(QPushButton) if b.text() == "Open")
    button.click()
    assert len(opened) == 1
    assert "No browser" in told[0]
