"""One side's sound as bars that run outwards from the middle of the window."""

from __future__ import annotations

from enum import Enum

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QLinearGradient, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from livedesk.ui.theme.theme import Theme

# A bar of 3 px and a gap of 2 px: single bars can be seen, and silence is a row of dots.
_PITCH_PX = 5
_BAR_PX = 3
# Silence still shows as a dot of that half height, relative to the loudest.
_DOT = 0.012
# Speech rarely fills the range; the root lifts what is quiet without cutting what is loud.
_GAMMA = 0.6
_FAINTEST = 0.12


class Flow(Enum):
    """Where the newest sound is drawn."""

    NEWEST_RIGHT = "newest right"
    NEWEST_LEFT = "newest left"


class WaveformLane(pg.GraphicsView):  # type: ignore[misc]
    """Draws an envelope; draws nothing of its own accord.

    A bare view and one curve: pyqtgraph's plots bring menus that outlive their window.
    """

    def __init__(self, flow: Flow, role: str, parent: QWidget | None = None) -> None:
        self._flow = flow
        self._role = role
        self._theme: Theme | None = None
        self._heights: NDArray[np.float32] = np.ones(1, np.float32)
        self.curve = pg.PlotCurveItem(connect="pairs", antialias=True)
        # Bars one by one: as one path they take four times as long to draw.
        self.curve.setSegmentedLineMode("on")
        super().__init__(parent, background=None)
        self.addItem(self.curve)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumSize(64, 48)

    @property
    def n_points(self) -> int:
        """How many bars there is room for."""
        return max(2, int(self.width()) // _PITCH_PX)

    def set_theme(self, theme: Theme) -> None:
        """Wear ``theme``."""
        self._theme = theme
        # Painted, not left out: a transparent view keeps the ground of the theme before.
        self.setBackground(theme.colour("ground"))
        pen = QPen(theme.colour(self._role), _BAR_PX)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        self.curve.setPen(pen)

    def show_envelope(self, envelope: NDArray[np.float32]) -> None:
        """Draw ``envelope``: (n, 2) float32 minimum and maximum in −1 … 1, newest last.

        Nothing is done if it looks the same as before.
        """
        heights = np.abs(envelope).max(axis=1) ** _GAMMA
        heights = np.maximum(np.round(heights, 2), _DOT).astype(np.float32)
        if not np.array_equal(heights, self._heights):
            self._heights = heights
            self._draw()

    def show_silence(self) -> None:
        """Draw a quiet lane."""
        self.show_envelope(np.zeros((self.n_points, 2), np.float32))

    def _draw(self) -> None:
        newest_last = self._flow is Flow.NEWEST_RIGHT
        ordered = self._heights if newest_last else self._heights[::-1]
        count = len(ordered)
        middle_px = self.height() / 2
        reach_px = ordered * (middle_px - _BAR_PX)
        x = np.repeat((np.arange(count) + 0.5) * (self.width() / count), 2)
        y = np.empty(2 * count)
        y[0::2] = middle_px - reach_px
        y[1::2] = middle_px + reach_px
        self.curve.setData(x, y)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another number of bars fits; a quiet lane is drawn anew."""
        super().resizeEvent(event)
        if self._heights.max(initial=0.0) <= _DOT:
            self.show_silence()
        self._draw()

    def drawForeground(self, painter: QPainter, area: QRectF) -> None:  # noqa: N802 -- Qt's name
        """Let the bars fade outwards: a veil over them is cheaper than a pen that fades."""
        if self._theme is None:
            return
        veil, nothing = self._theme.colour("ground"), self._theme.colour("ground")
        veil.setAlphaF(1 - _FAINTEST)
        nothing.setAlphaF(0)
        newest = self.width() if self._flow is Flow.NEWEST_RIGHT else 0
        gradient = QLinearGradient(QPointF(self.width() - newest, 0), QPointF(newest, 0))
        gradient.setColorAt(0.0, veil)
        gradient.setColorAt(1.0, nothing)
        painter.fillRect(area, gradient)
