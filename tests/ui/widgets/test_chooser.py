"""A chooser shows the choice, filters as one types, and works by keys alone."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from livedesk.session.gemini.catalogue import VOICES
from livedesk.ui.theme.theme import load_theme
from livedesk.ui.widgets.chooser import Chooser
from livedesk.ui.widgets.chooser_options import Option, matching
from livedesk.ui.widgets.chooser_popup import ChooserPopup

OPTIONS = [Option(voice.name, voice.name, voice.character) for voice in VOICES]


@pytest.fixture
def room(qtbot):
    made = QWidget()
    made.resize(640, 480)
    QVBoxLayout(made)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def chooser(room):
    made = Chooser("voice", "Voice", room)
    made.set_theme(load_theme("light"))
    made.set_options(OPTIONS)
    made.set_current("Kore")
    room.layout().addWidget(made)
    made.show()
    return made


def popup_of(chooser):
    return chooser.window().findChild(ChooserPopup)


def shown(popup):
    model = popup.list_view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("kore", ["Kore"]),
        ("upbeat", ["Puck", "Laomedeia"]),
        ("  FIRM  or ", ["Kore", "Orus"]),
        ("xyz", []),
    ],
)
def test_every_typed_word_must_match(typed, found):
    assert [option.name for option in matching(OPTIONS, typed)] == found


def test_accents_and_case_do_not_matter():
    options = [Option("pt", "Português"), Option("de", "Deutsch")]
    assert [one.key for one in matching(options, "PORTUGUES")] == ["pt"]


def test_the_choice_is_seen_without_opening(chooser):
    assert chooser.text() == "Kore"
    assert chooser.accessibleName() == "Voice: Kore"
    assert "Kore" in chooser.toolTip()


def test_an_unknown_choice_is_shown_as_it_is(chooser):
    chooser.set_current("en-us-tavi")
    assert chooser.text() == "en-us-tavi"


def test_a_pending_choice_says_from_when_it_holds(chooser, qtbot):
    before = chooser.grab().toImage()
    chooser.set_pending(True)
    assert "from the next pause" in chooser.accessibleName()
    assert chooser.grab().toImage() != before
    chooser.open()
    current = popup_of(chooser).list_view.currentIndex()
    assert current.data(Qt.ItemDataRole.AccessibleTextRole) == "Kore, from the next pause"


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Down])
def test_it_opens_by_key_at_the_current_choice(chooser, qtbot, key):
    chooser.setFocus()
    qtbot.keyClick(chooser, key)
    popup = popup_of(chooser)
    assert popup.isVisible()
    assert popup.list_view.currentIndex().data() == "Kore"
    assert popup.search_field.hasFocus()


def test_typing_and_enter_choose(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    qtbot.keyClicks(popup.search_field, "upbe")
    assert shown(popup) == ["Puck", "Laomedeia"]
    qtbot.keyClick(popup.search_field, Qt.Key.Key_Down)
    with qtbot.waitSignal(chooser.chosen) as chosen:
        qtbot.keyClick(popup.search_field, Qt.Key.Key_Return)
    assert chosen.args == ["Laomedeia"]
    assert not popup.isVisible()
    assert chooser.hasFocus()


def test_nothing_is_shown_as_chosen_before_it_is_true(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    qtbot.keyClicks(popup.search_field, "puck")
    qtbot.keyClick(popup.search_field, Qt.Key.Key_Return)
    assert chooser.current == "Kore"


def test_when_nothing_matches_enter_does_nothing(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    qtbot.keyClicks(popup.search_field, "zzz")
    assert not popup.list_view.isVisible()
    with qtbot.assertNotEmitted(chooser.chosen):
        qtbot.keyClick(popup.search_field, Qt.Key.Key_Return)
    assert popup.isVisible()


def test_escape_closes_and_chooses_nothing(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    with qtbot.assertNotEmitted(chooser.chosen):
        qtbot.keyClick(popup.search_field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert chooser.hasFocus()


def test_a_click_beside_it_closes(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    qtbot.mouseClick(popup, Qt.MouseButton.LeftButton, pos=QPoint(630, 470))
    assert not popup.isVisible()


def test_a_click_on_a_row_chooses(chooser, qtbot):
    chooser.open()
    popup = popup_of(chooser)
    view = popup.list_view
    spot = view.visualRect(view.model().index(4, 0)).center()
    with qtbot.waitSignal(chooser.chosen) as chosen:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert chosen.args == [VOICES[4].name]


def test_tab_stays_on_the_card(chooser, qtbot):
    chooser.set_footer("Edit…")
    chooser.open()
    popup = popup_of(chooser)
    for _ in range(5):
        qtbot.keyClick(popup.window().focusWidget(), Qt.Key.Key_Tab)
        assert popup.isAncestorOf(popup.window().focusWidget())


def test_the_footer_asks(chooser, qtbot):
    chooser.set_footer("Edit…")
    chooser.open()
    footer = popup_of(chooser).footer_button
    with qtbot.waitSignal(chooser.footer_requested):
        qtbot.mouseClick(footer, Qt.MouseButton.LeftButton)


def test_a_short_list_needs_no_filter(chooser):
    chooser.set_options(OPTIONS[:3])
    chooser.open()
    popup = popup_of(chooser)
    assert not popup.search_field.isVisible()
    assert popup.list_view.hasFocus()


def test_a_closed_list_is_gone(chooser, qtbot):
    chooser.open()
    popup_of(chooser).close_overlay()
    qtbot.waitUntil(lambda: popup_of(chooser) is None)


def test_resizing_the_window_closes_the_list(chooser):
    chooser.open()
    popup = popup_of(chooser)
    chooser.window().resize(700, 500)
    assert not popup.isVisible()


def test_the_list_stays_inside_of_a_small_window(chooser):
    chooser.open()
    popup = popup_of(chooser)
    assert popup.rect().contains(popup.card.geometry())
