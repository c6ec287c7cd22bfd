"""The instruction editor: read, add, change, rename, duplicate, delete and bring back."""

import pytest
from PySide6.QtCore import Qt
from shiboken6 import isValid

from livedesk.core.errors import InstructionError
from livedesk.ui.dialogs.instruction_editor import InstructionEditor


@pytest.fixture
def editor(window):
    window.dialogs.open_instructions()
    made = window.findChild(InstructionEditor)
    yield made
    if isValid(made):
        made.done(0)


def click(qtbot, button):
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def titles(editor):
    return [editor.list.item(row).text() for row in range(editor.list.count())]


def write(qtbot, editor, title, text):
    click(qtbot, editor.add_button)
    qtbot.keyClicks(editor.form.title_field, title)
    editor.form.text_field.setPlainText(text)


def added(qtbot, editor, title="Pirate", text="Speak like a pirate."):
    write(qtbot, editor, title, text)
    click(qtbot, editor.save_button)


def test_it_opens_at_the_chosen_one(editor):
    assert editor.form.title == "General assistant"
    assert editor.list.currentItem().text() == "General assistant"


def test_a_built_in_one_can_be_read_but_not_changed(editor):
    assert editor.form.text
    assert editor.form.title_field.isReadOnly()
    assert editor.form.text_field.isReadOnly()
    assert not editor.save_button.isVisible()
    assert not editor.delete_button.isEnabled()


def test_the_length_is_told_in_characters_and_tokens(editor, qtbot):
    click(qtbot, editor.add_button)
    editor.form.text_field.setPlainText("a" * 4000)
    assert editor.form.length_label.text() == "4,000 characters, about 1,000 tokens"


def test_a_new_one_is_kept_and_offered(editor, qtbot, context, window):
    added(qtbot, editor)
    assert titles(editor)[-1] == "Pirate"
    assert context.instructions.instructions()[-1].text == "Speak like a pirate."
    assert editor.list.currentItem().text() == "Pirate"


@pytest.mark.parametrize(("title", "text"), [("", "text"), ("title", ""), ("title", "a" * 32_001)])
def test_an_incomplete_one_cannot_be_saved(editor, qtbot, title, text):
    write(qtbot, editor, title, text)
    assert not editor.save_button.isEnabled()


def test_too_long_says_by_how_much(editor, qtbot):
    write(qtbot, editor, "long", "a" * 32_010)
    assert "too long by 10" in editor.form.length_label.text()


def test_renaming_and_rewriting_are_kept_under_the_same_id(editor, qtbot, context):
    added(qtbot, editor)
    before = context.instructions.instructions()[-1].instruction_id
    editor.form.title_field.selectAll()
    qtbot.keyClicks(editor.form.title_field, "Corsair")
    click(qtbot, editor.save_button)
    after = context.instructions.instructions()[-1]
    assert (after.instruction_id, after.title) == (before, "Corsair")
    assert titles(editor)[-1] == "Corsair"


def test_a_built_in_one_can_be_duplicated_and_changed(editor, qtbot, context):
    click(qtbot, editor.duplicate_button)
    assert editor.form.title == "General assistant (copy)"
    assert not editor.form.title_field.isReadOnly()
    assert context.instructions.instructions()[-1].text == editor.form.text


def test_a_deleted_one_can_be_brought_back(editor, qtbot, context):
    added(qtbot, editor)
    click(qtbot, editor.delete_button)
    assert "Pirate" not in titles(editor)
    assert editor.strip.sentence == "“Pirate” is deleted."
    click(qtbot, editor.strip.accept_button)
    assert context.instructions.instructions()[-1].title == "Pirate"
    assert editor.form.text == "Speak like a pirate."


def test_changes_are_not_lost_by_looking_at_another(editor, qtbot):
    added(qtbot, editor)
    editor.form.text_field.setPlainText("Speak like a captain.")
    editor.list.setCurrentRow(0)
    assert editor.strip.sentence == "The changes are not saved yet."
    assert editor.form.text == "Speak like a captain."
    assert editor.list.currentItem().text() == "Pirate"
    click(qtbot, editor.strip.accept_button)
    assert editor.form.title == "General assistant"
    editor.list.setCurrentRow(editor.list.count() - 1)
    assert editor.form.text == "Speak like a captain."


def test_changes_can_be_discarded(editor, qtbot):
    added(qtbot, editor)
    editor.form.text_field.setPlainText("nonsense")
    editor.list.setCurrentRow(0)
    click(qtbot, editor.strip.decline_button)
    assert editor.form.title == "General assistant"
    editor.list.setCurrentRow(editor.list.count() - 1)
    assert editor.form.text == "Speak like a pirate."


def test_closing_asks_once_when_something_would_be_lost(editor, qtbot):
    write(qtbot, editor, "Half", "done")
    editor.reject()
    assert editor.isVisible()
    click(qtbot, editor.strip.decline_button)
    assert not editor.isVisible()


def test_closing_by_the_frame_asks_too(editor, qtbot, context):
    write(qtbot, editor, "Half", "done")
    editor.close()
    assert editor.isVisible()
    click(qtbot, editor.strip.accept_button)
    assert not editor.isVisible()
    assert context.instructions.instructions()[-1].title == "Half"


def test_escape_closes_when_nothing_is_lost(editor, qtbot):
    qtbot.keyClick(editor, Qt.Key.Key_Escape)
    assert not editor.isVisible()


def test_a_failure_is_said_and_the_text_is_still_there(editor, qtbot, context):
    write(qtbot, editor, "Pirate", "Speak like a pirate.")
    context.instructions.next_failure = InstructionError("The disk is full.", "Make room.")
    click(qtbot, editor.save_button)
    assert editor.strip.sentence == "The disk is full. Make room."
    assert editor.form.text == "Speak like a pirate."


def test_a_deletion_that_failed_deletes_nothing(editor, qtbot, context):
    added(qtbot, editor)
    context.instructions.next_failure = InstructionError("The folder is read-only.")
    click(qtbot, editor.delete_button)
    assert "Pirate" in titles(editor)
    assert editor.strip.sentence == "The folder is read-only."


def test_one_can_be_used_from_here(editor, qtbot, context, window):
    added(qtbot, editor)
    click(qtbot, editor.use_button)
    assert window.top_bar.instruction_chooser.text() == "Pirate"
