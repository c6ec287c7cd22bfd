"""A lane wears the theme of the moment, whatever it wore before."""

import numpy as np
import pytest

from livedesk.ui.theme.theme import load_theme
from livedesk.ui.widgets.waveform_lane import Flow, WaveformLane


@pytest.mark.parametrize("name", ["light", "dark"])
def test_ground_follows_the_theme(qtbot, name: str) -> None:
    lane = WaveformLane(Flow.NEWEST_RIGHT, "you")
    qtbot.addWidget(lane)
    lane.resize(200, 60)
    for worn in ("dark", "light", name):
        theme = load_theme(worn)
        lane.set_theme(theme)
        lane.show_envelope(np.zeros((lane.n_points, 2), np.float32))
        picture = lane.grab().toImage()
        assert picture.pixelColor(picture.width() - 2, 2) == theme.colour("ground")
