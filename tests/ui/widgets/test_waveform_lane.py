"""A lane wears the theme of the moment, draws each bar once, and moves only what can be seen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtWidgets import QWidget

from livedesk.ui.theme.theme import load_theme
from livedesk.ui.widgets.waveform_lane import SPARE_BARS, Bar, Flow, WaveformLane
from livedesk.ui.widgets.waveform_strip import WaveformStrip

LOUD = Bar(0.5)


@pytest.fixture
def window(qtbot):
    """What the lane lies in; pyqtgraph's views bear no ``close`` of their own."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def made(window, flow=Flow.NEWEST_RIGHT, theme="light"):
    lane = WaveformLane(flow, "you", QTimer(window), lambda: float(SPARE_BARS), window)
    lane.resize(200, 60)
    lane.set_theme(load_theme(theme))
    window.show()
    return lane


def inked_columns(lane):
    """Pixel columns with anything but ground a quarter above the middle."""
    image = lane.grab().toImage()
    ground = image.pixelColor(0, 0)
    return [x for x in range(image.width()) if image.pixelColor(x, 22) != ground]


@pytest.mark.parametrize("name", ["light", "dark"])
def test_ground_follows_the_theme(window, name: str) -> None:
    lane = made(window)
    for worn in ("dark", "light", name):
        theme = load_theme(worn)
        lane.set_theme(theme)
        picture = lane.grab().toImage()
        assert picture.pixelColor(picture.width() - 2, 2) == theme.colour("ground")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_at_rest_there_is_ground_and_a_row_of_dots(window, name: str) -> None:
    """No stripes: above and below the dots every pixel is ground."""
    image = made(window, theme=name).grab().toImage()
    ground = load_theme(name).colour("ground")
    rows = [y for y in range(60) if any(image.pixelColor(x, y) != ground for x in range(200))]
    assert rows
    assert min(rows) >= 26
    assert max(rows) <= 33


@pytest.mark.parametrize(
    ("flow", "expected"),
    [(Flow.NEWEST_RIGHT, range(190, 200)), (Flow.NEWEST_LEFT, range(10))],
)
def test_the_newest_bar_is_at_its_end(window, flow: Flow, expected: range) -> None:
    lane = made(window, flow)
    lane.append([LOUD])
    assert set(inked_columns(lane)) <= set(expected)
    assert inked_columns(lane)


@pytest.mark.parametrize("flow", Flow)
def test_bars_stay_what_they_are_while_they_move(window, flow: Flow) -> None:
    lane = made(window, flow)
    lane.append([LOUD])
    n_before = len(inked_columns(lane))
    lane.append([Bar()] * 5)
    after = inked_columns(lane)
    assert len(after) == n_before
    assert after[0] - (170 if flow is Flow.NEWEST_RIGHT else 25) in range(6)


def test_what_was_drawn_before_is_drawn_the_same_after_a_resize(window) -> None:
    lane = made(window)
    lane.append([LOUD, Bar(), LOUD, Bar(), Bar()])
    before = inked_columns(lane)
    lane.resize(300, 60)
    lane.resize(200, 60)
    assert inked_columns(lane) == before


def test_it_moves_until_the_last_sound_has_left(window) -> None:
    lane = made(window)
    assert not lane.is_moving
    lane.append([LOUD])
    assert lane.is_moving
    lane.append([Bar()] * (lane.strip.n_bars - 1))
    assert lane.is_moving
    lane.append([Bar()])
    assert not lane.is_moving


@pytest.mark.parametrize("bar", [Bar(is_shaded=True), Bar(is_marked=True), Bar(is_clipped=True)])
def test_what_is_found_in_silence_can_be_seen(window, bar: Bar) -> None:
    lane = made(window)
    before = lane.grab().toImage()
    lane.append([bar])
    assert lane.is_moving
    assert lane.grab().toImage() != before


def test_a_rooms_noise_does_not_fidget(window) -> None:
    lane = made(window)
    n_drawn = lane.strip.n_drawn
    lane.append([Bar(0.004), Bar(0.002), Bar(0.004)])
    assert not lane.is_moving
    assert lane.strip.n_drawn == n_drawn


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
def test_bars_lie_on_whole_pixels_of_any_screen(qtbot, ratio: float) -> None:
    strip = WaveformStrip(Flow.NEWEST_RIGHT, "you")
    strip.resize(QSize(200, 60), ratio)
    assert (strip.pitch_px * ratio).is_integer()
    assert strip.pitch_px * (strip.n_bars - SPARE_BARS) >= 200
