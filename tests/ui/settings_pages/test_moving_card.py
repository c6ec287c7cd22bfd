"""Backup, restoring and import ask for files, and say what came of it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from livedesk.app.moving_controller import Outcome, Work
from livedesk.core.errors import InputFileError, StoreError
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.settings_pages.keeping_page import KeepingPage


@pytest.fixture
def card(qtbot, window, context, tmp_path):
    context.settings.set_save_folder(str(tmp_path))
    window.dialogs.open_settings()
    page = window.findChild(KeepingPage)
    page.window().show_page(KeepingPage)
    yield page.moving_card
    page.window().close()


def test_files_are_asked_for_in_the_folder_of_the_last_time(qtbot, card, context, tmp_path):
    for button in (card.backup_button, card.import_button):
        button.click()
        dialog = card.findChild(QFileDialog)
        assert Path(dialog.directory().absolutePath()) == tmp_path
        names = [str(tmp_path / "one.json"), str(tmp_path / "two.json")]
        dialog.fileSelected.emit(names[0])
        dialog.filesSelected.emit(names)
        with qtbot.waitSignal(dialog.destroyed):
            dialog.close()
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    assert context.wishes == [("back_up", one), ("bring_in", (one, two))]
    elsewhere = tmp_path / "elsewhere" / "all.zip"
    context.moving.ended.emit(Outcome(Work.BACKUP, elsewhere))
    assert card.folder == elsewhere.parent
    assert context.settings.settings.saving.folder == str(elsewhere.parent)


def test_restoring_asks_first(qtbot, card, context, tmp_path):
    backup = tmp_path / "all.zip"
    card.confirm_restore(str(backup))
    qtbot.keyClick(card.findChild(ConfirmDialog), Qt.Key.Key_Return)  # the safe answer
    assert context.wishes == []
    card.confirm_restore(str(backup))
    card.findChildren(ConfirmDialog)[-1].confirm_button.click()
    assert context.wishes == [("restore", backup)]


def test_the_outcome_is_told_in_the_page_and_in_the_window(card, window, context):
    moving, path = context.moving, Path("all.zip")
    moving.began.emit(Work.IMPORT)
    moving.advanced.emit(1, 2)
    assert card.progress.isVisible()
    assert not card.backup_button.isEnabled()
    refused = (InputFileError("“a.json” is no conversation."),)
    moving.ended.emit(Outcome(Work.IMPORT, path, 1, 2, refused))
    assert card.result_label.text() == (
        "One conversation was added. 2 are here already and stay as they are.\n"
        "“a.json” is no conversation."
    )
    assert card.backup_button.isEnabled()
    assert not card.progress.isVisible()
    moving.ended.emit(Outcome(Work.RESTORE, path, 12))
    assert card.result_label.text() == "12 conversations were brought back."
    assert window.toast.isVisible()
    moving.failed.emit(StoreError("The disk is full.", "Make room."))
    assert card.result_label.text() == "The disk is full. Make room."
    assert window.message_bar.isVisible()
