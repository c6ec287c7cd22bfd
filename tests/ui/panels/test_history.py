"""The history as a person meets it: by mouse, by keys, by name."""

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu

from livedesk.app.history_controller import Reading
from livedesk.app.history_list import Emptiness
from livedesk.app.past_talks import Day, PastTalk
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.history import Told
from livedesk.transcript.model import Record, TalkSetting
from livedesk.transcript.store.reading import Summary
from livedesk.ui.panels.history import history_texts

NOON = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
CTRL = Qt.KeyboardModifier.ControlModifier


def summary(uuid, title):
    return Summary(uuid, title, NOON, 130.0, "ended", "assistant", "", "Kore", False, False, 0, 0.0)


def reading(*, is_running=False):
    record = Record("Bridges", NOON, TalkSetting(), (), "aa")
    return Reading(PastTalk(record, "", 130.0, is_running), Told(2_312, 3_000))


@pytest.fixture
def sidebar(window, context, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    context.history.show(Day(NOON.date()), summary("aa", "Bridges"), summary("bb", "Trees"))
    context.wishes.clear()
    return window.sidebar


def test_ctrl_h_folds_the_history_and_it_is_remembered(window, context, qtbot):
    assert not window.sidebar.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    assert window.sidebar.isVisible()
    assert context.settings.settings.look.history_open
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    assert not window.sidebar.isVisible()
    assert not context.settings.settings.look.history_open


def test_an_empty_history_says_what_it_is_for(window, context, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_H, CTRL)
    assert "appear here by themselves" in window.sidebar.empty_note.text()
    assert not window.sidebar.list.isVisible()


def test_ctrl_f_opens_the_history_at_its_search_field(window, context, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    qtbot.keyClicks(window.sidebar.field, "ph")
    assert context.wishes == [("look_for", "p"), ("look_for", "ph")]
    qtbot.keyClick(window.sidebar.field, Qt.Key.Key_Escape)
    assert context.wishes[2:] == [("look_for", "")]


def test_everything_is_done_by_keys(sidebar, context, qtbot):
    qtbot.keyClick(sidebar.field, Qt.Key.Key_Down)
    assert sidebar.list.hasFocus()
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Return)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Down)
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    sidebar.undo_strip.accept_button.click()
    assert context.wishes == [("open", "aa", -1), ("delete", "bb"), ("undo",)]


@pytest.mark.qt_log_ignore("This plugin does not support")  # pop-ups without a real screen
def test_several_are_chosen_to_be_deleted_or_exported_together(sidebar, context, qtbot):
    wanted = []
    sidebar.list.export_requested.connect(wanted.append)
    index = sidebar.list.model().index
    for row in (1, 2):
        place = sidebar.list.visualRect(index(row, 0)).center()
        qtbot.mouseClick(sidebar.list.viewport(), Qt.MouseButton.LeftButton, CTRL, place)
    assert context.wishes == []
    sidebar.list.customContextMenuRequested.emit(place)
    menu = sidebar.list.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Export 2 conversations…",
        "Delete 2 conversations",
    ]
    menu.actions()[0].trigger()
    ((first, second),) = wanted
    assert (first.uuid, second.uuid) == ("aa", "bb")
    menu.close()
    qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert context.wishes == [("delete", "aa", "bb")]
    assert "2 conversations are deleted" in sidebar.undo_strip.sentence


def test_f2_renames_in_place(sidebar, context, qtbot):
    sidebar.list.choose_first()
    qtbot.keyClick(sidebar.list, Qt.Key.Key_F2)
    editor = sidebar.list.viewport().findChild(QLineEdit)
    editor.setText("Stone bridges")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(context.wishes))  # Qt keeps what was written in a later event
    assert context.wishes == [("rename", "aa", "Stone bridges")]


def test_a_click_opens(sidebar, context, qtbot):
    place = sidebar.list.visualRect(sidebar.list.model().index(2, 0)).center()
    qtbot.mouseClick(sidebar.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert context.wishes == [("open", "bb", -1)]


def test_a_filter_narrows_and_shows_that_it_does(sidebar, context):
    sidebar.voice_chip.menu().actions()[1].trigger()
    (wish,) = context.wishes
    assert wish[1].voice == sidebar.voice_chip.text()
    assert sidebar.voice_chip.property("active")
    context.history.modes_changed.emit(("assistant", "language_tutor"))
    sidebar.mode_chip.menu().actions()[2].trigger()
    sidebar.sound_chip.menu().actions()[1].trigger()
    narrowed = context.wishes[-1][1]
    assert (narrowed.mode, narrowed.has_audio) == ("language_tutor", True)
    assert sidebar.mode_chip.text() == "Language tutor"
    context.history.modes_changed.emit(("assistant",))
    assert sidebar.mode_chip.value is None


def test_the_strip_tells_what_is_read_and_leads_on_and_back(window, context):
    context.history.reading_changed.emit(reading())
    strip = window.reading_strip
    assert "12 May 2026" in strip.sentence
    assert "about 2,300 tokens of 3,000" in strip.sentence.replace("2300", "2,300").replace(
        "3000", "3,000"
    )
    strip.accept_button.click()
    assert context.wishes == [("go_on",)]
    context.history.reading_changed.emit(None)
    assert not strip.isVisible()


def test_what_goes_on_elsewhere_cannot_be_taken_up(window, context):
    context.history.reading_changed.emit(reading(is_running=True))
    assert not window.reading_strip.accept_button.isVisible()
    assert "still going on" in window.reading_strip.sentence


def test_writing_leads_back_to_the_talk(window, context):
    context.history.reading = reading()
    window.talk_bar.text_submitted.emit("Hello")
    assert ("back",) in context.wishes


def test_a_wanted_entry_is_marked(window, context):
    said = Utterance(1, Speaker.USER, "Hello", NOON, 0.0, is_final=True)
    context.transcript.transcript.append(said)
    context.history.row_wanted.emit(0)
    assert window.transcript_pane.view.has_marked


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (None, "Pinned"),
        (date(2026, 5, 12), "Today"),
        (date(2026, 5, 11), "Yesterday"),
        (date(2026, 5, 8), "Friday"),
        (date(2026, 5, 5), "5 May 2026"),
    ],
)
def test_days_have_names(day, words):
    assert history_texts.day_words(day, date(2026, 5, 12)) == words


@pytest.mark.parametrize(("seconds", "words"), [(4.4, "4 s"), (130, "2 min"), (7_500, "2 h 5 min")])
def test_lengths_bear_their_unit(seconds, words):
    assert history_texts.length_words(seconds) == words


def test_every_reason_to_be_empty_has_its_sentence():
    silent = {Emptiness.FILLED, Emptiness.LOADING}
    assert all(bool(history_texts.emptiness_words(e)) is (e not in silent) for e in Emptiness)
