"""Attached tables are seen as chips, can be removed by key, and come in by every way."""

from dataclasses import replace
from pathlib import Path

from helpers.fake_controllers import FakeContext
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from livedesk.app.account import PRACTICE, Account
from livedesk.core.analysis import DataFile, DataKind
from livedesk.core.credential import CredentialSource
from livedesk.ui.main_window import MainWindow
from livedesk.ui.panels.data_chips import size_text
from livedesk.ui.panels.data_texts import where_it_goes

FILE = DataFile("sales.csv", DataKind.CSV, b"x" * 12_345)


def test_a_chip_tells_name_and_size_and_goes_by_key(
    qtbot: QtBot, window: MainWindow, context: FakeContext
) -> None:
    chips = window.talk_bar.data_chips
    assert not chips.isVisible()
    other = replace(FILE, name="a-very-long-name-of-a-table-of-2026-11-23-final.csv")
    context.data.files_changed.emit((FILE, other))
    assert chips.isVisible()
    first, second = chips.chips
    assert (first.name_label.text(), first.size_label.text()) == ("sales.csv", "12 kB")
    assert "…" in second.name_label.text()
    assert second.accessibleName() == other.name
    first.remove_button.setFocus()
    qtbot.keyClick(first.remove_button, Qt.Key.Key_Space)
    assert context.wishes[-1] == ("remove_data", "sales.csv")
    context.data.files_changed.emit(())
    assert not chips.isVisible()


def test_tables_come_by_drop_dialog_and_menu(window: MainWindow, context: FakeContext) -> None:
    paths = (Path("/a.csv"),)
    window.file_target.dropped.emit(paths)
    assert context.wishes[-1] == ("attach", paths)
    window.dialogs.data_chosen.emit(paths)
    assert context.wishes[-1] == ("attach", paths)
    window.actions_table.attach_sample.trigger()
    assert context.wishes[-1] == ("attach_sample",)
    window.show_welcome()
    context.data.attached.emit(FILE)
    assert window.toast.accessibleName() == "Ask about sales.csv. It stays on this computer."
    assert window.middle.currentWidget() is window.transcript_pane


def test_it_is_said_where_a_table_goes() -> None:
    key = Account(False, "a key", source=CredentialSource.ENVIRONMENT)
    token = replace(key, source=CredentialSource.TOKEN_SERVER)
    assert where_it_goes(PRACTICE) == where_it_goes(token) == "It stays on this computer."
    assert where_it_goes(key) == "It goes to Gemini when you ask about it."


def test_sizes_are_readable() -> None:
    assert [size_text(n) for n in (7, 1_500, 9_870_000)] == ["7 B", "2 kB", "9.9 MB"]
