"""What is wrong with the sound is said, and one click mends it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from livedesk.app.sound_watch import EchoNotice, MicNotice
from livedesk.audio.mic_truth import Trouble
from livedesk.ui.panels.sound_texts import action_words, notice_words

ECHO = EchoNotice(84.2)
DEAD = MicNotice(Trouble.NOTHING, "Built-in Audio", "worn", "USB Headset")


def click(qtbot, button) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_echo_is_told_and_one_click_leads_to_the_preset(window, context, qtbot):
    context.sound_watch.notice_changed.emit(ECHO)
    strip = window.sound_strip
    qtbot.waitUntil(lambda: strip.is_open and not strip.is_sliding)
    assert strip.what_label.text() == "Your speakers reach your microphone, 84 ms late."
    assert strip.action_button.text() == "Use the Speakers preset"
    click(qtbot, strip.action_button)
    assert context.wishes == [("use_speakers_preset",)]


def test_a_dead_microphone_leads_to_another_one(window, context, qtbot):
    context.sound_watch.notice_changed.emit(DEAD)
    strip = window.sound_strip
    qtbot.waitUntil(lambda: strip.is_open and not strip.is_sliding)
    assert strip.what_label.text() == "No sound at all comes from “Built-in Audio”."
    click(qtbot, strip.action_button)
    assert context.wishes == [("try_other_microphone",)]


def test_it_goes_when_it_is_dismissed(window, context, qtbot):
    context.sound_watch.notice_changed.emit(DEAD)
    strip = window.sound_strip
    qtbot.waitUntil(lambda: strip.is_open and not strip.is_sliding)
    click(qtbot, strip.close_button)
    assert context.wishes == [("dismiss",)]
    assert not strip.is_open
    qtbot.waitUntil(strip.isHidden)


def test_an_error_of_something_else_stays_beside_it(window, context, qtbot):
    context.sound_watch.notice_changed.emit(DEAD)
    context.sound_watch.notice_changed.emit(None)
    assert window.message_bar.error is None
    assert not window.sound_strip.is_open


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence_with_and_without_a_name(trouble):
    named, hint = notice_words(MicNotice(trouble, "USB Mic"))
    assert "“USB Mic”" in named
    assert hint.endswith(".")
    assert "your microphone" in notice_words(MicNotice(trouble))[0]


def test_a_button_is_offered_only_where_it_helps():
    assert action_words(MicNotice(Trouble.NOTHING, "Mic")) == ""
    assert action_words(MicNotice(Trouble.CLIPPED, "Mic", "worn", "Other")) == ""
    assert action_words(EchoNotice(84, is_cancelling=True)) == ""
    assert action_words(EchoNotice(84, has_canceller=False)) == ""
    assert "headphones" in notice_words(EchoNotice(84, has_canceller=False))[1]
