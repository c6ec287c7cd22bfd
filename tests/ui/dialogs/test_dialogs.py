"""Dialogs open without blocking, do what they say, and are gone when they are closed."""

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QDialog, QLabel, QRadioButton
from shiboken6 import isValid

from livedesk.app.account import PRACTICE, Account
from livedesk.app.export_controller import ExportWish
from livedesk.core.credential import CredentialSource
from livedesk.core.errors import CredentialError
from livedesk.core.speakers import Speaker
from livedesk.transcript.entries import Utterance
from livedesk.transcript.store.reading import Summary
from livedesk.ui.dialogs.export_dialog import ExportDialog
from livedesk.ui.dialogs.settings_dialog import SettingsDialog
from livedesk.ui.settings_pages.account_page import AccountPage
from livedesk.ui.settings_pages.saving_page import SavingPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.parametrize(
    ("key", "modifier", "title"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, "Keys"),
        (Qt.Key.Key_Comma, CTRL, "Settings"),
        (Qt.Key.Key_I, CTRL, "Instructions"),
        (Qt.Key.Key_S, CTRL, "Export the conversation"),
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
    project = Account(False, "desk-1", source=CredentialSource.CLOUD_PROJECT)
    context.account.account_changed.emit(project)
    assert not page.key_card.isVisible()
    assert not page.sign_in_card.isVisible()
    assert "desk-1" in page._origin_label.text()
    assert "not been tried" in page._origin_label.text()
    context.account.account_changed.emit(PRACTICE)
    assert window.top_bar.badge.isVisible()
    window.findChild(SettingsDialog).close()


def test_a_chosen_folder_is_where_saving_starts(window, context, tmp_path):
    window.dialogs.open_settings()
    dialog = window.findChild(SettingsDialog)
    dialog.findChild(SavingPage).folder_chosen.emit(str(tmp_path))
    assert context.settings.settings.saving.folder == str(tmp_path)
    dialog.close()
    export = exporting(window)
    assert export.folder_field.text() == str(tmp_path)
    export.close()


def exporting(window):
    window.dialogs.exporting.open_export()
    return window.findChild(ExportDialog)


def test_a_conversation_is_exported_as_the_kind_that_was_chosen(window, context, tmp_path, qtbot):
    began = context.transcript.transcript.started_at
    said = Utterance(1, Speaker.USER, "What time is it?", began, 0.0, is_final=True)
    context.transcript.transcript.append(said)
    dialog = exporting(window)
    assert dialog.name_field.text() == "2026-11-23 10.02 What time is it"
    dialog.take_folder(str(tmp_path))
    dialog.name_field.setText("talk.pdf")
    dialog.choose(".pdf")
    assert "printed anywhere" in dialog._told.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    ((_, (record,), wish),) = context.wishes
    assert record.entries == tuple(context.transcript.transcript.entries)
    assert wish == ExportWish(tmp_path, ".pdf", "talk")
    context.export.exported.emit((tmp_path / "talk.pdf",))
    assert "Saved to" in window.toast.accessibleName()
    assert context.settings.settings.saving.folder == str(tmp_path)


def test_a_file_that_is_there_is_replaced_only_knowingly(window, tmp_path):
    (tmp_path / "talk.md").write_text("old")
    dialog = exporting(window)
    dialog.take_folder(str(tmp_path))
    dialog.name_field.setText("talk")
    assert dialog.export_button.text() == "Replace"
    assert "would be replaced" in dialog.note.text()
    dialog.choose(".txt")
    assert dialog.export_button.text() == "Export"
    dialog.name_field.setText("a/b")
    assert not dialog.export_button.isEnabled()
    dialog.close()


def test_recordings_go_along_only_where_there_are_some(window, context):
    dialog = exporting(window)
    assert not dialog.sound_box.isEnabled()
    context.export.sound_found.emit(True)
    dialog.sound_box.setChecked(True)
    dialog.export_button.click()
    assert context.wishes[-1][2].with_sound


def test_several_conversations_need_no_name(window, context):
    began = datetime(2026, 5, 12, 12, 0, tzinfo=UTC)
    facts = (began, 60.0, "ended", "assistant", "", "Kore", False, False, 0, 0.0)
    talks = (Summary("aa", "Bridges", *facts), Summary("bb", "Trees", *facts))
    window.sidebar.list.export_requested.emit(talks)
    dialog = window.findChild(ExportDialog)
    assert dialog.windowTitle() == "Export 2 conversations"
    assert not dialog.name_field.isVisible()
    dialog.choose(".html")
    dialog.export_button.click()
    (_, uuids, wish) = context.wishes[-1]
    assert (uuids, wish.suffix, wish.name) == (("aa", "bb"), ".html", "")


def test_without_a_printer_one_is_told_what_to_do(window, qtbot, monkeypatch):
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", staticmethod(list))
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    assert "no printer" in window.toast.text()
    assert "PDF" in window.toast.text()


def test_an_empty_transcript_is_not_saved(window, context, qtbot):
    context.transcript.is_empty = True
    qtbot.keyClick(window, Qt.Key.Key_S, CTRL)
    assert window.findChild(ExportDialog) is None
    assert window.toast.text() == "There is nothing to export yet."
