"""Themes are read from files, and everything is dressed in them."""

import re

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QIcon
from PySide6.QtWidgets import QApplication

from livedesk.core.paths import resource_path
from livedesk.ui.theme.icons import icon
from livedesk.ui.theme.stylesheet import stylesheet
from livedesk.ui.theme.switch import ThemeSwitch
from livedesk.ui.theme.theme import load_theme, read_theme
from livedesk.ui.theme.type_scale import TypeScale, type_scale


def test_the_colours_are_those_of_the_file():
    light = load_theme("light")
    assert light.colour("ground").name() == "#f7f7f4"
    assert not light.is_dark
    assert load_theme("dark").is_dark


def test_a_colour_that_is_handed_out_is_a_copy():
    light = load_theme("light")
    light.colour("text").setAlpha(0)
    assert light.colour("text").alpha() == 255


@pytest.mark.parametrize(
    ("text", "named"), [("text = 'no colour'", "text"), ("ground = '#000000'", "surface")]
)
def test_a_theme_without_a_colour_is_refused_by_name(tmp_path, text, named):
    path = tmp_path / "broken.toml"
    path.write_text(f"name = 'broken'\nis_dark = false\n[colours]\n{text}\n")
    with pytest.raises(ValueError, match=named):
        read_theme(path)


def test_the_stylesheet_has_every_name_filled_in(theme):
    filled = stylesheet(theme, TypeScale())
    assert "@" not in filled
    assert theme.colour("ground").name() in filled


def test_the_template_carries_no_colour_of_its_own():
    template = resource_path("themes", "window.qss").read_text(encoding="utf-8")
    assert not re.search(r"#[0-9a-fA-F]{6}\b|rgb", template)


def test_an_icon_is_drawn_in_the_colour_of_its_role(qapp, theme):
    picture = icon("stop", theme, "danger").pixmap(QSize(20, 20), 2.0).toImage()
    seen = {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }
    assert seen == {theme.colour("danger").name()}


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0, 3.0])
def test_an_icon_is_sharp_at_every_ratio(qapp, theme, ratio):
    picture = icon("voice", theme).pixmap(QSize(20, 20), ratio)
    assert picture.width() == round(20 * ratio)


def test_a_disabled_icon_is_fainter(qapp, theme):
    made = icon("stop", theme)
    size = QSize(20, 20)
    strongest = [
        max(image.pixelColor(x, 5).alpha() for x in range(20))
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        for image in [made.pixmap(size, 1.0, mode).toImage()]
    ]
    assert strongest[1] < strongest[0] / 2


def test_icons_are_one_family():
    paths = [p for p in resource_path("icons").glob("*.svg") if p.stem != "livedesk"]
    assert len(paths) > 20
    for path in paths:
        drawing = path.read_text(encoding="utf-8")
        assert 'viewBox="0 0 24 24"' in drawing, path.name
        assert 'stroke-width="1.75"' in drawing, path.name
        assert not re.search(r"#[0-9a-fA-F]{3}", drawing), path.name


def test_larger_system_type_makes_the_scale_larger(qapp):
    font = QFont()
    font.setPixelSize(12)
    assert type_scale(font) == TypeScale()
    font.setPixelSize(20)
    assert type_scale(font).control_px == 21


@pytest.fixture
def switch(qapp):
    made = ThemeSwitch(qapp)
    yield made
    qapp.styleHints().unsetColorScheme()


def test_a_fixed_choice_is_worn_at_once(qtbot, qapp, switch):
    with qtbot.waitSignal(switch.theme_changed) as changed:
        switch.choose("dark")
    assert changed.args[0].name == "dark"
    assert QApplication.palette().window().color() == load_theme("dark").colour("ground")


def test_the_same_choice_again_changes_nothing(qtbot, switch):
    switch.choose("dark")
    with qtbot.assertNotEmitted(switch.theme_changed):
        switch.choose("dark")


def test_the_system_is_followed_until_a_choice_is_made(qapp, switch, monkeypatch):
    def system_turns(scheme):
        monkeypatch.setattr(switch, "_system_scheme", lambda: scheme)
        qapp.styleHints().colorSchemeChanged.emit(scheme)

    system_turns(Qt.ColorScheme.Dark)
    assert switch.theme.name == "dark"
    system_turns(Qt.ColorScheme.Light)
    assert switch.theme.name == "light"
    system_turns(Qt.ColorScheme.Unknown)
    assert switch.theme.name == "light"
    switch.choose("dark")
    system_turns(Qt.ColorScheme.Light)
    assert switch.theme.name == "dark"
    switch.choose("system")
    assert switch.theme.name == "light"
