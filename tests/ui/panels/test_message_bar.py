"""The one error sentence and the one button that helps."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from livedesk.core.errors import (
    CredentialError,
    LiveDeskError,
    MicrophoneError,
    ModelError,
    Remedy,
    ServerUnreachableError,
    TranscriptSaveError,
)
from livedesk.ui.dialogs.error_details import ErrorDetails
from livedesk.ui.dialogs.settings_dialog import SettingsDialog
from livedesk.ui.widgets.chooser_popup import ChooserPopup


def lost():
    return ServerUnreachableError("The server is not there.", "Try again in a minute.")


def occur(context, error):
    context.conversation.error_occurred.emit(error)


def press(qtbot, window):
    qtbot.mouseClick(window.message_bar.remedy_button, Qt.MouseButton.LeftButton)


def test_it_is_not_there_without_an_error(window):
    assert not window.message_bar.isVisible()


def test_an_error_is_a_sentence_and_a_hint(window, context, qtbot):
    occur(context, lost())
    bar = window.message_bar
    assert bar.isVisible()
    assert bar.accessibleName() == "The server is not there. Try again in a minute."
    qtbot.waitUntil(lambda: bar.height() > 40)


def test_try_again(window, context, qtbot):
    occur(context, lost())
    press(qtbot, window)
    assert context.wishes == [("try_again",)]


def test_a_wrong_key_leads_to_the_account(window, context, qtbot):
    occur(context, CredentialError("The key was refused.", "Get another."))
    press(qtbot, window)
    dialog = window.findChild(SettingsDialog)
    assert dialog.list.currentItem().text() == "Account"
    dialog.close()


def test_a_wrong_model_leads_to_the_models(window, context, qtbot):
    occur(context, ModelError("The model is gone.", "Choose another."))
    press(qtbot, window)
    assert window.findChild(ChooserPopup) is not None


def test_type_instead_leads_to_the_field(window, context, qtbot):
    error = MicrophoneError("No microphone was found.", "Type instead.")
    error.remedy = Remedy.TYPE_INSTEAD
    occur(context, error)
    window.top_bar.voice_chooser.setFocus()
    press(qtbot, window)
    assert window.talk_bar.message_field.editor.hasFocus()


def test_without_a_remedy_there_is_no_button(window, context):
    occur(context, LiveDeskError("Something went wrong."))
    assert not window.message_bar.remedy_button.isVisible()


def test_it_goes_when_the_talk_is_well_again(window, context, qtbot):
    occur(context, lost())
    context.conversation.error_cleared.emit()
    qtbot.waitUntil(window.message_bar.isHidden)


def test_a_failed_save_stays_until_it_is_dismissed(window, context, qtbot):
    context.transcript.failed.emit(TranscriptSaveError("The disk is full.", "Make room."))
    context.conversation.error_cleared.emit()
    bar = window.message_bar
    assert bar.error is not None
    qtbot.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(bar.isHidden)


@pytest.mark.parametrize("error", [lost(), MicrophoneError("No microphone.", "Type.")])
def test_the_conversation_keeps_most_of_the_window(window, context, qtbot, error):
    window.resize(640, 480)
    occur(context, error)
    qtbot.wait(250)
    assert window.middle.height() >= 100


def test_a_later_error_takes_the_place_of_an_earlier(window, context):
    occur(context, lost())
    occur(context, CredentialError("The key was refused."))
    assert window.message_bar.accessibleName() == "The key was refused."


def test_the_details_can_be_copied(window, context, qtbot):
    occur(context, CredentialError("The key was refused.", detail="close 1007"))
    qtbot.mouseClick(window.message_bar.details_button, Qt.MouseButton.LeftButton)
    dialog = window.findChild(ErrorDetails)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    assert "detail: close 1007" in QApplication.clipboard().text()
    dialog.close()


def test_an_error_without_details_offers_none(window, context):
    occur(context, lost())
    assert not window.message_bar.details_button.isVisible()
