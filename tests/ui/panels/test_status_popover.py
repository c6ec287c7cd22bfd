"""The connection's story, below its pill."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from livedesk.app.connection_report import Bill, ConnectionReport
from livedesk.core.connection_story import ConnectionStory
from livedesk.core.prices import Cost, PriceList
from livedesk.core.reports import SessionState
from livedesk.core.tokens import KINDS, PRACTICE, Tokens
from livedesk.ui.panels import connection_texts
from livedesk.ui.panels.status_popover import StatusPopover

PRICES = PriceList(date(2026, 9, 25), "a page", {"m": dict.fromkeys(KINDS, 10.0)})
STORY = ConnectionStory(SessionState.LIVE, "m", 3.0, 42.0, 2, 1, True)


def bill(model="m", **counts) -> Bill:
    used = {model: Tokens(**counts)}
    return Bill(used, PRICES.cost(used))


@pytest.fixture
def report(context):
    context.connection.reported = ConnectionReport(
        "Gemini 3.8 Live",
        False,
        PRICES.as_of,
        STORY,
        754.0,
        812.0,
        700.0,
        3,
        bill(audio_in=12_000, text_out=300),
        bill(audio_in=1_000_000),
    )
    return context.connection.reported


@pytest.fixture
def popover(window, report, qtbot):
    qtbot.mouseClick(window.top_bar.status_pill, Qt.MouseButton.LeftButton)
    yield window.findChild(StatusPopover)
    for left in window.findChildren(StatusPopover):
        left.close_overlay()


def shown(popover):
    return [label.text() for label in popover.card.findChildren(QLabel)]


def test_the_story_is_told_in_words(popover):
    words = shown(popover)
    for text in (
        "Connected",
        "Gemini 3.8 Live",
        "12 min 34 s",
        "42 s ago",
        "2 times",
        "0.81 s, usually 0.70 s",
    ):
        assert text in words


def test_tokens_and_costs_stand_by_modality(popover):
    words = shown(popover)
    for text in ("12,000", "$0.12", "300", "$0.0030", "12,300", "1,000,000", "$10.00"):
        assert text in words
    assert "Pictures seen" not in words
    assert any("prices of" in text for text in words)


def test_it_looks_again_only_while_it_is_open(window, context, popover, qtbot):
    context.connection.reported = replace(context.connection.reported, connected_s=755.0)
    qtbot.waitUntil(lambda: "12 min 35 s" in shown(popover))
    qtbot.keyClick(popover, Qt.Key.Key_Escape)
    n_asked = context.connection.n_asked
    qtbot.waitUntil(lambda: window.findChild(StatusPopover) is None)
    qtbot.wait(1100)
    assert context.connection.n_asked == n_asked
    assert window.top_bar.status_pill.hasFocus()


def test_the_details_are_copied(window, popover, qtbot):
    qtbot.keyClick(popover, Qt.Key.Key_Tab)
    assert popover.copy_button.hasFocus()
    qtbot.keyClick(popover.copy_button, Qt.Key.Key_Space)
    assert "connection age: 754 s" in QApplication.clipboard().text()
    assert popover.copy_button.text() == "Copied"


def test_it_is_all_told_to_who_does_not_see_it(popover):
    spoken = popover.accessibleDescription()
    for text in ("State: Connected", "Model: Gemini 3.8 Live", "12,300 $0.12", "prices of"):
        assert text in spoken


@pytest.mark.parametrize("size", [(640, 480), (1000, 720)])
def test_no_word_is_cut(window, report, qtbot, size):
    window.resize(*size)
    qtbot.wait(20)
    window.open_story()
    popover = window.findChild(StatusPopover)
    qtbot.wait(20)
    assert window.rect().contains(popover.card.geometry())
    for label in popover.card.findChildren(QLabel):
        assert label.width() >= label.minimumSizeHint().width()
        assert label.height() >= label.heightForWidth(label.width())
    popover.close_overlay()


def test_practice_says_that_it_costs_nothing():
    report = ConnectionReport("Practice server", True, PRICES.as_of)
    used = replace(report, talk=bill(PRACTICE, audio_in=1200), today=bill(PRACTICE, audio_in=1200))
    assert connection_texts.total_cells(used.talk) == ("1,200", "no cost")
    assert connection_texts.bill_note(used) == "Practice costs nothing."


def test_a_model_without_a_price_is_named():
    used = Bill({"new": Tokens(audio_in=5)}, Cost(dict.fromkeys(KINDS, 0.0), ("new",)))
    report = ConnectionReport("New", False, PRICES.as_of, talk=used)
    assert connection_texts.total_cells(used) == ("5", "unknown")
    assert "No price is known for new." in connection_texts.bill_note(report)


def test_what_is_reckoned_is_marked():
    report = ConnectionReport("M", False, PRICES.as_of, today=bill(audio_in=5, from_clock=True))
    assert "reckoned from the length" in connection_texts.bill_note(report)


def test_without_a_talk_there_are_no_figures(window, qtbot):
    window.open_story()
    popover = window.findChild(StatusPopover)
    assert "No talk" in shown(popover)
    assert shown(popover).count("–") == 4
    popover.close_overlay()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0.4, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (3725, "1 h 2 min")]
)
def test_a_span_is_as_exact_as_one_cares(seconds, words):
    assert connection_texts.span(seconds) == words
