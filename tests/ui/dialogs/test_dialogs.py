"""Dialogs open without blocking, do what they say, and are gone when they are closed."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QLabel, QRadioButton
from shiboken6 import isValid

from livedesk.app.account import PRACTICE, Account
from livedesk.core.credential import CredentialSource
from livedesk.core.errors import CredentialError
from livedesk.ui.dialogs.save_dialog import SaveDialog
from livedesk.ui.dialogs.settings_dialog import SettingsDialog
from livedesk.ui.settings_pages.account_page import AccountPage
from livedesk.ui.settings_pages.saving_page import SavingPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def _qt_draws_file_dialogs(monkeypatch):
    """The system's own dialog could not be looked into."""
    native = SaveDialog.__init__

    def own(self, *arguments):
        native(self, *arguments)
        self.setOption(QFileDialog.Option.DontUseNativeDialog)

    monkeypatch.setattr(SaveDialog, "__init__", own)


@pytest.mark.parametrize(
    ("key", "modifier", "title"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "Keys"),
        (Qt.Key.Key_Comma, CTRL, "Settings"),
        (Qt.Key.Key_I, CTRL, "Instructions"),
        (Qt.Key.Key_S, CTRL, "Save the transcript"),
    ],
)
def test_a_key_opens_a_dialog_that_dies_when_closed(window, qtbot, key, modifier, title):
    qtbot.keyClick(window, key, modifier)
    dialog = window.findChild(QDialog)
    assert dialog.windowTitle() == title
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(dialog))
    assert window.findChild(QDialog) is None


def test_the_key_help_lists_every_action_that_has_a_key(window, qtbot):
    qtbot.keyClick(window, Qt.Key.Key_F1)
    dialog = window.findChild(QDialog)
    words = {label.text() for label in dialog.findChildren(QLabel)}
    assert {"Ctrl+Space", "Ctrl+M", "Esc", "Ctrl+S", "Ctrl+,", "F1", "Ctrl+L"} <= words
    dialog.close()


def test_about_tells_version_and_licence(window):
    window.dialogs.open_about()
    dialog = window.findChild(QDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "0.1.0" in words
    assert "Apache License" in words
    dialog.close()


def test_the_theme_changes_at_once_and_so_does_the_open_dialog(window, context, qtbot):
    window.dialogs.open_settings()
    dialog = window.findChild(SettingsDialog)
    dark = next(b for b in dialog.findChildren(QRadioButton) if b.text() == "Dark")
    before = dialog.list.item(0).icon().cacheKey()
    qtbot.mouseClick(dark, Qt.MouseButton.LeftButton, pos=dark.rect().center() / 2)
    assert context.settings.settings.look.theme == "dark"
    assert window.themes.theme.is_dark
    assert dialog.list.item(0).icon().cacheKey() != before
    dialog.close()


def test_the_account_page_tells_of_practice(window):
    window.dialogs.open_account()
    dialog = window.findChild(SettingsDialog)
    words = " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    assert "There is no key" in words
    dialog.close()


def test_a_pasted_key_is_checked_and_its_outcome_told(window, context, qtbot):
    window.dialogs.open_account()
    card = window.findChild(AccountPage).key_card
    assert not card.keep_button.isEnabled()
    qtbot.keyClicks(card.key_field, "AQ.key")
    assert "AQ.key" not in card.key_field.displayText()
    qtbot.keyClick(card.key_field, Qt.Key.Key_Return)
    assert context.wishes == [("use key", "AQ.key")]
    context.account.check_started.emit()
    assert not card.key_field.isEnabled()
    context.account.key_refused.emit(CredentialError("The key has expired.", "Make a new one."))
    assert card.outcome_label.text() == "The key has expired. Make a new one."
    assert card.key_field.text() == "AQ.key"
    context.account.key_accepted.emit(None)
    assert "good and kept" in card.outcome_label.text()
    assert not card.key_field.text()
    window.findChild(SettingsDialog).close()


def test_a_kept_key_can_be_removed_and_one_of_the_environment_not(window, context, qtbot):
    window.dialogs.open_account()
    page = window.findChild(AccountPage)
    kept = Account(False, "the system's keyring", source=CredentialSource.KEYRING)
    context.account.account_changed.emit(kept)
    assert not window.top_bar.badge.isVisible()
    qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
    assert context.wishes == [("remove key",)]
    named = Account(False, "GEMINI_API_KEY", source=CredentialSource.ENVIRONMENT)
    context.account.account_changed.emit(named)
    assert not page.remove_button.isVisible()
    assert not page.key_card.isVisible()
    context.account.account_changed.emit(PRACTICE)
    assert window.top_bar.badge.isVisible()
    window.findChild(SettingsDialog).close()


def test_a_chosen_folder_is_where_saving_starts(window, context, tmp_path):
    window.dialogs.open_settings()
    dialog = window.findChild(SettingsDialog)
    dialog.findChild(SavingPage).folder_chosen.emit(str(tmp_path))
    assert context.settings.settings.saving.folder == str(tmp_path)
    dialog.close()
    window.dialogs.open_save()
    save = window.findChild(SaveDialog)
    assert Path(save.directory().absolutePath()) == tmp_path
    save.close()


def saving(window):
    window.dialogs.open_save()
    return window.findChild(SaveDialog)


def test_saving_offers_a_name_and_every_type(window):
    dialog = saving(window)
    assert Path(dialog.selectedFiles()[0]).name == "talk-2026-11-23.md"
    assert len(dialog.nameFilters()) == 6
    dialog.close()


@pytest.mark.parametrize(
    ("row", "suffix"), [(1, "txt"), (2, "html"), (3, "json"), (4, "srt"), (5, "vtt"), (0, "md")]
)
def test_another_type_changes_the_ending(window, row, suffix):
    dialog = saving(window)
    dialog.selectNameFilter(dialog.nameFilters()[row])
    dialog.filterSelected.emit(dialog.nameFilters()[row])
    assert Path(dialog.selectedFiles()[0]).name == f"talk-2026-11-23.{suffix}"
    dialog.close()


def test_what_was_chosen_is_saved_and_quietly_said(window, context, tmp_path):
    dialog = saving(window)
    target = tmp_path / "talk.md"
    dialog.fileSelected.emit(str(target))
    dialog.close()
    assert context.wishes == [("save", str(target))]
    context.transcript.saved.emit(str(target))
    assert window.toast.isVisible()
    assert "Saved to" in window.toast.accessibleName()
    assert context.settings.settings.saving.folder == str(tmp_path)


def test_an_empty_transcript_is_not_saved(window, context, qtbot):
    context.transcript.is_empty = True
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert window.findChild(SaveDialog) is None
    assert window.toast.text() == "There is nothing to save yet."
