"""The page about keeping tells what is so, and asks before it deletes."""

import pytest
from PySide6.QtCore import Qt

from livedesk.settings.schema import Keeping
from livedesk.ui.dialogs.confirm_dialog import ConfirmDialog
from livedesk.ui.settings_pages.keeping_page import KeepingPage


@pytest.fixture
def page(qtbot, window, context):
    context.settings.set_keeping(Keeping(delete_after_days=30))
    window.dialogs.open_settings()
    found = window.findChild(KeepingPage)
    found.window().show_page(KeepingPage)
    yield found
    found.window().close()


def confirm(page) -> ConfirmDialog:
    page.delete_button.click()
    return page.findChild(ConfirmDialog)


def test_it_shows_what_is_chosen(page, context):
    assert page.keep_box.isChecked()
    assert page.expire_box.isChecked()
    assert page.days_field.value() == 30
    assert page.folder_field.text() == str(context.keeping.folder)


def test_choices_take_effect_at_once(qtbot, page, context):
    page.keep_box.click()
    assert context.settings.settings.keeping == Keeping(keep=False, delete_after_days=30)
    page.days_field.setValue(7)
    page.days_field.editingFinished.emit()
    assert context.settings.settings.keeping.delete_after_days == 7
    page.expire_box.click()
    assert context.settings.settings.keeping.delete_after_days is None
    assert not page.days_field.isEnabled()


def test_the_folder_is_opened(page, context):
    page.open_button.click()
    assert context.wishes == [("open_folder",)]


def test_deleting_asks_first(qtbot, page, context):
    dialog = confirm(page)
    qtbot.keyClick(dialog, Qt.Key.Key_Return)  # the safe answer is the default
    assert context.wishes == []
    confirm(page).confirm_button.click()
    assert context.wishes == [("delete_all",)]
    assert page.result_label.text() == "3 conversations were deleted."


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "There was nothing to delete."), (1, "One conversation was deleted.")],
)
def test_few_are_told_in_words(page, count: int, said: str):
    page.show_deleted(count)
    assert page.result_label.text() == said


def test_one_conversation_is_left_out_by_the_menu(window, context):
    action = window.actions_table.keep_nothing
    assert not action.isChecked()
    action.trigger()
    assert context.wishes == [("set_keeps", False)]
    context.keeping.keeps_changed.emit(True)
    assert not action.isChecked()
    context.keeping.told.emit("This conversation is kept.")
    assert window.toast.isVisible()
