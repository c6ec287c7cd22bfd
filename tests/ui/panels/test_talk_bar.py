"""The talk bar says where the talk stands and takes what is typed."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from livedesk.app.talk_phase import TalkPhase, TalkStatus
from livedesk.ui.panels.waveforms import level_of
from livedesk.ui.widgets.mic_paint import MicLook


@pytest.mark.parametrize(
    ("phase", "look", "words"),
    [
        (TalkPhase.IDLE, MicLook.IDLE, "Talk"),
        (TalkPhase.CONNECTING, MicLook.CONNECTING, "Connecting, go ahead and speak"),
        (TalkPhase.LISTENING, MicLook.LISTENING, "Listening"),
        (TalkPhase.THINKING, MicLook.THINKING, "Thinking"),
        (TalkPhase.SPEAKING, MicLook.SPEAKING, "Speaking, just talk to interrupt"),
        (TalkPhase.MUTED, MicLook.MUTED, "Muted"),
        (TalkPhase.RECONNECTING, MicLook.RECONNECTING, "Reconnecting"),
        (TalkPhase.ERROR, MicLook.ERROR, "Not connected, press to try again"),
    ],
)
def test_each_phase_is_shown_and_named(window, context, phase, look, words):
    context.conversation.show(phase)
    bar = window.talk_bar
    assert bar.mic_button.look is look
    assert bar.mic_button.accessibleName() == words
    assert bar.label.text() == words


def test_the_button_says_what_a_press_does(window, context):
    button = window.talk_bar.mic_button
    assert button.toolTip() == "Start to talk (Ctrl+Space)"
    context.conversation.show(TalkPhase.LISTENING)
    assert button.toolTip() == "End the talk (Ctrl+Space)"
    context.conversation.show(TalkPhase.ERROR)
    assert button.toolTip() == "Try again (Ctrl+Space)"


def test_a_talk_without_microphone_does_not_ask_to_speak(window, context):
    context.conversation.show(TalkPhase.SPEAKING, microphone_open=False)
    assert window.talk_bar.label.text() == "Speaking"


def test_a_wait_is_counted_down(window, context, qtbot):
    context.conversation.show(TalkPhase.RECONNECTING, retry_in_s=1.4)
    label = window.talk_bar.label
    assert label.text() == "Reconnecting in 2 s"
    qtbot.waitUntil(lambda: label.text() == "Reconnecting in 1 s")


def test_mute_and_end_are_there_when_they_make_sense(window, context):
    bar = window.talk_bar
    assert not bar.mute_button.isEnabled()
    assert not bar.end_button.isEnabled()
    context.conversation.show(TalkPhase.LISTENING)
    assert bar.mute_button.isEnabled()
    assert bar.end_button.isEnabled()
    context.conversation.show(TalkPhase.MUTED)
    assert bar.mute_button.accessibleName() == "Unmute the microphone"
    assert "Ctrl+M" in bar.mute_button.toolTip()


def test_a_click_on_the_microphone_wishes_to_talk(window, context, qtbot):
    qtbot.mouseClick(window.talk_bar.mic_button, Qt.MouseButton.LeftButton)
    assert context.wishes == [("toggle_talk",)]


def test_a_click_takes_the_focus_from_nothing(window, qtbot):
    window.talk_bar.message_field.take_focus()
    qtbot.mouseClick(window.talk_bar.mic_button, Qt.MouseButton.LeftButton)
    assert window.talk_bar.message_field.editor.hasFocus()


def test_what_is_typed_is_sent(window, context, qtbot):
    qtbot.keyClicks(window.talk_bar.message_field.editor, "hello")
    qtbot.keyClick(window.talk_bar.message_field.editor, Qt.Key.Key_Return)
    assert context.wishes == [("send_text", "hello")]


def test_the_sound_is_pulled_while_there_is_a_talk_to_be_seen(window, context, qtbot):
    context.conversation.show(TalkPhase.LISTENING)
    qtbot.waitUntil(lambda: context.sound_meter.n_asked > 3)
    assert window.talk_bar.mic_button.level > 0


@pytest.mark.parametrize("phase", [TalkPhase.IDLE, TalkPhase.ERROR])
def test_nothing_is_pulled_without_a_talk(window, context, phase):
    context.conversation.show(TalkPhase.LISTENING)
    context.conversation.show(phase)
    assert not window.talk_bar.waveforms.is_pulling


def test_nothing_is_pulled_while_the_window_is_hidden(window, context):
    context.conversation.show(TalkPhase.LISTENING)
    window.hide()
    assert not window.talk_bar.waveforms.is_pulling
    window.show()
    assert window.talk_bar.waveforms.is_pulling


def test_a_new_status_while_hidden_wakes_nothing(window, context):
    window.hide()
    context.conversation.show(TalkPhase.CONNECTING)
    assert not window.talk_bar.waveforms.is_pulling
    assert not window.talk_bar.mic_button.is_animating


@pytest.fixture
def waveforms(window, context, qtbot):
    """Both sides' sound while they talk, with lanes."""
    context.conversation.show(TalkPhase.LISTENING)
    made = window.talk_bar.waveforms
    qtbot.waitUntil(lambda: len(made.lanes) == 2)
    made.pull()
    return made


def test_a_bar_is_drawn_once(waveforms, context):
    n_drawn = [lane.strip.n_drawn for lane in waveforms.lanes]
    waveforms.pull()
    assert [lane.strip.n_drawn for lane in waveforms.lanes] == n_drawn
    context.sound_meter.n_columns += 2
    waveforms.pull()
    assert [lane.strip.n_drawn for lane in waveforms.lanes] == [n + 2 for n in n_drawn]


def test_frames_run_while_something_moves(waveforms, context, window):
    assert waveforms.frames.isActive()
    context.sound_meter.loudness = 0.0
    context.sound_meter.n_columns += 200
    waveforms.pull()
    assert not any(lane.is_moving for lane in waveforms.lanes)
    assert not waveforms.frames.isActive()
    assert waveforms.is_pulling
    context.sound_meter.loudness = 1.0
    context.sound_meter.n_columns += 2
    waveforms.pull()
    assert waveforms.frames.isActive()
    window.hide()
    assert not waveforms.frames.isActive()


def test_the_end_of_a_talk_leaves_silence(waveforms, context):
    context.conversation.show(TalkPhase.IDLE)
    assert not any(lane.is_moving for lane in waveforms.lanes)
    assert not waveforms.frames.isActive()


def test_another_stream_begins_a_new_picture(waveforms, context):
    context.sound_meter.stream = 2
    context.sound_meter.n_columns = 3
    waveforms.pull()
    context.sound_meter.n_columns = 4
    n_drawn = waveforms.lanes[0].strip.n_drawn
    waveforms.pull()
    assert waveforms.lanes[0].strip.n_drawn == n_drawn + 1


def caption(waveforms):
    return waveforms.findChildren(QLabel)[0].text()


def test_what_is_too_loud_is_said_in_words_for_a_while(waveforms, context):
    assert caption(waveforms) == "You"
    context.sound_meter.is_clipped = True
    context.sound_meter.n_columns += 1
    waveforms.pull()
    assert caption(waveforms) == "You: too loud, it distorts"
    context.conversation.show(TalkPhase.IDLE)
    assert caption(waveforms) == "You"


def test_a_muted_lane_is_grey_and_says_so(waveforms, context):
    lane = waveforms.lanes[0]
    before = lane.grab().toImage()
    context.conversation.show(TalkPhase.MUTED)
    assert caption(waveforms) == "You, muted"
    assert lane.grab().toImage() != before


def test_the_ring_follows_the_side_that_speaks(window, context):
    levels = context.sound_meter.levels()
    waveforms = window.talk_bar.waveforms
    for phase, level_db in (
        (TalkPhase.LISTENING, levels.user_db),
        (TalkPhase.SPEAKING, levels.assistant_db),
    ):
        context.conversation.show(phase)
        waveforms.pull()
        assert window.talk_bar.mic_button.level == pytest.approx(level_of(level_db), abs=0.02)


@pytest.mark.parametrize(("level_db", "level"), [(-96.0, 0.0), (-32.0, 0.5), (0.0, 1.0)])
def test_loudness_is_mapped_to_what_can_be_seen(level_db, level):
    assert level_of(level_db) == pytest.approx(level, abs=0.01)


def test_the_status_that_is_shown_first_is_that_of_no_talk(window):
    assert TalkStatus().phase is TalkPhase.IDLE
    assert window.talk_bar.label.text() == "Talk"
