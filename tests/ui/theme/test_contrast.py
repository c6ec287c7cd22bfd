"""Text reaches 7:1 on every ground it stands on, other marks 4.5:1."""

import pytest
from PySide6.QtGui import QColor

from livedesk.ui.theme.contrast import contrast

GROUNDS = ("ground", "surface", "raised")


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["text", "muted"])
def test_text_is_easy_to_read(theme, role, ground):
    assert contrast(theme.colour(role), theme.colour(ground)) >= 7


@pytest.mark.parametrize(
    "fill", ["hover", "pressed", "you_soft", "assistant_soft", "warning_soft", "danger_soft"]
)
def test_text_is_easy_to_read_on_every_fill(theme, fill):
    assert contrast(theme.colour("text"), theme.colour(fill)) >= 7


@pytest.mark.parametrize("fill", ["you_fill", "you_strong"])
def test_the_main_button_is_easy_to_read(theme, fill):
    assert contrast(theme.colour("on_you"), theme.colour(fill)) >= 7


@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("role", ["you", "assistant", "warning", "danger"])
def test_a_mark_can_be_seen(theme, role, ground):
    assert contrast(theme.colour(role), theme.colour(ground)) >= 4.5


@pytest.mark.parametrize("role", ["you", "assistant", "warning", "danger"])
def test_a_mark_can_be_seen_on_its_own_fill(theme, role):
    assert contrast(theme.colour(role), theme.colour(f"{role}_soft")) >= 4.5


def test_the_icon_on_the_speaking_disc_can_be_seen(theme):
    assert contrast(theme.colour("ground"), theme.colour("assistant")) >= 4.5


def test_the_outline_of_a_field_can_be_seen(theme):
    assert contrast(theme.colour("edge"), theme.colour("surface")) >= 2.5


def test_the_known_ratio_of_black_on_white():
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("white"), QColor("black")) == pytest.approx(21)
