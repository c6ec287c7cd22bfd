"""How patient a talk is, as the person sets it."""

import pytest

from livedesk.settings.connection_settings import Connection
from livedesk.ui.settings_pages.connection_page import ConnectionPage


@pytest.fixture
def page(qtbot):
    made = ConnectionPage(Connection())
    made.chosen = []
    made.connection_chosen.connect(made.chosen.append)
    qtbot.addWidget(made)
    made.show()
    return made


def choose(page, name, value):
    page.fields[name].setValue(value)
    page.fields[name].editingFinished.emit()


def test_every_setting_has_a_field_with_its_value_and_range(page):
    assert set(page.fields) == set(Connection.model_fields)
    for name, field in page.fields.items():
        assert field.value() == getattr(Connection(), name)
        for end in (field.minimum(), field.maximum()):
            assert getattr(Connection.model_validate({name: end}), name) == end


def test_each_is_chosen_at_once_and_told_once(page):
    choose(page, "longest_wait_s", 60)
    choose(page, "first_wait_s", 1.5)
    page.fields["first_wait_s"].editingFinished.emit()
    assert page.chosen == [
        Connection(longest_wait_s=60),
        Connection(longest_wait_s=60, first_wait_s=1.5),
    ]


def test_the_defaults_come_back(page):
    assert not page.restore_button.isEnabled()
    choose(page, "attempts", 3)
    assert page.restore_button.isEnabled()
    page.restore_button.click()
    assert page.chosen[-1] == Connection()
    assert page.fields["attempts"].value() == 10
    assert not page.restore_button.isEnabled()


def test_what_was_chosen_is_kept(window, context):
    window.dialogs.open_settings()
    page = window.findChild(ConnectionPage)
    choose(page, "silence_s", 30)
    assert context.settings.settings.connection.silence_s == 30
    page.window().close()
