"""The top bar shows the choices and passes on what is chosen."""

import pytest
from PySide6.QtCore import Qt

from livedesk.app.talk_phase import TalkPhase
from livedesk.session.gemini.catalogue import DEFAULT_VOICE, LANGUAGES, MODELS, VOICES
from livedesk.ui.widgets.chooser_popup import ChooserPopup


def choose(qtbot, window, chooser, typed):
    chooser.open()
    popup = window.findChild(ChooserPopup)
    qtbot.keyClicks(popup.search_field, typed)
    qtbot.keyClick(popup.search_field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(ChooserPopup) is None)


def names(window, chooser):
    chooser.open()
    popup = window.findChild(ChooserPopup)
    model = popup.list_view.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_choices_are_seen_without_opening(window):
    bar = window.top_bar
    assert bar.instruction_chooser.text() == "General assistant"
    assert bar.voice_chooser.text() == DEFAULT_VOICE
    assert bar.language_chooser.text() == "Automatic"
    assert bar.model_chooser.text() == MODELS[0].title


def test_all_thirty_voices_are_offered(window):
    assert names(window, window.top_bar.voice_chooser) == [voice.name for voice in VOICES]
    assert len(VOICES) == 30


def test_automatic_comes_before_the_languages(window):
    offered = names(window, window.top_bar.language_chooser)
    assert offered[0] == "Automatic"
    assert len(offered) == len(LANGUAGES) + 1


def test_a_legacy_model_is_marked(window):
    chooser = window.top_bar.model_chooser
    chooser.open()
    model = window.findChild(ChooserPopup).list_view.model()
    last = model.index(len(MODELS) - 1, 0)
    assert "legacy" in last.data(Qt.ItemDataRole.AccessibleTextRole)


def test_choosing_is_a_wish_and_then_shown(window, context, qtbot):
    choose(qtbot, window, window.top_bar.voice_chooser, "puck")
    assert context.wishes == [("choose", {"voice_name": "Puck"})]
    assert window.top_bar.voice_chooser.text() == "Puck"


def test_automatic_language_can_be_chosen_again(window, context, qtbot):
    choose(qtbot, window, window.top_bar.language_chooser, "german")
    assert context.choices.choices.language_code == "de"
    choose(qtbot, window, window.top_bar.language_chooser, "automatic")
    assert context.choices.choices.language_code is None


def test_a_staged_choice_is_marked_until_it_holds(window, context):
    bar = window.top_bar
    context.choices.wait_for_pause("voice", "model")
    assert bar.voice_chooser.is_pending
    assert bar.model_chooser.is_pending
    assert not bar.language_chooser.is_pending
    context.choices.wait_for_pause()
    assert not bar.voice_chooser.is_pending


def test_a_new_instruction_is_offered_at_once(window, context):
    context.instructions.add("Pirate", "Speak like a pirate.")
    assert names(window, window.top_bar.instruction_chooser)[-1] == "Pirate"


@pytest.mark.parametrize(
    ("phase", "words"),
    [
        (TalkPhase.LISTENING, "Connected"),
        (TalkPhase.RECONNECTING, "Reconnecting"),
        (TalkPhase.ERROR, "Not connected"),
    ],
)
def test_the_connection_is_said_in_words_too(window, context, phase, words):
    context.conversation.show(phase)
    pill = window.top_bar.status_pill
    assert pill.accessibleName() == f"Connection: {words}"
    assert pill.text().rstrip("…") == words


def test_an_instruction_that_is_gone_is_shown_as_the_one_in_use(window, context):
    context.choices.choose_instruction("own:gone")
    assert window.top_bar.instruction_chooser.text() == "General assistant"


def test_the_badge_says_practice_only_in_practice(window):
    bar = window.top_bar
    assert bar.badge.isVisible()
    assert bar.badge.text() == "Practice"
    bar.set_practice(False)
    assert not bar.badge.isVisible()


def test_a_narrow_window_gets_two_rows(window, qtbot):
    window.resize(1000, 720)
    one_row_px = window.top_bar.height()
    window.resize(640, 480)
    qtbot.waitUntil(lambda: window.top_bar.height() > 1.5 * one_row_px)


def test_the_connections_word_goes_before_a_second_row_comes(window, context, qtbot):
    pill, height_px = window.top_bar.status_pill, window.top_bar.height()
    word_px, dot_px = pill.width_px(compact=False), pill.width_px(compact=True)
    window.resize(900, 720)
    qtbot.waitUntil(lambda: pill.width() == dot_px)
    assert window.top_bar.height() == height_px
    window.resize(640, 480)
    qtbot.waitUntil(lambda: pill.width() == word_px)


def test_a_changing_connection_moves_nothing(window, context):
    bar = window.top_bar
    places = []
    for phase in TalkPhase:
        context.conversation.show(phase)
        bar.layout().activate()
        places.append((bar.badge.geometry(), bar.status_pill.geometry()))
    assert places == places[:1] * len(places)


def test_a_staged_choice_says_in_words_from_when_where_there_is_room(window, context):
    chooser = window.top_bar.voice_chooser
    window.resize(1200, 720)
    width_px = chooser.sizeHint().width()
    context.choices.wait_for_pause("voice")
    assert chooser.sizeHint().width() == width_px + chooser.note_px > width_px
    context.choices.wait_for_pause()
    assert chooser.sizeHint().width() == width_px


def test_words_that_do_not_fit_make_no_second_row(window, context, qtbot):
    window.resize(960, 720)
    qtbot.wait(20)
    height_px = window.top_bar.height()
    context.choices.wait_for_pause("instruction", "voice", "language", "model")
    qtbot.wait(20)
    assert window.top_bar.height() == height_px
