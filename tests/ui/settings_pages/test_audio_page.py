"""The page of microphone and speaker."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog

from livedesk.app.sound_choice import DeviceMoved
from livedesk.app.sound_test import SoundTest
from livedesk.audio.levels import Levels
from livedesk.core.errors import MicrophoneError, ServerUnreachableError, SpeakerError
from livedesk.core.speakers import Speaker
from livedesk.settings.audio_settings import KnownDevice
from livedesk.ui.settings_pages.audio_page import AudioPage
from livedesk.ui.settings_pages.device_options import device_options, moved_sentence
from livedesk.ui.widgets.level_meter import LevelMeter, Loudness


@pytest.fixture
def page(window) -> AudioPage:
    window.dialogs.open_audio()
    yield window.findChild(AudioPage)
    window.findChild(QDialog).close()


def test_devices_are_chosen_by_name_or_as_the_system_has_them(page, context) -> None:
    assert page.microphone_chooser.text() == "Follow the system – Built-in Audio"
    page.microphone_chooser.chosen.emit("worn")
    assert page.microphone_chooser.text() == "USB Headset"
    page.microphone_chooser.chosen.emit("")
    assert context.audio.audio.inputs == ()
    page.speaker_chooser.chosen.emit("worn")
    assert page.speaker_chooser.text() == "USB Headset"
    assert page.preset_chooser.text() == "Choose for me – Headphones"


def test_a_device_that_is_away_keeps_its_name(context) -> None:
    there = context.audio.devices.inputs[:1]
    known = (KnownDevice(device_id="worn", name="USB Headset"),)
    options = device_options(there, known, "own")
    assert [(one.name, one.note) for one in options] == [
        ("Follow the system – Built-in Audio", ""),
        ("Built-in Audio", "in use"),
        ("USB Headset – not connected", ""),
    ]


def test_the_list_follows_what_is_plugged_in_while_it_is_open(page, context) -> None:
    context.audio.choose_speaker("worn")
    own = context.audio.devices.outputs[:1]
    context.audio.show(outputs=own, output_in_use="own")
    assert page.speaker_chooser.text() == "USB Headset – not connected"
    assert page.preset_chooser.text() == "Choose for me – Speakers"


def test_sliders_and_switches_take_effect_by_keyboard(page, context, qtbot) -> None:
    page.volume_slider.slider.setFocus()
    qtbot.keyClick(page.volume_slider.slider, Qt.Key.Key_PageDown)
    assert context.audio.audio.volume == pytest.approx(0.9)
    assert page.volume_slider.value_text == "90 %"
    qtbot.keyClick(page.gain_slider.slider, Qt.Key.Key_Right)
    assert context.audio.audio.microphone_gain_db == 1.0
    assert page.gain_slider.value_text == "+1 dB"
    box = page.boxes["noise_suppression"]
    qtbot.keyClick(box, Qt.Key.Key_Space)
    assert context.audio.audio.switches.noise_suppression is False
    assert not box.isChecked()


def test_a_preset_sets_the_switches(page, context) -> None:
    page.preset_chooser.chosen.emit("headphones")
    assert not page.boxes["echo_cancelling"].isChecked()
    page.preset_chooser.chosen.emit("speakers")
    assert page.boxes["echo_cancelling"].isChecked()


def test_the_tests_begin_and_stop_and_end_with_the_page(page, context, qtbot) -> None:
    qtbot.mouseClick(page.speaker_button, Qt.MouseButton.LeftButton)
    assert context.sound_tester.now is SoundTest.SPEAKER
    assert page.speaker_button.text() == "Stop"
    qtbot.mouseClick(page.microphone_button, Qt.MouseButton.LeftButton)
    assert context.sound_tester.now is SoundTest.MICROPHONE
    assert page.speaker_button.text() == "Play a sentence"
    page.window().list.setCurrentRow(0)
    assert context.sound_tester.now is SoundTest.NONE


def test_during_a_talk_nothing_is_tested(page, context) -> None:
    context.sound_tester.may_test = False
    context.sound_tester.may_test_changed.emit()
    assert not page.microphone_button.isEnabled()
    assert "During a talk" in page.speaker_button.toolTip()


def test_a_test_that_fails_says_why_until_the_next(page, context, qtbot) -> None:
    context.sound_tester.failed.emit(SpeakerError("No speaker was found.", "Connect one."))
    assert page.failure_label.text() == "No speaker was found. Connect one."
    assert page.failure_label.isVisible()
    qtbot.mouseClick(page.speaker_button, Qt.MouseButton.LeftButton)
    assert not page.failure_label.isVisible()


def test_the_level_is_looked_at_only_while_it_can_be_seen(page, context, qtbot) -> None:
    qtbot.waitUntil(lambda: page.level_meter.level_db > -25)
    assert page.level_label.text() == "You are well heard."
    page.window().list.setCurrentRow(0)
    n_asked = context.sound_meter.n_asked
    qtbot.wait(100)
    assert context.sound_meter.n_asked == n_asked


@pytest.mark.parametrize(
    ("level_db", "words"),
    [(-96.0, ""), (-30.0, "You are well heard."), (-3.0, "Too loud: move away a little")],
)
def test_the_level_is_said_in_words(page, context, monkeypatch, level_db, words) -> None:
    monkeypatch.setattr(context.sound_meter, "levels", lambda: Levels(user_db=level_db))
    for _ in range(40):
        page.pull()
    assert page.level_label.text().startswith(words)
    assert page.level_meter.accessibleDescription() == page.level_label.text()


def test_a_meter_rises_at_once_and_falls_slowly(theme, qtbot) -> None:
    meter = LevelMeter()
    qtbot.addWidget(meter)
    meter.set_theme(theme)
    meter.show_level(-20.0)
    assert (meter.level_db, meter.loudness) == (-20.0, Loudness.GOOD)
    meter.show_level(-90.0)
    assert meter.level_db == -22.0
    assert not meter.grab().isNull()


def test_a_lost_device_leads_to_the_page(window, context, qtbot) -> None:
    context.conversation.error_occurred.emit(ServerUnreachableError("Lost.", "Try again."))
    assert not window.message_bar.audio_button.isVisible()
    context.conversation.error_occurred.emit(MicrophoneError("The microphone was taken away."))
    qtbot.waitUntil(window.message_bar.audio_button.isVisible)
    qtbot.waitUntil(lambda: not window.message_bar.is_sliding)
    qtbot.mouseClick(window.message_bar.audio_button, Qt.MouseButton.LeftButton)
    assert window.findChild(AudioPage).isVisible()
    window.findChild(QDialog).close()


@pytest.mark.parametrize(
    ("moved", "sentence"),
    [
        ([DeviceMoved(Speaker.USER, "Headset")], "You are now heard through Headset."),
        (
            [DeviceMoved(Speaker.ASSISTANT, "Headset")],
            "The assistant now speaks through Headset.",
        ),
        (
            [DeviceMoved(Speaker.USER, "Headset"), DeviceMoved(Speaker.ASSISTANT, "Headset")],
            "Now talking through Headset.",
        ),
    ],
)
def test_a_move_is_told_quietly(window, context, moved, sentence) -> None:
    assert moved_sentence(moved) == sentence
    context.audio.devices_moved.emit(tuple(moved))
    assert window.toast.text() == sentence
