"""Listening to a recording: the bar, the marked turn, the sign while sound goes to a file."""

import pytest
from helpers.demo_transcript import demo_transcript
from PySide6.QtCore import QPoint, Qt

from livedesk.ui.panels.player_bar import clock
from livedesk.ui.panels.transcript.playing_mark import PlayingMark

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(window):
    return window.player_bar


@pytest.fixture
def held(window, context, qtbot):
    """A conversation is shown that was recorded."""
    context.transcript.set_transcript(demo_transcript())
    context.playback.show(duration_s=90.0)
    qtbot.waitUntil(window.transcript_pane.view.isVisible)
    return window.transcript_pane


def beside(view, row):
    box = view.places.row_box(row)
    return QPoint(box.left() + 20, box.center().y())


def test_the_bar_is_there_once_something_was_played(bar, context):
    context.playback.show(duration_s=90.0)
    assert bar.isHidden()
    context.playback.show(position_s=61.0, is_playing=True, is_open=True)
    assert bar.isVisible()
    assert bar.time_label.text() == "1:01 / 1:30"
    assert bar.pause_button.isVisible()
    assert not bar.play_button.isVisible()
    assert not [wish for wish in context.wishes if wish[0] == "seek"]  # it only follows


def test_the_buttons_are_wishes(bar, context, qtbot):
    context.playback.show(duration_s=90.0, is_open=True)
    qtbot.mouseClick(bar.play_button, LEFT)
    bar.slider.setFocus()
    qtbot.keyClick(bar.slider, Qt.Key.Key_Right)
    bar.speed_button.menu().actions()[3].trigger()
    qtbot.mouseClick(bar.close_button, LEFT)
    assert context.wishes[-4:] == [("toggle",), ("seek", 5.0), ("set_speed", 1.5), ("close",)]


def test_the_keyboard_stays_on_the_button_that_changes(bar, context):
    context.playback.show(duration_s=90.0, is_open=True)
    bar.play_button.setFocus()
    context.playback.show(is_playing=True)
    assert bar.pause_button.hasFocus()


def test_a_talk_goes_before(bar, context):
    context.playback.show(duration_s=90.0, is_open=True, may_play=False)
    assert not bar.play_button.isEnabled()


def test_a_click_beside_a_turn_plays_it(held, context, qtbot):
    qtbot.mouseClick(held.view.viewport(), LEFT, pos=beside(held.view, 2))
    wanted = context.transcript.model.entry(2).entry_id
    assert context.wishes[-1] == ("play_entry", wanted)
    context.playback.show(number=wanted, is_playing=True, is_open=True)
    mark = held.view.viewport().findChild(PlayingMark)
    assert mark.isVisible()
    assert mark.geometry().contains(held.view.places.row_box(2).center())


def test_a_click_on_a_tool_card_or_without_a_recording_plays_nothing(held, context, qtbot):
    view = held.view
    n_wishes = len(context.wishes)
    qtbot.mouseClick(view.viewport(), LEFT, pos=beside(view, 1))
    context.playback.show(duration_s=0.0)
    qtbot.mouseClick(view.viewport(), LEFT, pos=beside(view, 2))
    assert len(context.wishes) == n_wishes


def test_the_sign_shows_that_sound_goes_to_a_file_and_ends_it(window, context, qtbot):
    sign = window.talk_bar.recording_sign
    context.recording.recording_changed.emit(True)
    assert sign.isVisible()
    context.recording.is_on = True
    window.actions_table.record.setChecked(True)
    qtbot.mouseClick(sign, LEFT)
    assert context.wishes[-1] == ("set_on", False)
    assert not window.actions_table.record.isChecked()
    context.recording.recording_changed.emit(False)
    assert sign.isHidden()


@pytest.mark.parametrize(
    ("seconds", "words"), [(0, "0:00"), (59.9, "0:59"), (600, "10:00"), (3_725, "1:02:05")]
)
def test_times_are_read_as_on_a_clock(seconds, words):
    assert clock(seconds) == words
